"""Dates are read in the forms resumes write them, with what they leave open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.extract.dates import DateSpan, Moment, find_dates


def only(text: str) -> DateSpan:
    [span] = find_dates(text)
    return span


@pytest.mark.parametrize(
    ("text", "started", "ended"),
    [
        ("November 2009 to October 2011", Moment(2009, 11), Moment(2011, 10)),
        ("04/2014 - 01/2015", Moment(2014, 4), Moment(2015, 1)),
        ("2010 - 2013", Moment(2010), Moment(2013)),
        ("2010-13", Moment(2010), Moment(2013)),
        ("2010-12", Moment(2010), Moment(2012)),
        ("2010-06 to 2011-03", Moment(2010, 6), Moment(2011, 3)),
        ("Jan '09 - Dec '11", Moment(2009, 1), Moment(2011, 12)),
        ("Jan 98 through Mar 02", Moment(1998, 1), Moment(2002, 3)),
        ("Fall 2014 to Spring 2015", Moment(2014, 10), Moment(2015, 4)),
        ("June to August 2015", Moment(2015, 6), Moment(2015, 8)),
        ("November - February 2015", Moment(2014, 11), Moment(2015, 2)),
        ("12 March 2014 \u2013 3 April 2016", Moment(2014, 3), Moment(2016, 4)),
        ("Nov. 2, 2010 \u2014 Dec. 3, 2012", Moment(2010, 11), Moment(2012, 12)),
        ("12/01/2015 - 31/04/2016", Moment(2015, 12), Moment(2016, 4)),
        ("7/10 - 6/14", Moment(2010, 7), Moment(2014, 6)),
        ("Sept 2013\u00e2\u20ac\u201cDec 2014", Moment(2013, 9), Moment(2014, 12)),
    ],
)
def test_spans_with_both_ends(text: str, started: Moment, ended: Moment):
    assert only(text) == DateSpan(started, ended, False, 0, len(text))


@pytest.mark.parametrize(
    ("text", "started"),
    [
        ("November 2011 to Current", Moment(2011, 11)),
        ("Sept 2009 \u2013 Present", Moment(2009, 9)),
        ("January 2016\nto\nCurrent", Moment(2016, 1)),
        ("01/2015 to date", Moment(2015, 1)),
        ("2012 -", Moment(2012)),
    ],
)
def test_spans_open_to_this_day(text: str, started: Moment):
    assert only(text) == DateSpan(started, None, True, 0, len(text))


def test_since_opens_a_date():
    assert only("Coder since 2012") == DateSpan(Moment(2012), None, True, 12, 16)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05/2010", Moment(2010, 5)),
        ("December2015", Moment(2015, 12)),
        ("May 2027", Moment(2027, 5)),
        ("2009", Moment(2009)),
        ("Summer of 2019", Moment(2019, 7)),
    ],
)
def test_a_date_alone_has_no_end(text: str, moment: Moment):
    span = only(text)

    assert (span.started, span.ended, span.is_current, span.is_alone) == (moment, None, False, True)


@pytest.mark.parametrize("text", ["", "$2000", "3/15", "a ratio of 09", "13/2015 x", "room 1850"])
def test_numbers_that_are_no_dates(text: str):
    assert [span for span in find_dates(text) if span.started.month is not None] == []


def test_a_list_of_product_years_is_no_span():
    spans = list(find_dates("Windows Server 2003, 2008 and 2012"))

    assert [(span.started.year, span.ended) for span in spans] == [
        (2003, None),
        (2008, None),
        (2012, None),
    ]


def test_a_year_alone_begins_in_january_and_ends_where_it_begins():
    assert Moment(2010).first == date(2010, 1, 1)
    assert Moment(2013).month_after - Moment(2010).month_number == 36
    assert Moment(2011, 10).month_after - Moment(2009, 11).month_number == 24


@given(st.text(alphabet="0123456789/-. '\n\u2013JanuarySeptemberToPresentsince", max_size=200))
def test_spans_stand_in_order_and_do_not_overlap(text: str):
    end = 0
    for span in find_dates(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
