"""What a search for people can ask, and who answers it: one mask of the pool for each value.

A facet is chosen by one value at a time, and its counts say how long the list would be with that
value in place of the one chosen. "unstated" is a value of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from preceptor.common.places import PlaceFound
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match.gates import MILE_METERS, meters_from
from preceptor.engine.match.people import NO_PLACE, to_millionths
from preceptor.engine.match.scales import QUARTERS_A_YEAR, Domain
from preceptor.matches.line_states import EDUCATION_NAMES
from preceptor.matches.queries.pool_columns import Mask, PoolColumns
from preceptor.matches.queries.shown import role_name
from preceptor.resumes.queries.languages import language_name

UNSTATED = "unstated"
ANY = "any"
MILES = (10, 25, 50, 100, 250)
USUAL_MILES = 50
YEARS = (1, 3, 5, 10)
SOON_DAYS = (30, 60, 90)
# A facet shows so many of its values; those chosen always.
SHOWN = 12
SCHOOL_SPLIT = "|"


@dataclass(frozen=True, slots=True)
class Asked:
    """A competency asked of people: at least this level (1-5) and this grade of proof (0-4)."""

    competency: str
    level: int = 1
    grade: int = 0

    @property
    def key(self) -> str:
        """Return how an address writes it, such as hl7-v2:3:1."""
        return f"{self.competency}:{self.level}:{self.grade}"

    @property
    def name(self) -> str:
        """Return it in words."""
        return load_vocabulary().by_id[self.competency].name


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """A search for people; everything left out asks nothing.

    Facets hold the key of the value chosen. ``found`` are the numbers of the people in whose
    words the text was found, None where no text is asked.
    """

    text: str = ""
    found: frozenset[int] | None = None
    competencies: tuple[Asked, ...] = ()
    place: PlaceFound | None = None
    zip_code: str = ""
    is_with_movers: bool = True
    role: str = ""
    miles: str = ""
    when: str = ""
    school: str = ""
    schooled: str = ""
    clinical: str = ""
    it: str = ""
    records: str = ""
    education: str = ""
    displaced: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its key in the address, its words, and who has it."""

    key: str
    label: str
    people: Mask


@dataclass(frozen=True, slots=True)
class Facet:
    """Something people can be told apart by. ``field`` is its name in the address."""

    field: str
    title: str
    list_choices: Callable[[PoolColumns, PeopleQuery, date], Iterator[Choice]]

    def choices(self, columns: PoolColumns, query: PeopleQuery, today: date) -> tuple[Choice, ...]:
        """Return the values in the order shown; worked out once while nobody changes."""
        if self.field == "miles":
            # As many as there are places.
            return tuple(self.list_choices(columns, query, today))
        key = (self.field, today, query.school if self.field == "schooled" else "")
        return columns.kept(key, lambda: tuple(self.list_choices(columns, query, today)))

    def chosen(self, columns: PoolColumns, query: PeopleQuery, today: date) -> Choice | None:
        """Return the value that a search chooses, None for none; an unknown one is nobody's."""
        key = getattr(query, self.field)
        if not key:
            return None
        for choice in self.choices(columns, query, today):
            if choice.key == key:
                return choice
        return Choice(key, key, ~columns.everybody)


def _of_values(
    columns: PoolColumns, values: Sequence[str], label: Callable[[str], str]
) -> Iterator[Choice]:
    """Yield the values of a column of words by how many have them, then who states none."""
    rows: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        rows.setdefault(value, []).append(row)
    unstated = rows.pop("", [])
    for value in sorted(rows, key=lambda value: (-len(rows[value]), value)):
        yield Choice(value, label(value), _of_rows(columns, rows[value]))
    yield Choice(UNSTATED, "not stated", _of_rows(columns, unstated))


def _roles(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
    values = [extra.role for extra in columns.extras]
    return _of_values(columns, values, role_name)


def _displaced(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
    values = [extra.displaced_from for extra in columns.extras]
    *named, unstated = _of_values(columns, values, str)
    yield Choice(ANY, "from anywhere", ~unstated.people)
    yield from named
    yield unstated


def _languages(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
    rows: dict[str, list[int]] = {}
    unstated = []
    for row, extra in enumerate(columns.extras):
        if extra.languages is None:
            unstated.append(row)
        for code in dict.fromkeys(extra.languages or ()):
            rows.setdefault(code, []).append(row)
    for code in sorted(rows, key=lambda code: (-len(rows[code]), code)):
        yield Choice(code, language_name(code), _of_rows(columns, rows[code]))
    yield Choice(UNSTATED, "not stated", _of_rows(columns, unstated))


def _schools(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
    """Yield programs, each followed by its cohorts, whether or not the program confirmed."""
    names: dict[str, str] = {}
    rows: dict[str, list[int]] = {}
    for row, extra in enumerate(columns.extras):
        for school in extra.schools:
            names.setdefault(school.slug, school.name)
            rows.setdefault(school.slug, []).append(row)
            if school.cohort:
                key = f"{school.slug}{SCHOOL_SPLIT}{school.cohort}"
                names.setdefault(key, f"{school.name}, {school.cohort}")
                rows.setdefault(key, []).append(row)
    for key in sorted(names, key=lambda key: names[key].casefold()):
        yield Choice(key, names[key], _of_rows(columns, rows[key]))
    without = [row for row, extra in enumerate(columns.extras) if not extra.schools]
    yield Choice(UNSTATED, "not stated", _of_rows(columns, without))


def _schooled(columns: PoolColumns, query: PeopleQuery, _today: date) -> Iterator[Choice]:
    """Yield whether the program confirmed it: the program chosen, else any."""
    confirmed: list[int] = []
    stated: list[int] = []
    for row, extra in enumerate(columns.extras):
        ours = [
            school
            for school in extra.schools
            if query.school in ("", school.slug, f"{school.slug}{SCHOOL_SPLIT}{school.cohort}")
        ]
        if ours:
            (confirmed if any(school.is_confirmed for school in ours) else stated).append(row)
    yield Choice("confirmed", "confirmed by the program", _of_rows(columns, confirmed))
    yield Choice("stated", "stated by the person only", _of_rows(columns, stated))


def _of_rows(columns: PoolColumns, rows: Sequence[int]) -> Mask:
    mask = np.zeros(len(columns), dtype=np.bool_)
    mask[np.array(rows, dtype=np.int64)] = True
    return mask


def _when(columns: PoolColumns, _query: PeopleQuery, today: date) -> Iterator[Choice]:
    days = np.array(
        [extra.available_on.toordinal() if extra.available_on else 0 for extra in columns.extras],
        dtype=np.int64,
    )
    is_stated = days > 0
    yield Choice("now", "now", is_stated & (days <= today.toordinal()))
    for within in SOON_DAYS:
        last = today + timedelta(days=within)
        yield Choice(str(within), f"within {within} days", is_stated & (days <= last.toordinal()))
    yield Choice("later", f"after {SOON_DAYS[-1]} days", is_stated & (days > last.toordinal()))
    yield Choice(UNSTATED, "not stated", ~is_stated)


def _years_of(domain: Domain) -> Callable[..., Iterator[Choice]]:
    def choices(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
        quarters = columns.pool.quarters[:, domain]
        is_stated = (columns.pool.stated & (1 << domain)) > 0
        for years in YEARS:
            label = f"{years} year{'' if years == 1 else 's'} or more"
            yield Choice(str(years), label, is_stated & (quarters >= years * QUARTERS_A_YEAR))
        yield Choice("some", "any at all", is_stated & (quarters > 0))
        yield Choice("none", "stated: none", is_stated & (quarters == 0))
        yield Choice(UNSTATED, "not stated", ~is_stated)

    return choices


def _education(columns: PoolColumns, _query: PeopleQuery, _today: date) -> Iterator[Choice]:
    held = columns.pool.education
    for rank in range(len(EDUCATION_NAMES) - 1, 0, -1):
        more = "" if rank == len(EDUCATION_NAMES) - 1 else " or more"
        yield Choice(str(rank), f"{EDUCATION_NAMES[rank]}{more}", held >= rank)
    yield Choice(UNSTATED, "not stated", held == 0)


def _miles(columns: PoolColumns, query: PeopleQuery, _today: date) -> Iterator[Choice]:
    if query.place is None:
        return
    has_home = columns.pool.latitude != NO_PLACE
    away = meters_away(columns, query.place)
    movers = columns.pool.willing_to_move if query.is_with_movers else ~columns.everybody
    for miles in MILES:
        near = has_home & (away <= math.floor(miles * MILE_METERS))
        yield Choice(str(miles), f"within {miles} miles", near | movers)
    yield Choice(UNSTATED, "home not stated", ~has_home)


def meters_away(columns: PoolColumns, place: PlaceFound) -> np.ndarray:
    """Return everybody's distance from a place in meters; meaningless without a home."""
    pool = columns.pool
    here = to_millionths(place.latitude, place.longitude)
    return meters_from(pool.latitude, pool.longitude, *here)


FACETS = (
    Facet("role", "Nearest role", _roles),
    Facet("miles", "Place", _miles),
    Facet("when", "Available", _when),
    Facet("school", "Program and cohort", _schools),
    Facet("schooled", "Who says so", _schooled),
    Facet("clinical", "Clinical work", _years_of(Domain.CLINICAL)),
    Facet("it", "IT work", _years_of(Domain.IT)),
    Facet("records", "Records and billing work", _years_of(Domain.RECORDS)),
    Facet("education", "Education completed", _education),
    Facet("displaced", "Displaced from", _displaced),
    Facet("language", "Languages", _languages),
)
