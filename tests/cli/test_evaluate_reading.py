import pytest

from preceptor.cli.evaluate.reading import evaluate_postings, evaluate_resumes
from preceptor.cli.evaluate.samples import Sample
from preceptor.cli.evaluate.spans import covered, is_found, occurrences, wrong_spans

TEXT = "You need HL7 and SQL. A Registered Health Information Administrator (RHIA) is a plus."


def fact(phrase, necessity="must", key="competency", value="known"):
    start = TEXT.index(phrase)
    span = [start, start + len(phrase)]
    return {key: value, "necessity": necessity, "span": span, "text": phrase}


def posting(*requirements, credentials=(), **fields):
    return {
        "roles": [{"role": "him_exchange", "p": 0.9}, {"role": "programmer", "p": 0.3}],
        "requirements": list(requirements),
        "credentials": list(credentials),
        "years_min": 3,
        "education_min": None,
        "clinical_background": "not_required",
        "work_mode": "remote",
        "entry_friendly": False,
        **fields,
    }


def label(**fields):
    return {
        "id": "p1",
        "role_primary": "programmer",
        "roles_acceptable": ["him_exchange"],
        "must_have": [],
        "nice_to_have": [],
        "credentials_required": [],
        "credentials_preferred": [],
        "years_min": 3,
        "education_min": "bachelor",
        "clinical_background": "not_required",
        "work_mode": "remote",
        "entry_friendly": False,
        **fields,
    }


def figures(answer, tmp_path, **fields):
    sample = Sample(tmp_path / "p1.txt", TEXT, label(**fields))
    return evaluate_postings([sample], lambda _sample: answer, {"known"})


def test_a_fact_over_half_of_the_phrase_finds_it():
    assert is_found("Registered Health", TEXT, [fact("Registered")])
    assert not is_found("Registered Health Information", TEXT, [fact("Health")])


def test_the_abbreviation_inside_a_phrase_finds_it():
    phrase = "Registered Health Information Administrator (RHIA)"

    assert is_found(phrase, TEXT, [fact("RHIA")])
    assert not is_found(phrase, TEXT, [fact("Health")])


def test_a_fact_longer_than_sixty_characters_is_not_heard():
    assert not is_found("HL7", TEXT, [fact(TEXT[:70])])


def test_a_phrase_inside_a_word_counts_only_where_it_stands_nowhere_else():
    assert occurrences("SQL", "NoSQL and SQL") == [(10, 13)]
    assert occurrences("SQL", "NoSQL") == [(2, 5)]
    assert occurrences("new line", "a new\n  line") == [(2, 12)]
    assert occurrences("", "anything") == []


def test_overlapping_facts_cover_their_characters_once():
    assert covered([fact("HL7 and"), fact("HL7")]) == 7
    assert wrong_spans(TEXT, [fact("HL7"), {"span": [0, 3], "text": "HL7"}]) == 1


def test_strict_lenient_and_side_are_counted_apart(tmp_path):
    found, misses = figures(posting(), tmp_path)

    assert (found["role_strict"], found["role_lenient"], found["health_it_accuracy"]) == (0, 1, 1)
    assert {"figure": "role_strict", "id": "p1", "said": "him_exchange", "label": "programmer"} in (
        misses
    )


def test_a_posting_outside_health_it_is_scored_on_its_side_only(tmp_path):
    found, _ = figures(posting(), tmp_path, role_primary="not_health_it")

    assert found["n"] == {"health_it_accuracy": 1}
    assert found["health_it_accuracy"] == 0


def test_recall_forgives_the_class_but_must_nice_right_does_not(tmp_path):
    found, _ = figures(posting(fact("HL7", "nice")), tmp_path, must_have=["HL7", "SQL"])

    assert found["must_have_recall"] == 0.5
    assert found["must_nice_right"] == 0


def test_a_phrase_marked_as_both_classes_is_wrong(tmp_path):
    both = posting(fact("HL7", "must"), fact("HL7", "nice"))

    found, _ = figures(both, tmp_path, must_have=["HL7"])

    assert (found["must_have_recall"], found["must_nice_right"]) == (1, 0)


def test_mentioned_is_neither_must_nor_nice(tmp_path):
    found, _ = figures(posting(fact("HL7", "mentioned")), tmp_path, must_have=["HL7"])

    assert found["must_have_recall"] == 0


def test_credentials_are_sought_among_credentials_only(tmp_path):
    asked = {"credentials_preferred": ["RHIA"]}

    as_competency, _ = figures(posting(fact("RHIA", "nice")), tmp_path, **asked)
    as_credential, _ = figures(
        posting(credentials=[fact("RHIA", "nice", key="credential")]), tmp_path, **asked
    )

    assert (as_competency["credential_recall"], as_credential["credential_recall"]) == (0, 1)


def test_closed_fields_must_be_equal(tmp_path):
    found, _ = figures(posting(), tmp_path)

    assert (found["years_exact"], found["education_exact"], found["work_mode_exact"]) == (1, 0, 1)


def test_unknown_ids_and_volume_are_counted(tmp_path):
    found, _ = figures(posting(fact("HL7"), fact("SQL", value="made-up")), tmp_path)

    assert found["unknown_ids"] == 1
    assert found["facts_per_1000_chars"] == round(2000 / len(TEXT), 2)
    assert found["covered_share"] == round(6 / len(TEXT), 4)


@pytest.mark.parametrize(("said", "right"), [(5, 1), (8, 0), (None, 0)])
def test_years_within_two_are_right(said, right, tmp_path):
    sample = Sample(
        tmp_path / "r1.txt",
        TEXT,
        {
            "id": "r1",
            "as_of": "2018-02-01",
            "skills": ["HL7", "SQL"],
            "credentials": ["RHIA"],
            "years_clinical": 0,
            "years_it": 4,
            "years_him_admin": None,
            "education_highest": "master",
            "nearest_roles": ["trainer", "workflow"],
        },
    )
    roles = [{"role": role, "p": p} for role, p in (("a", 0.9), ("b", 0.2), ("trainer", 0.5))]
    days = []

    def read(_sample, as_of):
        days.append(as_of.isoformat())
        return {
            "roles": roles,
            "competencies": [fact("HL7")],
            "credentials": [],
            "years": {"clinical": 0, "it": said},
            "education_highest": "master",
        }

    found, _ = evaluate_resumes([sample], read, {"known"})

    assert days == ["2018-02-01"]
    assert found["years_within_2"] == right
    assert found["n"]["years_within_2"] == 1
    assert (found["skill_recall"], found["credential_recall"]) == (0.5, 0)
    assert (found["education_exact"], found["nearest_role_in_top2"]) == (1, 1)
