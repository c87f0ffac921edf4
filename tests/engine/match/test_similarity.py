"""How far one competency answers for another: worked paths.

0 FHIR -- 1 HL7 v2 (related 70)      1 HL7 v2 -> 2 Interoperability (part of, 60)
3 Integration engineering implies 0  4 Epic Bridges implies 3
"""

import numpy as np
import pytest

from preceptor.engine.match import Relation, Tie, from_vocabulary, similarity_table
from preceptor.engine.vocabulary import Competency, Kind, Vocabulary

FHIR, HL7, INTEROPERABILITY, INTEGRATION, BRIDGES = range(5)
RELATIONS = (
    Relation(FHIR, HL7, Tie.RELATED, 70),
    Relation(HL7, INTEROPERABILITY, Tie.PART_OF, 60),
    Relation(INTEGRATION, FHIR, Tie.IMPLIES),
    Relation(BRIDGES, INTEGRATION, Tie.IMPLIES),
)


@pytest.fixture
def table():
    return similarity_table(5, RELATIONS)


def test_everything_answers_for_itself(table):
    assert [table.between(number, number) for number in range(5)] == [100] * 5


def test_full_steps_are_closed_transitively(table):
    assert table.between(BRIDGES, FHIR) == 100
    assert table.between(FHIR, BRIDGES) == 0


def test_the_whole_implies_its_part_in_full_and_the_part_says_its_weight(table):
    assert table.between(INTEROPERABILITY, HL7) == 100
    assert table.between(HL7, INTEROPERABILITY) == 60


def test_two_weighted_steps_multiply_and_are_floored(table):
    # FHIR -> HL7 v2 (70) -> Interoperability (60).
    assert table.between(FHIR, INTEROPERABILITY) == 42
    # Epic Bridges reaches FHIR in full before its two weighted steps.
    assert table.between(BRIDGES, INTEROPERABILITY) == 42


def test_no_full_step_follows_a_weighted_one():
    # 0 -related-> 1 implies 2: holding 0 says nothing of 2.
    table = similarity_table(3, [Relation(0, 1, Tie.RELATED, 90), Relation(1, 2, Tie.IMPLIES)])

    assert table.between(0, 2) == 0
    assert table.between(1, 2) == 100


def test_a_third_weighted_step_does_not_count():
    table = similarity_table(4, [Relation(n, n + 1, Tie.RELATED, 99) for n in range(3)])

    assert [table.between(0, asked) for asked in range(4)] == [100, 99, 98, 0]


def test_a_pair_stated_twice_takes_the_larger_weight():
    table = similarity_table(
        2,
        [
            Relation(0, 1, Tie.RELATED, 50),
            Relation(1, 0, Tie.RELATED, 80),
            Relation(0, 1, Tie.PART_OF, 60),
        ],
    )

    assert table.between(0, 1) == 80


def test_a_product_below_30_is_nothing():
    table = similarity_table(
        4,
        [
            Relation(0, 1, Tie.RELATED, 50),
            Relation(1, 2, Tie.RELATED, 60),
            Relation(1, 3, Tie.RELATED, 59),
        ],
    )

    assert table.between(0, 2) == 30
    assert table.between(0, 3) == 0
    assert table.held_for(3)[0].tolist() == [1, 2, 3]


def test_a_circle_of_implications_comes_to_an_end():
    table = similarity_table(2, [Relation(0, 1, Tie.IMPLIES), Relation(1, 0, Tie.IMPLIES)])

    assert [table.between(0, 1), table.between(1, 0)] == [100, 100]


def test_no_competencies_and_no_relations_give_an_empty_table():
    assert similarity_table(0, []).offsets.tolist() == [0]
    assert similarity_table(2, []).held.tolist() == [0, 1]


@pytest.mark.parametrize("weight", [0, 100])
def test_a_weight_outside_1_to_99_is_refused(weight):
    with pytest.raises(ValueError, match="outside 1-99"):
        similarity_table(2, [Relation(0, 1, Tie.RELATED, weight)])


def test_a_relation_to_an_unknown_competency_is_refused():
    with pytest.raises(ValueError, match="leaves the 2 competencies"):
        similarity_table(2, [Relation(0, 2, Tie.IMPLIES)])


def test_a_vocabulary_gives_kinds_credential_levels_and_relations():
    vocabulary = Vocabulary(
        version="2025.1",
        competencies=(
            Competency("fhir", "FHIR", Kind.STANDARD, related=(("hl7-v2", 70),)),
            Competency("hl7-v2", "HL7 v2", Kind.STANDARD, part_of=(("exchange", 60),)),
            Competency("exchange", "Exchange", Kind.KNOWLEDGE),
            Competency("cpdhts", "CPDHTS", Kind.CREDENTIAL, level=3, implies=("exchange",)),
        ),
        roles=(),
    )

    codebook = from_vocabulary(vocabulary)

    assert codebook.version == "2025.1"
    assert [codebook.is_credential(number) for number in range(4)] == [False, False, False, True]
    assert codebook.credential_levels.tolist() == [5, 5, 5, 3]
    assert codebook.similarity.between(0, 2) == 42
    assert codebook.similarity.between(3, 1) == 100
    assert codebook.code_type is np.uint16
