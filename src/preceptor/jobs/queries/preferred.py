"""How a person's preferences move the order of jobs; they never hide one.

The engine's fit stays as it is. A stated preference that a job meets adds 30 thousandths to what
jobs are ordered by, one that it does not meet takes 30 away, and what either side does not state
counts as neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.accounts.models import Person, Preferences
from preceptor.common.places import PlaceFound
from preceptor.jobs.models import Job
from preceptor.jobs.queries.columns import NOT_STATED, Columns, yearly
from preceptor.jobs.queries.facets import miles_from
from preceptor.jobs.queries.fits import Fits

# Thousandths of fit that one preference weighs.
WEIGHT = 30
# So many hours a week and more are full time, as the labor statistics count.
FULL_TIME = 35
ASPECTS = {
    "pay": "pay",
    "place": "distance",
    "hours": "hours",
    "travel": "travel",
    "remote": "working from home",
    "setting": "kind of employer",
}

Marks = NDArray[np.int8]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mark:
    """One preference and one job: 1 fits, -1 does not, 0 where the job does not say."""

    aspect: str
    label: str
    mark: int


@dataclass(frozen=True, eq=False)
class Preferred:
    """The preferences a person stated, held against every open job."""

    columns: Columns
    marks: Mapping[str, Marks]

    def points(self) -> NDArray[np.int64]:
        """Return what the preferences add to each job's fit, in thousandths."""
        total = np.zeros(self.columns.size, dtype=np.int64)
        for marks in self.marks.values():
            total += marks
        return WEIGHT * total

    def marks_of(self, number: int) -> tuple[Mark, ...]:
        """Return how one job stands to each stated preference."""
        row = int(np.searchsorted(self.columns.numbers, number))
        return tuple(
            Mark(aspect, ASPECTS[aspect], int(marks[row])) for aspect, marks in self.marks.items()
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job stands in a person's order: by fit alone, and with the preferences."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A job's places in a person's order, and what of their preferences it fits."""

    before: int
    after: int
    marks: tuple[Mark, ...]


def moved(number: int, places: Mapping[int, Place], preferences: Preferred | None) -> Moved | None:
    """Return how the preferences moved a job, None where there are none or it has no place."""
    place = places.get(number)
    if place is None or preferences is None or not preferences.marks:
        return None
    return Moved(place.before, place.after, preferences.marks_of(number))


def preferences_of(person: Person | None) -> Preferences | None:
    """Return what a person prefers, None where nothing was ever said."""
    return Preferences.objects.filter(person=person).first() if person is not None else None


def preferred(columns: Columns, person: Person, wanted: Preferences) -> Preferred:
    """Hold what a person states as preferred against every open job."""
    found = {
        "pay": _pay(columns, wanted),
        "place": _place(columns, person, wanted),
        "hours": _hours(columns, wanted),
        "travel": _travel(columns, wanted),
        "remote": _remote(columns, wanted),
        "setting": _setting(columns, wanted),
    }
    marks = {aspect: each for aspect, each in found.items() if each is not None}
    return Preferred(columns, marks)


def places_in_order(
    columns: Columns, fits: Fits, preferences: Preferred | None
) -> dict[int, Place]:
    """Return by job number where each job stands, from 1, by fit alone and with preferences.

    No unmet gate first, then fit (with what the preferences add), then fit alone, then number.
    A job the engine has not seen yet comes last.
    """
    numbers = columns.numbers
    known = [fits.get(number) for number in numbers.tolist()]
    fit = np.array([each.fit if each else -1 for each in known], dtype=np.int64)
    misses = np.array([not each.gates_met if each else True for each in known], dtype=np.bool_)
    points = preferences.points() if preferences is not None else np.zeros_like(fit)
    before = _places(np.lexsort((numbers, -fit, misses)))
    after = _places(np.lexsort((numbers, -fit, -np.where(fit < 0, fit, fit + points), misses)))
    return {
        number: Place(int(earlier), int(later))
        for number, earlier, later in zip(numbers.tolist(), before, after, strict=True)
    }


def _places(order: NDArray[np.intp]) -> NDArray[np.int64]:
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(1, len(order) + 1)
    return places


def _marks(fits: Truths, is_stated: Truths) -> Marks:
    return np.where(is_stated, np.where(fits, 1, -1), 0).astype(np.int8)


def _pay(columns: Columns, wanted: Preferences) -> Marks | None:
    if wanted.pay_least is None:
        return None
    least = yearly(wanted.pay_least, wanted.pay_period)
    return _marks(columns.pay_most >= least, columns.pay_most != NOT_STATED)


def _place(columns: Columns, person: Person, wanted: Preferences) -> Marks | None:
    """Whoever works from home has no way to go."""
    if wanted.miles_most is None or person.latitude is None or person.longitude is None:
        return None
    home = PlaceFound(person.city, person.state, person.zip_code, person.latitude, person.longitude)
    miles = miles_from(home, columns)
    at_home = _is_mode(columns, Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE)
    return _marks(at_home | (miles <= wanted.miles_most), at_home | np.isfinite(miles))


def _hours(columns: Columns, wanted: Preferences) -> Marks | None:
    if wanted.hours not in (Preferences.Hours.FULL, Preferences.Hours.PART):
        return None
    is_full = columns.hours_week >= FULL_TIME
    fits = is_full if wanted.hours == Preferences.Hours.FULL else ~is_full
    return _marks(fits, columns.hours_week != NOT_STATED)


def _travel(columns: Columns, wanted: Preferences) -> Marks | None:
    if wanted.travel_percent_most is None:
        return None
    is_stated = columns.travel != NOT_STATED
    return _marks(columns.travel <= wanted.travel_percent_most, is_stated)


def _remote(columns: Columns, wanted: Preferences) -> Marks | None:
    """Half at home is neither for nor against either wish."""
    home = _is_mode(columns, Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE)
    site = _is_mode(columns, Job.WorkMode.ONSITE)
    if wanted.remote == Preferences.Remote.WANTED:
        return _marks(home, home | site)
    if wanted.remote == Preferences.Remote.UNWANTED:
        return _marks(site, home | site)
    return None


def _setting(columns: Columns, wanted: Preferences) -> Marks | None:
    if not wanted.settings:
        return None
    kinds = columns.organization_kinds
    liked = [place for place, kind in enumerate(kinds) if kind in wanted.settings]
    stated = [place for place, kind in enumerate(kinds) if kind]
    column = columns.organization_kind
    return _marks(np.isin(column, liked), np.isin(column, stated))


def _is_mode(columns: Columns, *modes: str) -> Truths:
    wanted = [place for place, mode in enumerate(columns.modes) if mode in modes]
    return np.isin(columns.mode, wanted)
