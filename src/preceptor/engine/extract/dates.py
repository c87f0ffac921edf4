"""Dates and spans of dates as resumes write them, with what they leave open.

"November 2011 to Current", "04/2014 - 01/2015", "Sept 2009 – Present", "2010-13",
"Jan '09", "Fall 2014", "June to August 2015", "since 2012", "12 March 2014". Where a day
and a month could be taken for each other, the American order is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
# A season stands for its middle month.
_SEASONS = {"win": 1, "spr": 4, "sum": 7, "fal": 10, "aut": 10}
_EARLIEST, _LATEST = 1940, 2099
# Two-digit years up to this are of this century; no one retires a resume before 1940.
_PIVOT = 40

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTH_GLUED = _MONTH.replace(r"\b\.?", r"\.?")
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_DASH = r"(?:-{1,2}|[\u2010-\u2015\u2212~]|\u00e2\u20ac\S?|\ufffd)"
_DATE_TEXT = rf"""
    (?:early|mid|late)?[ -]?
    (?:
      (?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?
      (?P<month>{_MONTH_GLUED})
      (?:\s*\d{{1,2}}(?:st|nd|rd|th)?,)?[\s,/-]{{0,3}}(?:of\s+)?
      (?:(?P<year>{_YEAR})(?!\d)|['\u2019\u2018](?P<short>\d\d)\b
        |(?P<bare>(?<=[ /-])\d\d)(?![\d/,-]))
    | (?P<season>spring|summer|fall|autumn|winter)[\s,]{{1,3}}(?:of\s+)?
      (?:(?P<year2>{_YEAR})(?!\d)|['\u2019](?P<short2>\d\d)\b)
    | (?P<first>\d{{1,2}})(?P<cut>[/.-])(?P<second>\d{{1,2}})(?P=cut)
      (?:(?P<year3>{_YEAR})(?!\d)|(?P<short3>\d\d)(?![\d/.-]))
    | (?P<month4>\d{{1,2}})\s?[/.-]\s?(?P<year4>{_YEAR})(?!\d)
    | (?P<year5>{_YEAR})(?P<cut5>[-/.])(?P<month5>0[1-9]|1[0-2])(?:(?P=cut5)[0-3]\d)?(?![\d])
    | (?P<year6>{_YEAR})(?!\d)
    | (?P<month7>0?[1-9]|1[0-2])/(?P<short7>\d\d)(?![\d/])
    | ['\u2019](?P<short8>\d\d)\b(?!['\u2019])
    )
"""
_DATE = re.compile(rf"(?<![\w$#])(?:{_DATE_TEXT})", re.VERBOSE | re.IGNORECASE)
_TO = rf"[\s,)]{{0,4}}(?:{_DASH}|\bto\b|\bthru\b|\bthrough\b|\buntil\b|\btill?\b)[\s(]{{0,3}}"
_TO_NEXT = re.compile(_TO, re.IGNORECASE)
_PRESENT = re.compile(
    r"(?:the\s+)?(?:present(?:\s+day)?|current(?:ly)?|now|today|ongoing|date)\b", re.IGNORECASE
)
_SHORT_END = re.compile(r"['\u2019]?(\d\d)(?![\d/.%])")
# "2012 -" and then nothing, or a gap, is open to this day.
_OPEN_END = re.compile(rf"[ ]?{_DASH}(?=[ ]*(?:\n|$)|[ ]{{3,}}|[ ]?\t)")
_MONTH_BEFORE = re.compile(rf"(?<!\w)({_MONTH}){_TO}$", re.IGNORECASE)
_SINCE_BEFORE = re.compile(r"\bsince\s*$", re.IGNORECASE)
# Cheap first look: a date has a run of two or four digits.
_DIGITS = re.compile(r"\d\d+")
_BESIDE_SHORT = frozenset("'\u2019\u2018/.- ,")
_REACH = 28


@dataclass(frozen=True, slots=True)
class Moment:
    """A month of a year, or a year alone (``month`` None)."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """Its first day; a year alone begins in January."""
        return date(self.year, self.month or 1, 1)

    @property
    def month_after(self) -> int:
        """The number of the month after it, as :mod:`.intervals` counts.

        A year alone ends where it begins: "2010 - 2013" is then three years, the middle
        of what it can mean.
        """
        return 12 * self.year + (self.month or 0)

    @property
    def month_number(self) -> int:
        """The number of its first month, as :mod:`.intervals` counts."""
        return 12 * self.year + (self.month or 1) - 1


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a span of dates and where it stands in the text.

    ``ended`` None with ``is_current`` is "to this day"; without it, the date stands alone.
    """

    started: Moment
    ended: Moment | None
    is_current: bool
    start: int
    end: int

    @property
    def is_alone(self) -> bool:
        """Whether no end is given."""
        return self.ended is None and not self.is_current


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateSpan]:
    """Give the dates and spans of dates of ``text[start:end]`` in the order of their place.

    A span may run over line ends ("January 2016", "to", "Current"). No dates give nothing.
    """
    end = len(text) if end is None else end
    done = start
    for digits in _DIGITS.finditer(text, start, end):
        at = digits.end() - 1
        if at < done or not _can_be_date(text, *digits.span()):
            continue
        found = _date_around(text, max(done, at - _REACH), at, end)
        if found is None:
            continue
        span = _with_end(text, found, done, end)
        if span is not None:
            yield span
            done = span.end
        else:
            done = max(done, digits.end())


def _can_be_date(text: str, start: int, end: int) -> bool:
    """Whether a run of digits is a year, or two digits beside a mark or word of dates."""
    if end - start == 4:
        return text.startswith(("19", "20"), start)
    if end - start != 2 or start == 0:
        return end - start == 2
    before, after = text[start - 1], text[end : end + 1]
    if before == " ":
        # "Jan 09", "12 March", but not a row of numbers.
        return text[start - 2 : start - 1].isalpha() or after in "/.-"
    return before in _BESIDE_SHORT or before.isalpha() or after in "/.-"


def _date_around(text: str, low: int, at: int, end: int) -> re.Match[str] | None:
    """The first date that begins at or before ``at`` and reaches over it."""
    found = _DATE.search(text, low, min(end, at + _REACH))
    while found is not None and found.end() <= at:
        found = _DATE.search(text, found.end(), min(end, at + _REACH))
    return found if found is not None and found.start() <= at else None


def _with_end(text: str, found: re.Match[str], low: int, end: int) -> DateSpan | None:
    moment = _moment(found)
    if moment is None:
        return None
    left = found.start() + len(found.group()) - len(found.group().lstrip())
    begins = _begins_at(text, left, low, moment)
    if begins is not None:
        # "June to August 2015": the year stands once.
        return DateSpan(begins[1], moment, False, begins[0], found.end())
    joint = _TO_NEXT.match(text, found.end(), end)
    if joint is not None:
        finish = _finish(text, joint.end(), end, moment)
        if finish is not None:
            last, is_current, stop = finish
            return DateSpan(moment, last, is_current, left, stop)
    trailing = _OPEN_END.match(text, found.end(), end)
    if trailing is not None:
        return DateSpan(moment, None, True, left, trailing.end())
    is_year_span = found["month5"] is not None and found["cut5"] == "-"
    if is_year_span and _is_year_span(moment, found):
        short = int(found["month5"])
        last = Moment(moment.year - moment.year % 100 + short)
        return DateSpan(Moment(moment.year), last, False, left, found.end())
    if _is_too_short(found):
        return None
    is_open = _SINCE_BEFORE.search(text, max(low, left - 8), left) is not None
    return DateSpan(moment, None, is_open, left, found.end())


def _is_year_span(moment: Moment, found: re.Match[str]) -> bool:
    """Whether "2010-12" means two years: the second is later and no day follows."""
    short = int(found["month5"])
    return found.group().count("-") == 1 and short > moment.year % 100


def _is_too_short(found: re.Match[str]) -> bool:
    """Alone, "3/15" and "'09" are more often a share or a nickname of something else."""
    return bool(found["short7"] or found["short8"] or found["short3"] or found["bare"])


def _begins_at(text: str, left: int, low: int, moment: Moment) -> tuple[int, Moment] | None:
    if moment.month is None:
        return None
    before = _MONTH_BEFORE.search(text, max(low, left - 20), left)
    if before is None:
        return None
    month = _month_of(before[1])
    # "November - February 2015" began the year before.
    year = moment.year if month <= moment.month else moment.year - 1
    return before.start(), Moment(year, month)


def _finish(text: str, at: int, end: int, began: Moment) -> tuple[Moment | None, bool, int] | None:
    present = _PRESENT.match(text, at, end)
    if present is not None:
        return None, True, present.end()
    found = _DATE.match(text, at, min(end, at + 2 * _REACH))
    if found is not None:
        last = _moment(found)
        if last is not None:
            return last, False, found.end()
    short = _SHORT_END.match(text, at, end)
    if short is not None and began.month is None:
        year = began.year - began.year % 100 + int(short[1])
        if began.year <= year <= began.year + 60:
            return Moment(year), False, short.end()
    return None


def _moment(found: re.Match[str]) -> Moment | None:
    year = found["year"] or found["year2"] or found["year3"] or found["year4"]
    year = year or found["year5"] or found["year6"]
    short = found["short"] or found["short2"] or found["short3"] or found["short7"]
    short = short or found["short8"] or found["bare"]
    number = int(year) if year else _century(int(short))
    month: int | None = None
    if found["month"]:
        month = _month_of(found["month"])
    elif found["season"]:
        month = _SEASONS[found["season"][:3].lower()]
    elif found["first"]:
        first, second = int(found["first"]), int(found["second"])
        month = first if first <= 12 else second
    elif found["month4"] or found["month5"] or found["month7"]:
        month = int(found["month4"] or found["month5"] or found["month7"])
    if not _EARLIEST <= number <= _LATEST or (month is not None and not 1 <= month <= 12):
        return None
    return Moment(number, month)


def _month_of(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) // 4 + 1


def _century(short: int) -> int:
    return 2000 + short if short <= _PIVOT else 1900 + short
