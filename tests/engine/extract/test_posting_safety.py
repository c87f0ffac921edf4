"""Any text is read: right spans, short facts, time in step with its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.extract.adverts import federal, indeed, nhs, read, remote

from preceptor.engine.extract.facts import Posting, Words
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import read_layout
from preceptor.engine.extract.text import fold

PIECES = st.sampled_from(
    [
        "SQL", "Epic", "RN", "RHIA or RHIT", "(", ")", "; ", ". ", ": ", ", ", "\n", "\n\n", "\n* ",
        "Requirements:", "**Nice to have**", "## Benefits", "preferred", "is a plus", "required",
        "must", "3-5 years", "one (1) year", "of experience", "Bachelor’s degree", "MS, Ph.D.",
        "or equivalent", "remote", "hybrid", "Location: Leeds", "within 6 months of hire", "&", "’",
        "ﬁ", "\u200b", "\xa0", "İ", "•", "Assessment 1", "Announcement Number", "🌎", "such as",
        "e.g.",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
)


def all_words(posting: Posting) -> list[Words]:
    words = [one.words for one in (*posting.requirements, *posting.credentials)]
    words += [one.words for one in posting.years] + [one.words for one in posting.education]
    single = (
        posting.title_words,
        posting.clinical_words,
        posting.work_mode_words,
        posting.location_words,
    )
    return words + [one for one in single if one is not None]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_words_of_every_fact_stand_at_its_span(text: str) -> None:
    posting = read(text)
    for words in all_words(posting):
        assert words.text == text[words.start : words.end] != ""


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_passages_stand_in_order_and_apart(text: str) -> None:
    at = 0
    for passage in read_layout(fold(text)).passages:
        assert at <= passage.start < passage.end <= len(text)
        at = passage.end
        assert passage.part in Part


def test_reading_twice_gives_the_same() -> None:
    text = nhs("You must have SQL or Python. RN desirable.")
    assert read(text) == read(text)


def test_facts_are_short_and_cover_little_of_a_usual_advert() -> None:
    text = remote(
        "## About us\nWe build records for two thousand clinics across the country.\n\n"
        "## Requirements\n* 3+ years of experience with SQL in a hospital setting\n"
        "* Strong written and spoken communication with people of all levels\n"
    )
    posting = read(text)
    covered = sum(one.words.end - one.words.start for one in posting.requirements)
    assert all(one.words.end - one.words.start <= 60 for one in posting.requirements)
    assert 0 < covered <= len(text) / 4


HOSTILE = [
    "(", "years or ", "or ", "a, ", "preferred ", "or SQL, ", "1 ", "\n- ", "Required: ",
    "degree in ", "remote ", "home ", "x\n", "&", "'", "(preferred ", "1 (one) ", "clinical ",
    "one of the following: ", "SQL or ", "such as ", "A", "Aa Bb ", "Ab Cd, ", "based at A ",
    "training will be ", "you will receive ", "ï¼", "( ) ", "in X and ", "within two ", "some ",
    "ideally ", "ideally SQL ", "is not required ", "one of the following:\n- ", "A B C ", "MA, ",
    "training is given ", "3 years experience. ", "SQL (preferred) ", "Leeds, MA ", "RN, ",
    "looking for a ", "be a b ", "Bachelor’s degree or ", "**", "# ", "A: ", "a. ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_input_is_read_in_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.process_time()
        read(text)
        return time.process_time() - started

    small, large = seconds(20_000), seconds(80_000)
    # Four times the text may take a little more than four times as long, and never seconds.
    assert large < 12 * small + 1


@pytest.mark.parametrize("layout", [nhs, remote, indeed, federal])
def test_an_empty_body_asks_nothing(layout: object) -> None:
    posting = read(layout(""))  # type: ignore[operator]
    assert posting.requirements == () == posting.credentials
    assert posting.years_min is None
