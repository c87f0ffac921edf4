"""What a search asks of every open job, as columns kept in memory while nothing changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from preceptor.common.places import STATE_NAMES
from preceptor.common.search import IndexState, changed_entries, index_state
from preceptor.jobs.models import Job, JobPlace
from preceptor.jobs.queries.travel import travel_percent

KIND = "jobs"
CHUNK = 500
# A full-time year: 52 weeks of 40 hours.
HOURS_A_YEAR = 2_080
NOT_STATED = -1
STATE_CODES = tuple(STATE_NAMES)
EVERY_STATE = (1 << len(STATE_CODES)) - 1
_STATE_BITS = {code: 1 << place for place, code in enumerate(STATE_CODES)}

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """An open job as a search sees it. Pay is in cents a full-time year, travel in percent.

    -1 is what is not stated.
    """

    number: int
    role: str
    kind: str
    mode: str
    organization: int
    organization_kind: str
    states: int
    entry: int
    clinical: int
    pay_least: int
    pay_most: int
    hours_week: int
    travel: int
    opened: int
    expires: int
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Columns:
    """Every open job by number, column by column; words as numbers into their lists.

    ``opened`` is seconds since 1970, ``expires`` a day's ordinal (0: never). ``spots`` are all
    places of work, row by row; ``spot_rows`` says of which row each is.
    """

    state: IndexState
    rows: Mapping[int, Row]
    numbers: Ints
    organizations: Ints
    roles: tuple[str, ...]
    role: Ints
    kinds: tuple[str, ...]
    kind: Ints
    modes: tuple[str, ...]
    mode: Ints
    organization_kinds: tuple[str, ...]
    organization_kind: Ints
    states: NDArray[np.uint64]
    entry: Ints
    clinical: Ints
    pay_least: Ints
    pay_most: Ints
    hours_week: Ints
    travel: Ints
    opened: Ints
    expires: Ints
    spots: Floats
    spot_rows: Ints

    @property
    def size(self) -> int:
        """Return how many jobs there are."""
        return len(self.numbers)


# Replaced as a whole: threads may race and none is wrong.
_kept: Columns | None = None


def board_columns() -> Columns:
    """Return the columns as of now; only what changed since the last call is read."""
    global _kept  # noqa: PLW0603
    now = index_state(KIND)
    kept = _kept
    if kept is None or kept.state.epoch != now.epoch:
        kept = columns_of([], IndexState(now.epoch, 0))
    if kept.state.version < now.version:
        kept = _followed(kept, now)
    if not connection.in_atomic_block:
        # What an open transaction has seen may never come to be.
        _kept = kept
    return kept


def _followed(kept: Columns, now: IndexState) -> Columns:
    changed = changed_entries(KIND, after=kept.state.version)
    rows = {number: row for number, row in kept.rows.items() if number not in changed}
    rows |= {row.number: row for row in read_rows(n for n, is_there in changed.items() if is_there)}
    return columns_of(rows.values(), now)


def columns_of(rows: Iterable[Row], state: IndexState) -> Columns:
    """Put rows into columns, by number."""
    ordered = sorted(rows, key=lambda row: row.number)
    roles, role = _coded([row.role for row in ordered])
    kinds, kind = _coded([row.kind for row in ordered])
    modes, mode = _coded([row.mode for row in ordered])
    organization_kinds, organization_kind = _coded([row.organization_kind for row in ordered])
    spots = [(place, at) for at, row in enumerate(ordered) for place in row.places]
    return Columns(
        state=state,
        rows={row.number: row for row in ordered},
        numbers=_ints(row.number for row in ordered),
        organizations=_ints(row.organization for row in ordered),
        roles=roles,
        role=role,
        kinds=kinds,
        kind=kind,
        modes=modes,
        mode=mode,
        organization_kinds=organization_kinds,
        organization_kind=organization_kind,
        states=np.array([row.states for row in ordered], dtype=np.uint64),
        entry=_ints(row.entry for row in ordered),
        clinical=_ints(row.clinical for row in ordered),
        pay_least=_ints(row.pay_least for row in ordered),
        pay_most=_ints(row.pay_most for row in ordered),
        hours_week=_ints(row.hours_week for row in ordered),
        travel=_ints(row.travel for row in ordered),
        opened=_ints(row.opened for row in ordered),
        expires=_ints(row.expires for row in ordered),
        spots=np.array([place for place, _ in spots], dtype=np.float64).reshape(-1, 2),
        spot_rows=_ints(at for _, at in spots),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _coded(words: list[str]) -> tuple[tuple[str, ...], Ints]:
    names = tuple(sorted(set(words)))
    number = {name: place for place, name in enumerate(names)}
    return names, _ints(number[word] for word in words)


_FIELDS = (
    *("pk", "role", "kind", "work_mode", "organization_id", "organization__kind", "states"),
    *("state", "latitude", "longitude", "is_entry_friendly", "needs_clinical", "pay_least"),
    *("pay_most", "pay_currency", "pay_period", "hours_week", "opened_at", "expires_on"),
    "document__text",
)


def read_rows(numbers: Iterable[int]) -> list[Row]:
    """Return the open jobs of some numbers as rows, in two queries for every 500 of them."""
    wanted = sorted(numbers)
    rows = []
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        places: dict[int, list[tuple[str, float, float]]] = defaultdict(list)
        found = JobPlace.objects.filter(job__in=some).order_by("job", "order")
        for job, state, north, east in found.values_list("job", "state", "latitude", "longitude"):
            places[job].append((state, north, east))
        jobs = Job.objects.filter(pk__in=some, status=Job.Status.OPEN).values(*_FIELDS)
        rows += [_row(job, places[job["pk"]]) for job in jobs]
    return rows


def _row(job: dict[str, Any], places: list[tuple[str, float, float]]) -> Row:
    if not places and job["latitude"] is not None:
        places = [(job["state"], job["latitude"], job["longitude"])]
    states = 0
    for code in (*(state for state, _, _ in places), job["state"], *job["states"]):
        states |= _STATE_BITS.get(code, 0)
    if job["work_mode"] == Job.WorkMode.REMOTE and not job["states"]:
        # From home anywhere: in every state.
        states = EVERY_STATE
    is_known = job["pay_currency"] == "USD"
    least, most = (
        yearly(job[name] if is_known else None, job["pay_period"])
        for name in ("pay_least", "pay_most")
    )
    travel = travel_percent(job["document__text"])
    return Row(
        number=job["pk"],
        role=job["role"],
        kind=job["kind"],
        mode=job["work_mode"],
        organization=job["organization_id"] or 0,
        organization_kind=job["organization__kind"] or "",
        states=states,
        entry=_tri(job["is_entry_friendly"]),
        clinical=_tri(job["needs_clinical"]),
        pay_least=least,
        pay_most=max(least, most),
        hours_week=NOT_STATED if job["hours_week"] is None else job["hours_week"],
        travel=NOT_STATED if travel is None else travel,
        opened=int(job["opened_at"].timestamp()) if job["opened_at"] else 0,
        expires=_ordinal(job["expires_on"]),
        places=tuple((north, east) for _, north, east in places),
    )


def yearly(cents: int | None, period: str) -> int:
    """Return pay in cents a full-time year of 2,080 hours, -1 where it is not stated."""
    if cents is None:
        return NOT_STATED
    return cents * HOURS_A_YEAR if period == Job.Pay.HOUR else cents


def _tri(value: bool | None) -> int:
    return NOT_STATED if value is None else int(value)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
