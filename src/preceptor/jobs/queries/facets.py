"""What a search for jobs may choose, and which jobs each choice holds."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from preceptor.accounts.models import Organization
from preceptor.common.places import EARTH_MILES, STATE_NAMES, PlaceFound
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job
from preceptor.jobs.queries.columns import (
    HOURS_A_YEAR,
    NOT_STATED,
    STATE_CODES,
    Columns,
    Floats,
    Ints,
)

Mask = NDArray[np.bool_]

UNSTATED = "unstated"
REMOTE = "remote"
MILES = (10, 25, 50, 100, 250)
USUAL_MILES = 50
# Dollars a year; an hour's pay counts as 2,080 hours of it.
PAY_STEPS = (35_000, 45_000, 55_000, 65_000, 80_000, 100_000, 120_000)
POSTED_DAYS = {1: "The last day", 7: "The last 7 days", 30: "The last 30 days"}
SORTS = {
    "best": "Words that fit best",
    "newest": "Newest",
    "pay": "Highest pay",
    "distance": "Nearest",
    "fit": "Best for me",
}


@dataclass(frozen=True, slots=True)
class JobSearch:
    """What somebody looks for. ``chosen``: facet -> values, of which any will do."""

    words: str = ""
    near: str = ""
    place: PlaceFound | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    def of(self, facet: str) -> tuple[str, ...]:
        """Return what is chosen of a facet."""
        return self.chosen.get(facet, ())

    def __bool__(self) -> bool:
        return bool(self.words or self.chosen)

    def with_chosen(self, facet: str, values: tuple[str, ...]) -> JobSearch:
        """Return the search with other values of one facet; without any it is left out."""
        chosen = {name: some for name, some in self.chosen.items() if name != facet}
        if values:
            chosen[facet] = values
        return replace(self, chosen=chosen)

    def sorted_by(self, sort: str) -> JobSearch:
        """Return the search in another order."""
        return replace(self, sort=sort)

    def query(self, **more: str) -> str:
        """Return the search as the query of its address, always in the same order."""
        pairs = [("q", self.words), ("near", self.near)]
        pairs += [(name, value) for name in FACETS for value in self.of(name)]
        pairs += [("sort", self.sort), *more.items()]
        return urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True, eq=False)
class Board:
    """The jobs that candidates see, and what a search knows besides: the place, the moment."""

    columns: Columns
    shown: Mask
    now: datetime
    miles: Floats | None

    def mask_of(self, facet: str, value: str) -> Mask:
        """Return which jobs a value of a facet holds; none for a value that does not exist."""
        return FACETS[facet].mask(self, value)


@dataclass(frozen=True, slots=True)
class Facet:
    """Something to choose by. ``options`` gives values with labels; ``mask`` the jobs of one.

    ``is_step``: each value holds the ones beyond it, so that one is chosen, not several.
    """

    title: str
    options: Callable[[], Iterator[tuple[str, str]]]
    mask: Callable[[Board, str], Mask]
    is_step: bool = False


def _none(board: Board) -> Mask:
    return np.zeros(board.columns.size, dtype=np.bool_)


def _coded(board: Board, names: tuple[str, ...], column: Ints, value: str) -> Mask:
    return column == names.index(value) if value in names else _none(board)


def _roles() -> Iterator[tuple[str, str]]:
    yield from ((role.id, role.name) for role in load_vocabulary().role_by_id.values())
    yield "other", "Work outside health IT"


def _role(board: Board, value: str) -> Mask:
    names, column = board.columns.roles, board.columns.role
    if value != "other":
        return _coded(board, names, column, value)
    known = load_vocabulary().role_by_id
    others = [place for place, name in enumerate(names) if name not in known]
    return np.isin(column, others)


def _states() -> Iterator[tuple[str, str]]:
    yield from STATE_NAMES.items()
    yield UNSTATED, "Not stated"


def _state(board: Board, value: str) -> Mask:
    states = board.columns.states
    if value not in STATE_NAMES:
        nowhere: Mask = states == 0
        return nowhere if value == UNSTATED else _none(board)
    bit = np.uint64(1 << STATE_CODES.index(value))
    there: Mask = (states & bit) == bit
    return there


def _distances() -> Iterator[tuple[str, str]]:
    yield from ((str(miles), f"Within {miles} miles") for miles in MILES)
    yield REMOTE, "Remote, from anywhere"
    yield UNSTATED, "Place not stated"


def _distance(board: Board, value: str) -> Mask:
    """Hold jobs near the place searched around; without one, nothing is near."""
    if value == REMOTE:
        return _mode(board, Job.WorkMode.REMOTE)
    if value == UNSTATED:
        has_place = _none(board)
        has_place[board.columns.spot_rows] = True
        return ~has_place & ~_mode(board, Job.WorkMode.REMOTE)
    if board.miles is None or not value.isdecimal():
        return _none(board)
    near: Mask = board.miles <= int(value)
    return near


def _modes() -> Iterator[tuple[str, str]]:
    yield from ((str(value), label) for value, label in Job.WorkMode.choices)


def _mode(board: Board, value: str) -> Mask:
    return _coded(board, board.columns.modes, board.columns.mode, value)


def _pays() -> Iterator[tuple[str, str]]:
    for step in PAY_STEPS:
        yield str(step), f"${step:,} (${round(step / HOURS_A_YEAR)} an hour)"
    yield UNSTATED, "Not stated"


def _pay(board: Board, value: str) -> Mask:
    """Hold jobs whose stated range reaches a sum a year."""
    most = board.columns.pay_most
    if value != UNSTATED and not value.isdecimal():
        return _none(board)
    found: Mask = most == NOT_STATED if value == UNSTATED else most >= int(value) * 100
    return found


def _entries() -> Iterator[tuple[str, str]]:
    yield "yes", "Open to newcomers"
    yield "no", "Asks for experience"
    yield UNSTATED, "Not stated"


def _entry(board: Board, value: str) -> Mask:
    return _tri(board, board.columns.entry, value)


def _clinicals() -> Iterator[tuple[str, str]]:
    yield "no", "Needs none"
    yield "yes", "Needs one"
    yield UNSTATED, "Not stated"


def _clinical(board: Board, value: str) -> Mask:
    return _tri(board, board.columns.clinical, value)


def _tri(board: Board, column: Ints, value: str) -> Mask:
    number = {"yes": 1, "no": 0, UNSTATED: NOT_STATED}.get(value)
    return _none(board) if number is None else column == number


def _kinds() -> Iterator[tuple[str, str]]:
    yield from ((str(value), label) for value, label in Job.Kind.choices)


def _kind(board: Board, value: str) -> Mask:
    return _coded(board, board.columns.kinds, board.columns.kind, value)


def _posted_since() -> Iterator[tuple[str, str]]:
    yield from ((str(days), label) for days, label in POSTED_DAYS.items())


def _posted(board: Board, value: str) -> Mask:
    if not value.isdecimal() or int(value) > 3_650:
        return _none(board)
    since = board.now.astimezone(UTC) - timedelta(days=int(value))
    return board.columns.opened >= since.timestamp()


def _employers() -> Iterator[tuple[str, str]]:
    yield from ((str(value), label) for value, label in Organization.Kind.choices)
    yield UNSTATED, "Not stated"


def _employer(board: Board, value: str) -> Mask:
    names, column = board.columns.organization_kinds, board.columns.organization_kind
    return _coded(board, names, column, "" if value == UNSTATED else value)


# In the order of the page.
FACETS: dict[str, Facet] = {
    "role": Facet("Role", _roles, _role),
    "miles": Facet("Distance", _distances, _distance, is_step=True),
    "state": Facet("State", _states, _state),
    "work_mode": Facet("Where you work", _modes, _mode),
    "pay": Facet("Pay a year, at least", _pays, _pay, is_step=True),
    "entry": Facet("Experience", _entries, _entry),
    "clinical": Facet("Clinical background", _clinicals, _clinical),
    "kind": Facet("Kind of work", _kinds, _kind),
    "posted": Facet("Posted in", _posted_since, _posted, is_step=True),
    "employer": Facet("Kind of employer", _employers, _employer),
}


@functools.cache
def labels_of(facet: str) -> dict[str, str]:
    """Return the values of a facet with their labels, in order."""
    return dict(FACETS[facet].options())


# Values of a step that may be chosen beside it: what is unknown is nobody's step.
BESIDE_A_STEP = (UNSTATED, REMOTE)


def miles_from(place: PlaceFound, columns: Columns) -> Floats:
    """Return for each job the miles to its nearest place of work, infinite where it states none.

    Great circles by the haversine formula, in the same terms as ``miles_between``.
    """
    nearest = np.full(columns.size, np.inf)
    if len(columns.spots):
        north, east = np.radians(columns.spots).T
        here, there = np.radians(place.latitude), np.radians(place.longitude)
        half = (
            np.sin((north - here) / 2) ** 2
            + np.cos(here) * np.cos(north) * np.sin((east - there) / 2) ** 2
        )
        miles = 2 * EARTH_MILES * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        np.minimum.at(nearest, columns.spot_rows, miles)
    return nearest
