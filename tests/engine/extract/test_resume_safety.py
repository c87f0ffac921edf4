"""No text makes the resume reader fail, lose its place or stand still."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.extract.resumes import NURSE_ANALYST, RESUME_SITE, read

from preceptor.engine.extract.facts import Resume

PIECES = st.sampled_from(
    [
        *NURSE_ANALYST.splitlines(keepends=True),
        *RESUME_SITE.splitlines(keepends=True),
        "\n",
        "(",
        " to ",
        "01/2010",
        "Present",
        "expired",
        "Master of",
        "12 years of experience in ",
        "\u00ef\u00bc\u200b",
        "\u00c2\xa0",
        "\ufb01",
        "I\u0307",
        "\U0001fa7a",
    ]
)


def spans_stand(text: str, resume: Resume) -> bool:
    words = [
        *(fact.words for fact in resume.competencies),
        *(fact.words for fact in resume.credentials),
        *(fact.words for fact in resume.jobs),
        *(fact.words for fact in resume.education),
        *(stated[2] for stated in resume.stated_years),
        *filter(None, (resume.headline_words, resume.place_words)),
    ]
    return all(text[word.start : word.end] == word.text for word in words)


@given(st.text(max_size=400))
def test_any_text_is_read_and_every_span_stands(text: str):
    assert spans_stand(text, read(text))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_shuffled_pieces_of_resumes_are_read_and_every_span_stands(text: str):
    assert spans_stand(text, read(text))


@given(st.lists(PIECES, max_size=30).map("".join), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_months_never_exceed_what_lies_before_the_as_of_date(text: str, as_of: date):
    resume = read(text, as_of=as_of)

    stated = sum(years for _, years, _ in resume.stated_years)
    counted = sum(months or 0 for months in resume.months.values())
    assert 0 <= counted <= 12 * (as_of.year - 1939) + 12 * stated
    assert all(fact.last_used is None or fact.last_used <= as_of for fact in resume.competencies)


HOSTILE = {
    "an address without end": "a@" + "a." * 20_000 + "!",
    "blanks": " " * 40_000,
    "digits": "1" * 40_000,
    "numbers": "12 " * 13_000,
    "spans": "01/2010 to 02/2011\n" * 2_000,
    "headings": "SKILLS\n" * 6_000,
    "open brackets": "Education\n" + "Master (\n" * 4_000,
    "degrees": "Education\n" + "Bachelor of " * 3_000,
    "credentials": "Certifications\n" + "RN, CPC " * 5_000,
    "levels": "Skills\n" + "expert in SQL, " * 2_600,
    "years": "10 years of experience in nursing " * 1_200,
    "jobs": "Experience\n" + "Nurse 01/2010 to 02/2011 Company Name City , State\n" * 800,
    "removed places": "Experience\n01/2010 to 02/2011 " + "\u00ef\u00bc, -" * 10_000,
    "marks": "J" + "\u0301" * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_little(name: str):
    began = time.process_time()

    read(HOSTILE[name])

    # A guard against time that grows with the square, not a measurement: a quarter of a second
    # is usual, minutes are what such a text would take.
    assert time.process_time() - began < 10
