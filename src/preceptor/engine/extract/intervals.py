"""Months as whole numbers, and unions of half-open spans of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

MonthSpan = tuple[int, int]
"""Months from the first to before the second, counted from year 0: 12 * year + month - 1."""

Field = TypeVar("Field")


def month_number(day: date) -> int:
    """The number of the month this day lies in."""
    return 12 * day.year + day.month - 1


def first_day(month: int) -> date:
    """The first day of a numbered month; the inverse of :func:`month_number` on such days."""
    return date(month // 12, month % 12 + 1, 1)


def union(spans: Iterable[MonthSpan]) -> list[MonthSpan]:
    """Return the same months as disjoint spans in order, touching ones joined.

    Empty and backward spans hold no month and vanish.

    >>> union([(5, 9), (1, 3), (3, 4), (7, 12), (20, 20)])
    [(1, 4), (5, 12)]
    """
    joined: list[MonthSpan] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def month_count(spans: Iterable[MonthSpan]) -> int:
    """How many months lie in at least one of the spans; none for no spans."""
    return sum(end - start for start, end in union(spans))


def minus(span: MonthSpan, taken: Sequence[MonthSpan]) -> list[MonthSpan]:
    """Return what is left of a span outside ``taken``, which is disjoint and in order.

    >>> minus((0, 10), [(2, 4), (8, 12)])
    [(0, 2), (4, 8)]
    """
    left: list[MonthSpan] = []
    at, end = span
    for start, stop in taken:
        if stop <= at:
            continue
        if start >= end:
            break
        if start > at:
            left.append((at, start))
        at = stop
    if at < end:
        left.append((at, end))
    return left


def months_by_field(claims: Iterable[tuple[Field, MonthSpan]]) -> dict[Field, int]:
    """Count months per field, each month in one field only: the first that claims it.

    Resumes name the job that matters most first. No claims give no fields; a field whose
    months are all taken has 0.
    """
    taken: list[MonthSpan] = []
    counts: dict[Field, int] = {}
    for field, span in claims:
        free = minus(span, taken)
        counts[field] = counts.get(field, 0) + month_count(free)
        taken = union([*taken, *free])
    return counts
