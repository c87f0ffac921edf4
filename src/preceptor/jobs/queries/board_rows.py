"""A page of the board: each job as the list shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preceptor.common.addresses import address_of
from preceptor.common.sentences import within
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job
from preceptor.jobs.queries.board import Found
from preceptor.jobs.queries.fits import Fits
from preceptor.jobs.queries.preferred import Moved, Place, Preferred, moved

_FIELDS = (
    *("pk", "slug", "title", "organization__name", "role", "city", "state", "work_mode"),
    *("pay_least", "pay_most", "pay_period", "pay_currency", "kind", "opened_at"),
    "is_entry_friendly",
)
_SLUG = "a-job-without-an-address"
_MODES = {str(value): str(label) for value, label in Job.WorkMode.choices}
_KINDS = {str(value): str(label) for value, label in Job.Kind.choices}
_PERIODS = {str(value): str(label) for value, label in Job.Pay.choices}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in a list, ready to be written: a page has many, and a template's filters are slow.

    ``pay`` and ``place`` are empty where they are not stated, ``opened`` is the day in words.
    ``fit`` is in percent; it and ``moved`` are there for a person's own order.
    """

    address: str
    title: str
    organization: str
    role: str
    place: str
    more_places: int
    mode: str
    pay: str
    kind: str
    opened_at: datetime | None
    opened: str
    is_entry_friendly: bool
    miles: float | None
    fit: int | None
    moved: Moved | None


def board_rows(
    found: Found,
    numbers: Sequence[int],
    *,
    fits: Fits | None = None,
    places: Mapping[int, Place] | None = None,
    preferences: Preferred | None = None,
) -> list[JobRow]:
    """Return some of the jobs that were found, in the order of their numbers, in one query.

    One that was deleted a moment ago is passed over.
    """
    jobs = {job["pk"]: job for job in Job.objects.filter(pk__in=list(numbers)).values(*_FIELDS)}
    # One look-up of the route for the whole page.
    pattern = address_of("job", _SLUG)
    rows = []
    for number in numbers:
        job = jobs.get(number)
        if job is None:
            continue
        fit = fits.get(number) if fits is not None else None
        rows.append(
            _row(
                job,
                address=pattern.replace(_SLUG, job["slug"] or _SLUG),
                place_count=found.place_count(number),
                miles=found.miles_to(number),
                fit=fit.fit // 10 if fit is not None else None,
                move=moved(number, places or {}, preferences),
            )
        )
    return rows


def _row(
    job: dict[str, Any],
    *,
    address: str,
    place_count: int,
    miles: float | None,
    fit: int | None,
    move: Moved | None,
) -> JobRow:
    mode, kind, opened_at = job["work_mode"], job["kind"], job["opened_at"]
    return JobRow(
        address=address,
        title=job["title"],
        organization=job["organization__name"] or "",
        role=within(role_name(job["role"])),
        place=f"{job['city']}, {job['state']}" if job["city"] else "",
        more_places=max(0, place_count - 1),
        mode="" if mode == Job.WorkMode.UNSPECIFIED else _MODES[mode].lower(),
        pay=pay_words(job["pay_least"], job["pay_most"], job["pay_period"], job["pay_currency"]),
        kind="" if kind == Job.Kind.JOB else within(_KINDS[kind]),
        opened_at=opened_at,
        opened=f"{opened_at.day} {opened_at:%b %Y}" if opened_at else "",
        is_entry_friendly=bool(job["is_entry_friendly"]),
        miles=miles,
        fit=fit,
        moved=move,
    )


def role_name(role: str) -> str:
    """Return a role's name in HR's words."""
    known = load_vocabulary().role_by_id.get(role)
    return known.name if known else "Work outside health IT"


def pay_words(least: int | None, most: int | None, period: str, currency: str = "USD") -> str:
    """Return pay in minor units in words, "" where none is stated.

    >>> pay_words(6000000, 7500000, "year"), pay_words(2850, None, "hour")
    ('$60,000 to $75,000 a year', 'from $28.50 an hour')
    """
    if least is None and most is None:
        return ""
    per = _PERIODS[period]
    if least is None or most is None:
        bound = "up to" if least is None else "from"
        return f"{bound} {_money(most if least is None else least, currency)} {per}"
    if least == most:
        return f"{_money(least, currency)} {per}"
    return f"{_money(least, currency)} to {_money(most, currency)} {per}"


def _money(cents: int | None, currency: str) -> str:
    cents = cents or 0
    number = f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    return f"${number}" if currency == "USD" else f"{number} {currency}"
