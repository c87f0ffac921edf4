import pytest

from preceptor.competencies.comparison import SharedCompetency, compare_roles
from preceptor.engine.vocabulary import Role, RoleCompetency, Vocabulary


def role(id_, asks, unlike=None):
    return Role(
        id=id_,
        code=id_.upper(),
        name=id_.title(),
        category="permanent",
        summary="",
        week=(),
        background="",
        training="",
        mistaken_for="",
        asks=tuple(asks),
        titles=(),
        questions=(),
        unlike=unlike or {},
    )


TRAINER = role(
    "trainer",
    [
        RoleCompetency("teaching", 4, 30),
        RoleCompetency("ehr", 3, 10),
        RoleCompetency("writing", 2, 20),
        RoleCompetency("workflow", 2, 10),
    ],
    {"redesigner": "A trainer teaches people the work; a redesigner changes the work."},
)
REDESIGNER = role(
    "redesigner",
    [
        RoleCompetency("workflow", 5, 30),
        RoleCompetency("interviewing", 3, 10),
        RoleCompetency("measurement", 3, 20),
        RoleCompetency("ehr", 2, 10),
    ],
)
IDLE = role("idle", [])
VOCABULARY = Vocabulary("test", (), (TRAINER, REDESIGNER, IDLE))


def test_comparison_parts_what_both_ask_from_what_one_asks():
    comparison = compare_roles(VOCABULARY, "trainer", "redesigner")

    assert comparison.a is TRAINER
    assert comparison.b is REDESIGNER
    assert comparison.shared == (
        SharedCompetency("workflow", level_a=2, level_b=5, weight_a=10, weight_b=30),
        SharedCompetency("ehr", level_a=3, level_b=2, weight_a=10, weight_b=10),
    )
    assert comparison.only_a == (
        RoleCompetency("teaching", 4, 30),
        RoleCompetency("writing", 2, 20),
    )
    assert comparison.only_b == (
        RoleCompetency("measurement", 3, 20),
        RoleCompetency("interviewing", 3, 10),
    )
    assert comparison.overlap == 42


def test_comparison_says_in_one_sentence_how_the_first_differs_from_the_second():
    comparison = compare_roles(VOCABULARY, "trainer", "redesigner")

    assert comparison.difference == (
        "A trainer teaches people the work; a redesigner changes the work."
    )


def test_role_compared_with_itself_shares_everything():
    comparison = compare_roles(VOCABULARY, "trainer", "trainer")

    assert [pair.competency for pair in comparison.shared] == [
        "teaching",
        "writing",
        "ehr",
        "workflow",
    ]
    assert (comparison.only_a, comparison.only_b) == ((), ())
    assert (comparison.overlap, comparison.difference) == (100, "")


def test_roles_that_ask_nothing_overlap_in_nothing():
    assert compare_roles(VOCABULARY, "idle", "idle").overlap == 0


def test_unknown_role_is_refused():
    with pytest.raises(KeyError, match="astronaut"):
        compare_roles(VOCABULARY, "trainer", "astronaut")
