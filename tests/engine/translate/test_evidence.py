"""Pieces of evidence and the columns of a record."""

from dataclasses import replace
from datetime import date

from tests.engine.translate.small import VOCABULARY, certified, holds, resume

from preceptor.engine.match import Domain, Education, Evidence, Grade, PersonRecord, Standing
from preceptor.engine.translate import (
    EvidenceDraft,
    History,
    evidence_from,
    history_from,
    person_record,
)

NUMBER = VOCABULARY.number


def test_every_mention_is_a_piece_in_the_order_of_the_text():
    record = resume(
        competencies=(
            holds("sql", 300, level=4, grade="documented", last_used=date(2025, 5, 1)),
            holds("sql", 10),
        ),
        credentials=(certified("cpc", 100),),
    )
    pieces = evidence_from(record)
    assert [(piece.competency, piece.level, piece.grade) for piece in pieces] == [
        ("sql", None, 0),
        ("cpc", None, 0),
        ("sql", 4, 1),
    ]
    assert pieces[2].last_used == date(2025, 5, 1)
    assert [piece.words.start for piece in pieces] == [10, 100, 300]


def test_what_a_resume_says_of_a_licence_is_a_claim_with_its_standing():
    record = resume(
        credentials=(
            certified("rn", 0, until=date(2027, 1, 1)),
            certified("rn", 10, status="pending"),
            certified("rn", 20, status="expired"),
        )
    )
    assert [(p.grade, p.standing, p.expires_on) for p in evidence_from(record)] == [
        (0, "in_force", date(2027, 1, 1)),
        (0, "pending", None),
        (0, "expired", None),
    ]


def test_months_become_whole_quarters_and_silence_stays_silence():
    record = resume(months={"clinical": 14, "it": None, "records": 2}, education_highest="master")
    assert history_from(record) == History(
        quarters={"clinical": 4, "it": None, "records": 0}, quarters_any=4, education=5
    )
    assert history_from(resume()) == History(
        quarters={"clinical": None, "it": None, "records": None}, quarters_any=None, education=0
    )


def test_finer_words_for_education_take_the_nearest_of_seven_steps():
    steps = {
        "high_school": 1,
        "secondary_vocational": 2,
        "certificate": 2,
        "postgraduate_diploma": 4,
        "doctorate": 6,
        "professional_licence": 0,
    }
    found = {level: history_from(resume(education_highest=level)).education for level in steps}
    assert found == steps


def test_a_record_keeps_pieces_in_their_positions():
    history = History(
        quarters={"clinical": 8, "it": None, "records": None}, quarters_any=8, education=4,
        state="ME", home=(44.3, -69.8), is_willing_to_move=True, right_to_work=True,
    )  # fmt: skip
    pieces = [
        EvidenceDraft("sql", 3, 1, last_used=date(2024, 1, 1)),
        EvidenceDraft("rn", None, 0, standing="pending", expires_on=date(2027, 1, 1)),
    ]
    record = person_record(number=7, pieces=pieces, history=history, vocabulary=VOCABULARY)
    assert record == PersonRecord(
        number=7,
        evidence=(
            Evidence(NUMBER["sql"], 3, Grade.DOCUMENTED, date(2024, 1, 1)),
            Evidence(
                NUMBER["rn"], None, Grade.CLAIMED, None,
                expires_on=date(2027, 1, 1), standing=Standing.PENDING,
            ),
        ),
        quarters={Domain.CLINICAL: 8, Domain.ANY: 8},
        education=Education.BACHELOR,
        right_to_work=True,
        state="ME",
        home=(44.3, -69.8),
        willing_to_move=True,
    )  # fmt: skip


def test_years_that_are_not_stated_are_left_out_of_the_record():
    nothing = History(quarters={"clinical": None}, quarters_any=None, education=0)
    record = person_record(number=1, pieces=[], history=nothing, vocabulary=VOCABULARY)
    assert (record.quarters, record.evidence, record.right_to_work) == ({}, (), None)
    none_worked = replace(nothing, quarters={"clinical": 0})
    record = person_record(number=1, pieces=[], history=none_worked, vocabulary=VOCABULARY)
    assert record.quarters == {Domain.CLINICAL: 0}
