"""A page of the board: each job as the list shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job, JobPlace
from preceptor.jobs.queries.board import Found
from preceptor.jobs.queries.fits import Fits
from preceptor.jobs.queries.preferred import Mark, Place, Preferred


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in a list. ``pay`` and ``place`` are empty where they are not stated.

    ``fit`` is in percent; it, ``place_in_order`` and ``marks`` are there for a person's own order.
    """

    slug: str
    title: str
    organization: str
    role: str
    place: str
    more_places: int
    mode: str
    pay: str
    kind: str
    opened_at: datetime | None
    is_entry_friendly: bool
    miles: float | None
    fit: int | None
    place_in_order: Place | None
    marks: tuple[Mark, ...]


def board_rows(
    found: Found,
    numbers: Sequence[int],
    *,
    fits: Fits | None = None,
    places: Mapping[int, Place] | None = None,
    preferences: Preferred | None = None,
) -> list[JobRow]:
    """Return some of the jobs that were found, in the order of their numbers, in two queries.

    One that was deleted a moment ago is passed over.
    """
    jobs = (
        Job.objects.select_related("organization")
        .prefetch_related(Prefetch("places", queryset=JobPlace.objects.order_by("order")))
        .in_bulk(list(numbers))
    )
    rows = []
    for number in numbers:
        job = jobs.get(number)
        if job is None:
            continue
        fit = fits.get(number) if fits is not None else None
        rows.append(
            _row(
                job,
                miles=found.miles_to(number),
                fit=fit.fit // 10 if fit is not None else None,
                place_in_order=places.get(number) if places is not None else None,
                marks=preferences.marks_of(number) if preferences is not None else (),
            )
        )
    return rows


def _row(
    job: Job,
    *,
    miles: float | None,
    fit: int | None,
    place_in_order: Place | None,
    marks: tuple[Mark, ...],
) -> JobRow:
    places = list(job.places.all())
    mode = job.work_mode
    return JobRow(
        slug=job.slug or "",
        title=job.title,
        organization=job.organization.name if job.organization else "",
        role=role_name(job.role),
        place=f"{job.city}, {job.state}" if job.city else "",
        more_places=max(0, len(places) - 1),
        mode="" if mode == Job.WorkMode.UNSPECIFIED else job.get_work_mode_display().lower(),
        pay=pay_words(job),
        kind="" if job.kind == Job.Kind.JOB else job.get_kind_display(),
        opened_at=job.opened_at,
        is_entry_friendly=bool(job.is_entry_friendly),
        miles=miles,
        fit=fit,
        place_in_order=place_in_order,
        marks=marks,
    )


def role_name(role: str) -> str:
    """Return a role's name in HR's words."""
    known = load_vocabulary().role_by_id.get(role)
    return known.name if known else "Work outside health IT"


def pay_words(job: Job) -> str:
    """Return the stated pay in words, "" where none is stated."""
    least, most = job.pay_least, job.pay_most
    if least is None and most is None:
        return ""
    period = job.get_pay_period_display()
    if least is not None and most is not None and least != most:
        return f"{_money(job, least)} to {_money(job, most)} {period}"
    if least is None and most is not None:
        return f"up to {_money(job, most)} {period}"
    start = "from " if most is None else ""
    return f"{start}{_money(job, least or 0)} {period}"


def _money(job: Job, cents: int) -> str:
    number = f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    return f"${number}" if job.pay_currency == "USD" else f"{number} {job.pay_currency}"
