"""Kinds of work as evidence: from dated titles, the headline, and the record as a whole."""

from dataclasses import replace
from datetime import date

import pytest
from tests.engine.translate.small import OCCUPATIONS, TODAY, resume, support, worked

from preceptor.engine.translate import work_held


def held(record, *roles):
    return work_held(record, roles, OCCUPATIONS)


def short(piece):
    return piece.competency, piece.level, piece.grade, piece.last_used, piece.words.text


def test_the_years_of_all_jobs_of_a_kind_tell_its_level():
    record = resume(
        worked("Senior Coder", date(2024, 7, 1)),
        worked("Coder", date(2020, 1, 1), date(2021, 6, 30)),
        worked("Baker", date(2010, 1, 1), date(2019, 12, 31)),
    )
    (piece,) = held(record)
    assert short(piece) == ("work-coding", 4, "documented", TODAY, "Senior Coder")
    assert piece.rule == "title+years:3.5"


@pytest.mark.parametrize(
    ("ended", "level"),
    [(date(2020, 10, 31), 2), (date(2022, 11, 30), 3), (date(2023, 1, 31), 4), (None, 5)],
)
def test_levels_follow_the_years(ended, level):
    assert held(resume(worked("Coder", date(2020, 1, 1), ended)))[0].level == level


def test_jobs_at_the_same_time_count_once():
    record = resume(
        worked("Coder", date(2024, 1, 1), date(2025, 12, 31)),
        worked("Medical coder", date(2024, 1, 1), date(2025, 12, 31)),
    )
    assert held(record)[0].rule == "title+years:2.0"


def test_a_title_of_two_kinds_is_evidence_of_both():
    found = held(resume(worked("Analyst / Coder", date(2024, 7, 1))))
    assert {piece.competency for piece in found} == {"work-analysis", "work-coding"}


def test_a_job_without_an_end_counts_until_the_next_and_a_year_at_most():
    record = resume(
        replace(worked("Coder", date(2020, 1, 1)), is_current=False),
        worked("Nurse", date(2020, 7, 1), date(2021, 6, 30)),
    )
    rules = {piece.competency: piece.rule for piece in held(record)}
    assert rules == {"work-coding": "title+years:0.5", "work-nursing": "title+years:1.0"}


def test_a_job_that_runs_backwards_or_has_no_date_gives_no_years():
    record = resume(
        worked("Coder", date(2022, 1, 1), date(2020, 1, 1)), worked("Nurse", None, date(2020, 1, 1))
    )
    assert [(piece.competency, piece.level) for piece in held(record)] == [("work-coding", 2)]


def test_an_end_in_the_future_counts_until_the_day_of_reading():
    (piece,) = held(resume(worked("Coder", date(2025, 7, 1), date(2030, 1, 1))))
    assert (piece.level, piece.last_used, piece.rule) == (3, TODAY, "title+years:1.0")


def test_a_headline_is_a_claim_where_no_job_names_the_kind():
    record = resume(worked("Coder", date(2024, 7, 1)), headline="Coder and analyst")
    assert [short(piece) for piece in held(record)] == [
        ("work-coding", 3, "documented", TODAY, "Coder"),
        ("work-analysis", None, "claimed", None, "Coder and analyst"),
    ]


@pytest.mark.parametrize(("p", "count"), [(0.59, 0), (0.6, 1)])
def test_a_role_that_the_record_supports_is_a_claim_of_coming_near(p, count):
    found = held(resume(), support("analyst", p))
    assert [short(piece) for piece in found] == [
        ("near-analyst", None, "claimed", None, "the reason")
    ][:count]


def test_no_claim_without_words_or_outside_the_roles():
    assert held(resume(), support("analyst", because=""), support("not_health_it")) == ()


def test_words_of_a_claim_are_cut_to_sixty_characters():
    (piece,) = held(resume(), support("analyst", because="word " * 30))
    assert piece.words.text == ("word " * 12).strip()
    assert piece.words.span == (50, 50 + 59)


def test_one_word_longer_than_all_may_be_cut_through():
    (piece,) = held(resume(), support("analyst", because="x" * 80))
    assert piece.words.text == "x" * 60


def test_an_empty_resume_shows_no_work():
    assert held(resume()) == ()
