from itertools import permutations

import pytest

from preceptor.competencies.checker import check_vocabulary, vocabulary_figures
from preceptor.competencies.comparison import compare_roles
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Kind

ROLES = {
    "workflow": "PW",
    "clinician_consultant": "CP",
    "impl_support": "IS",
    "impl_manager": "IM",
    "tech_support": "TS",
    "trainer": "TR",
    "clinician_leader": "CPHL",
    "him_exchange": "HIMES",
    "privacy_security": "HIPSS",
    "research_scientist": "RDS",
    "programmer": "PSE",
    "subspecialist": "HITSS",
}


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary()


def test_shipped_vocabulary_has_no_problems(vocabulary):
    assert check_vocabulary(vocabulary) == []


def test_shipped_vocabulary_reaches_its_sizes(vocabulary):
    figures = vocabulary_figures(vocabulary)

    assert 600 <= figures["competencies"] < 2621
    assert figures["aliases"] >= 2500
    assert figures["weighted_relations"] >= 1500
    assert figures["kind_credential"] >= 170
    assert figures["groups"] >= 8


def test_every_kind_has_entries(vocabulary):
    figures = vocabulary_figures(vocabulary)

    assert [kind for kind in Kind if figures[f"kind_{kind}"] == 0] == []


def test_twelve_roles_stand_in_their_usual_order(vocabulary):
    assert {role.id: role.code for role in vocabulary.roles} == ROLES


def test_every_pair_of_roles_is_told_apart(vocabulary):
    for a, b in permutations(ROLES, 2):
        comparison = compare_roles(vocabulary, a, b)

        assert comparison.difference.endswith("."), (a, b)
        assert comparison.difference == compare_roles(vocabulary, b, a).difference
        assert comparison.overlap < 60, (a, b)


def test_no_two_roles_ask_the_same_question(vocabulary):
    questions = [question for role in vocabulary.roles for question in role.questions]

    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize(
    ("credential", "competency"),
    [
        ("epic-ambulatory-certification", "epic-ambulatory"),
        ("ccna", "computer-networking"),
        ("ccs", "medical-coding"),
        ("pmp", "project-management"),
    ],
)
def test_certificate_implies_its_subject_and_not_the_other_way(vocabulary, credential, competency):
    assert competency in vocabulary.by_id[credential].implies
    assert credential not in vocabulary.by_id[competency].implies
    assert credential not in dict(vocabulary.by_id[competency].related)


def test_certificate_that_nobody_asks_for_leads_to_what_is_asked(vocabulary):
    ends = dict(vocabulary.by_id["cphit"].related)

    assert {"system-implementation", "electronic-health-record"} <= set(ends)


def test_every_licence_leads_to_a_clinical_registration(vocabulary):
    reached = {"clinical-registration"}
    licences = [entry for entry in vocabulary.competencies if entry.is_licence]
    while more := {e.id for e in licences if set(e.implies) & reached} - reached:
        reached |= more

    apart = [entry.id for entry in licences if entry.id not in reached]
    assert apart == ["veterinary-licence"]
