import pytest

from preceptor.competencies.checker import Problem, Sizes, check_vocabulary, vocabulary_figures
from preceptor.competencies.vocabulary_parts import build_vocabulary, merge_documents

NO_SIZES = Sizes(competencies=0, aliases=0, weighted_relations=0)
COMMON = {"sources": {"field": "Seen in postings"}, "blocks": {"exchange": "Exchange"}}


def entry(id_, **changes):
    return {
        "id": id_,
        "name": id_.title(),
        "kind": "skill",
        "block": "exchange",
        "source": "field",
        "summary": "One plain sentence.",
        "related": {"root": 50},
        **changes,
    }


ROOT = entry("root", related={})


def build(*entries, **sections):
    document = {**COMMON, "competencies": [ROOT, *entries], **sections}
    return build_vocabulary(merge_documents({"one.yaml": document}), version="test")


def problems(vocabulary):
    """The problems beside the one that a tiny vocabulary lacks the twelve roles."""
    found = check_vocabulary(vocabulary, NO_SIZES)
    return [problem for problem in found if problem.where != "roles"]


def test_sound_entries_have_no_problems():
    assert problems(build(entry("hl7"), entry("fhir"))) == []


def test_id_used_twice_is_refused():
    vocabulary = build(entry("hl7"), entry("hl7", name="Other"))

    assert problems(vocabulary) == [Problem("id", "hl7", "The id is used 2 times.")]


def test_id_with_a_blank_is_refused():
    assert problems(build(entry("hl7 v2"))) == [
        Problem("id", "hl7 v2", "An id is lower case words joined by hyphens.")
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"summary": ""}, ("summary", "The summary is missing.")),
        ({"source": "hearsay"}, ("source", "The source 'hearsay' is not listed.")),
        ({"block": "none"}, ("block", "The block 'none' is not listed.")),
        ({"kind": "credential"}, ("credential", "Nobody is named who grants it.")),
        ({"licence": True}, ("credential", "Only a credential is granted or is a licence.")),
        (
            {"granted_by": "HL7 International"},
            ("credential", "Only a credential is granted or is a licence."),
        ),
        (
            {"kind": "credential", "granted_by": "HL7 International", "level": 6},
            ("credential", "Level 6 is not 1 to 5."),
        ),
        ({"aliases": ["x"]}, ("alias", "'x' is not 2 to 60 letters long.")),
        ({"aliases": ["x" * 61]}, ("alias", f"'{'x' * 61}' is not 2 to 60 letters long.")),
        ({"aliases": ["a  b"]}, ("alias", "'a  b' has blanks that never match.")),
        (
            {"aliases": ["HL7 link", "hl7-links"]},
            ("alias", "'hl7-links' says 'HL7 link' again."),
        ),
        ({"exact": ["HL7"]}, ("alias", "'HL7' says 'Hl7' again.")),
        ({"related": {"root": 100}}, ("weight", "The weight 100 to root is not 1 to 99.")),
        ({"part_of": {"root": 0}}, ("weight", "The weight 0 to root is not 1 to 99.")),
        ({"related": {"hl7": 50}}, ("cycle", "The entry is related to itself.")),
        ({"related": {}}, ("orphan", "No relation and no role names it.")),
    ],
)
def test_faulty_entry_is_refused(changes, problem):
    rule, message = problem

    assert problems(build(entry("fhir"), entry("hl7", **changes))) == [
        Problem(rule, "hl7", message)
    ]


@pytest.mark.parametrize("alias", ["HL7-Message", "hl7/message", "HL7 messages"])
def test_alias_of_another_entry_is_refused_however_it_is_written(alias):
    vocabulary = build(entry("hl7", aliases=["HL7 message"]), entry("fhir", aliases=[alias]))

    assert problems(vocabulary) == [
        Problem("collision", "fhir", f"{alias!r} already means hl7."),
    ]


def test_name_of_another_entry_is_refused_as_alias():
    vocabulary = build(entry("hl7"), entry("fhir", aliases=["HL7"]))

    assert problems(vocabulary) == [Problem("collision", "fhir", "'HL7' already means hl7.")]


def test_exact_aliases_in_other_capitals_do_not_collide():
    vocabulary = build(entry("one", exact=["PAS"]), entry("two", exact=["PAs"]))

    assert problems(vocabulary) == []


def test_near_words_tell_equal_aliases_apart():
    vocabulary = build(
        entry("one", near={"PAS": ["patient administration"]}),
        entry("two", near={"PAS": ["publicly available"]}),
    )

    assert problems(vocabulary) == []


def test_equal_aliases_with_a_common_near_word_are_refused():
    vocabulary = build(
        entry("one", near={"PAS": ["patient", "trust"]}),
        entry("two", near={"PAS": ["Trust"]}),
    )

    assert problems(vocabulary) == [Problem("collision", "two", "'PAS' already means one.")]


def test_unknown_ids_are_refused():
    vocabulary = build(
        entry("hl7"),
        relations=[{"from": "fihr", "to": "hl7", "type": "related", "weight": 60}],
        groups=[{"id": "any", "name": "Any", "members": ["ccs", "cpc"]}],
    )

    assert problems(vocabulary) == [
        Problem("unknown id", "fihr", "related hl7: one of the two ends is no entry."),
        Problem("unknown id", "any", "member ccs: one of the two ends is no entry."),
        Problem("unknown id", "any", "member cpc: one of the two ends is no entry."),
        Problem("group", "any", "A group needs two members or more, each once."),
    ]


def test_cycle_in_part_of_is_refused():
    vocabulary = build(
        entry("one", part_of={"two": 60}),
        entry("two", part_of={"three": 60}),
        entry("three", part_of={"one": 60}),
        entry("four", part_of={"one": 60}),
    )

    message = "Following part_of from here leads back here."
    assert problems(vocabulary) == [
        Problem("cycle", id_, message) for id_ in ("one", "two", "three")
    ]


def test_cycle_in_implies_is_refused():
    vocabulary = build(entry("one", implies=["two"]), entry("two", implies=["one"]))

    message = "Following implies from here leads back here."
    assert problems(vocabulary) == [Problem("cycle", id_, message) for id_ in ("one", "two")]


def test_group_of_one_is_refused():
    ccs = entry("ccs", kind="credential", granted_by="AHIMA")
    vocabulary = build(ccs, groups=[{"id": "any", "name": "Any", "members": ["ccs"]}])

    assert problems(vocabulary) == [
        Problem("group", "any", "A group needs two members or more, each once.")
    ]


def test_member_of_a_group_that_is_no_credential_is_refused():
    vocabulary = build(
        entry("ccs", kind="credential", granted_by="AHIMA"),
        groups=[{"id": "any", "name": "Any", "members": ["ccs", "root"]}],
    )

    assert problems(vocabulary) == [Problem("group", "any", "The member root is no credential.")]


def test_incomplete_role_is_refused_for_each_gap():
    role = {
        "id": "trainer",
        "code": "TR",
        "name": "Trainer",
        "category": "permanent",
        "week": ["Teaches."],
        "background": "Teaching",
        "training": "Six months",
        "mistaken_for": "A help desk",
        "asks": {"root": [6, 10], "teaching": [3, 10]},
        "titles": ["Trainer"],
        "questions": ["Why?"],
        "source": "field",
        "unlike": {"workflow": "Teaches instead of redesigning."},
    }

    found = check_vocabulary(build(entry("hl7"), roles=[role]), NO_SIZES)

    assert found == [
        Problem("unknown id", "trainer", "asks teaching: one of the two ends is no entry."),
        Problem("role", "roles", "There must be 12 roles, not 1."),
        Problem("role", "trainer", "The summary is missing."),
        Problem("role", "trainer", "The week has 1 sentences, not 5."),
        Problem("role", "trainer", "There are 1 questions, not 5."),
        Problem("role", "trainer", "There are fewer than 15 different titles."),
        Problem("role", "trainer", "It asks 1 competencies, not 12 to 25."),
        Problem("role", "trainer", "Level or weight of root is out of range."),
        Problem("role", "trainer", "How it differs from workflow does not fit."),
    ]


def test_too_small_and_too_large_vocabularies_are_refused():
    sizes = Sizes(competencies=3, competencies_below=2, aliases=1, weighted_relations=2)

    found = [p for p in check_vocabulary(build(entry("hl7")), sizes) if p.rule == "size"]

    assert found == [
        Problem("size", "competencies", "There are 2, fewer than 3."),
        Problem("size", "aliases", "There are 0, fewer than 1."),
        Problem("size", "weighted_relations", "There are 1, fewer than 2."),
        Problem("size", "competencies", "Must stay below 2."),
    ]


def test_figures_count_a_symmetric_pair_once_and_no_display_names():
    vocabulary = build(
        entry("hl7", related={"fhir": 60}, part_of={"root": 50}, aliases=["HL7 messaging"]),
        entry("fhir", related={"hl7": 60}, implies=["root"]),
    )

    figures = vocabulary_figures(vocabulary)

    assert figures["competencies"] == 3
    assert figures["aliases"] == 1
    assert figures["weighted_relations"] == 2
    assert figures["implications"] == 1
    assert figures["kind_skill"] == 3
