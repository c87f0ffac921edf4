"""Count the months of experience per field from dated jobs and stated totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preceptor.engine.extract.dates import DateSpan
from preceptor.engine.extract.facts import Domain
from preceptor.engine.extract.held_years import StatedYears
from preceptor.engine.extract.intervals import (
    MonthSpan,
    month_count,
    month_number,
    months_by_field,
    union,
)

DOMAINS: tuple[Domain, ...] = ("clinical", "it", "records")
# A job with a first date alone ended somewhere before the next one began.
_MOST_WITHOUT_END = 12
# Two years alone, "2015 - 2015", is some part of the year.
_PART_OF_A_YEAR = 6
_LONG_OVERLAP = 24


def job_spans(
    jobs: Sequence[tuple[Domain | None, DateSpan]], as_of: date
) -> tuple[list[tuple[Domain | None, MonthSpan]], tuple[str, ...]]:
    """Return (field and months of each job, warnings about dates that do not fit).

    Jobs that run backwards or begin after ``as_of`` have no months. No jobs give a warning.
    """
    today = month_number(as_of)
    warnings: list[str] = []
    spans: list[tuple[Domain | None, MonthSpan]] = []
    begins = sorted(span.started.month_number for _, span in jobs)
    for index, (domain, dates) in enumerate(jobs):
        start = dates.started.month_number
        end = _end(dates, index, begins, today)
        if start > today:
            warnings.append(f"A job begins after the date of reading ({_said(dates)}).")
            continue
        if end < start:
            warnings.append(f"A job ends before it begins ({_said(dates)}).")
            continue
        spans.append((domain, (start, min(end, today))))
    if not jobs:
        warnings.append("No dated jobs were found, so no years were counted from dates.")
    if _overlap(spans) > _LONG_OVERLAP:
        warnings.append("Several jobs overlap; each month was counted once.")
    return spans, tuple(warnings)


def _end(dates: DateSpan, index: int, begins: Sequence[int], today: int) -> int:
    """The month after the last one."""
    start = dates.started.month_number
    if dates.is_current:
        return max(today, start)
    if dates.ended is None:
        later = [begin for begin in begins if begin > start]
        if index == 0 and not later:
            return max(today, start)
        return min(later[0] if later else today, start + _MOST_WITHOUT_END)
    end = dates.ended.month_after
    if dates.ended.month is None and dates.ended.year == dates.started.year:
        end = max(end, start + _PART_OF_A_YEAR)
    return end


def _said(dates: DateSpan) -> str:
    ended = dates.ended.first.isoformat()[:7] if dates.ended else "open"
    return f"{dates.started.first.isoformat()[:7]} to {ended}"


def _overlap(spans: Sequence[tuple[Domain | None, MonthSpan]]) -> int:
    months = [span for _, span in spans]
    return sum(end - start for start, end in union(months) and months) - month_count(months)


def count_months(
    spans: Sequence[tuple[Domain | None, MonthSpan]],
    stated: Sequence[StatedYears],
    usual: Domain | None,
) -> dict[Domain, int | None]:
    """Return months per field, each month in one field; None for a field of which none is dated.

    A stated total counts where the dated jobs show less; one that names no field is the
    career's whole, so what the other fields have is taken off it.
    """
    counted = months_by_field((domain, span) for domain, span in spans if domain is not None)
    months: dict[Domain, int | None] = {domain: counted.get(domain) or None for domain in DOMAINS}
    for total in stated:
        if total.domain is not None:
            asked = round(12 * total.years)
            months[total.domain] = max(months[total.domain] or 0, asked)
    main = max(DOMAINS, key=lambda domain: months[domain] or 0)
    field = main if months[main] else usual
    for total in stated:
        if total.domain is None and field is not None:
            others = sum(months[domain] or 0 for domain in DOMAINS if domain != field)
            months[field] = max(months[field] or 0, round(12 * total.years) - others)
    return months
