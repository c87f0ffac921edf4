"""Months are counted once, however the spans lie."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.extract.intervals import (
    first_day,
    minus,
    month_count,
    month_number,
    months_by_field,
    union,
)

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def months(spans: list[tuple[int, int]]) -> set[int]:
    return {month for start, end in spans for month in range(start, end)}


@given(SPANS)
def test_union_holds_the_same_months_in_order_and_apart(spans: list[tuple[int, int]]):
    joined = union(spans)

    assert months(joined) == months(spans)
    assert all(start < end for start, end in joined)
    assert all(one[1] < two[0] for one, two in pairwise(joined))


@given(SPANS)
def test_month_count_is_the_size_of_the_union(spans: list[tuple[int, int]]):
    assert month_count(spans) == len(months(spans))


@given(st.tuples(st.integers(0, 60), st.integers(0, 60)), SPANS)
def test_minus_leaves_what_is_not_taken(span: tuple[int, int], taken: list[tuple[int, int]]):
    assert months(minus(span, union(taken))) == months([span]) - months(taken)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.tuples(st.integers(0, 60), st.integers(0, 60))))
)
def test_fields_share_out_the_union_between_them(claims: list[tuple[str, tuple[int, int]]]):
    counts = months_by_field(claims)

    assert sum(counts.values()) == month_count(span for _, span in claims)


def test_an_overlap_counts_for_the_field_named_first():
    assert months_by_field([("it", (12, 24)), ("clinical", (0, 18))]) == {"it": 12, "clinical": 12}


def test_months_are_numbered_by_the_calendar():
    assert month_number(date(2018, 2, 28)) - month_number(date(2016, 12, 1)) == 14
    assert first_day(month_number(date(2016, 12, 5))) == date(2016, 12, 1)
