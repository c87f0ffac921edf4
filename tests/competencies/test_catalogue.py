import pytest

from preceptor.competencies.catalogue import (
    find_competencies,
    relation_groups,
    roles_asking,
    roles_by_category,
)
from preceptor.engine.vocabulary import (
    Alias,
    Competency,
    Kind,
    Role,
    RoleCompetency,
    Vocabulary,
)


def competency(id_, name, *aliases, kind=Kind.SKILL, **more):
    ways = tuple(Alias(text) for text in (name, *aliases))
    return Competency(id=id_, name=name, kind=kind, aliases=ways, **more)


def role(id_, category, **asks):
    return Role(
        id=id_,
        code="",
        name=id_.title(),
        category=category,
        summary="",
        week=(),
        background="",
        training="",
        mistaken_for="",
        asks=tuple(RoleCompetency(key, level, weight) for key, (level, weight) in asks.items()),
        titles=(),
        questions=(),
    )


HL7 = competency(
    "hl7", "HL7 standards", "health level seven", kind=Kind.STANDARD, implies=("standards",)
)
ADT = competency("adt", "ADT messages", part_of=(("hl7", 40),), related=(("fhir", 30),))
FHIR = competency("fhir", "FHIR", "HL7 FHIR", kind=Kind.STANDARD, related=(("adt", 55),))
STANDARDS = competency("standards", "Standards", kind=Kind.KNOWLEDGE)
VOCABULARY = Vocabulary(
    version="test",
    competencies=(HL7, ADT, FHIR, STANDARDS),
    roles=(role("builder", "mobile", hl7=(3, 20)), role("trainer", "permanent", hl7=(1, 30))),
)


def found(text, kind=None):
    return [each.competency.id for each in find_competencies(VOCABULARY, text, kind)]


def test_a_name_comes_before_an_alias_and_both_before_a_part_of_a_word():
    assert found("hl7") == ["hl7", "fhir"]


def test_a_whole_name_comes_before_one_that_begins_so():
    assert found("Standards") == ["standards", "hl7"]


def test_the_alias_that_matched_is_named():
    hits = find_competencies(VOCABULARY, "health level")

    assert [(hit.competency.id, hit.written) for hit in hits] == [("hl7", "health level seven")]


def test_a_search_for_nothing_finds_everything_by_name():
    assert found("") == ["adt", "fhir", "hl7", "standards"]


def test_a_kind_narrows_a_search():
    assert found("", Kind.STANDARD) == ["fhir", "hl7"]


def test_relations_are_shown_from_either_end_strongest_first():
    groups = {
        group.title: [(each.other.id, each.weight) for each in group.relations]
        for group in relation_groups(VOCABULARY, "hl7")
    }

    assert groups == {"Holding it is holding": [("standards", 100)], "Its parts": [("adt", 40)]}


def test_a_relation_stated_twice_takes_the_larger_weight():
    groups = {group.title: group.relations for group in relation_groups(VOCABULARY, "fhir")}

    assert [(each.other.id, each.weight) for each in groups["Related"]] == [("adt", 55)]


def test_an_unknown_competency_has_no_relations():
    with pytest.raises(KeyError):
        relation_groups(VOCABULARY, "nothing")


def test_roles_that_ask_come_by_weight():
    asking = roles_asking(VOCABULARY, "hl7")

    assert [(each.role.id, each.asked.weight) for each in asking] == [
        ("trainer", 30),
        ("builder", 20),
    ]


def test_roles_stand_under_their_categories():
    assert [
        (category, [each.id for each in roles]) for category, roles in roles_by_category(VOCABULARY)
    ] == [("mobile", ["builder"]), ("permanent", ["trainer"])]
