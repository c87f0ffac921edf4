"""What a search asks of people beside their evidence: role, dates, languages, schooling.

Columns in memory, derived from the database and kept in step by the same change rows that keep
the pool in step: whoever withdraws consent is out of both at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from numpy.typing import NDArray

from preceptor.accounts.models import Person, Schooling
from preceptor.accounts.queries import changed_people, findable_people, last_change
from preceptor.matches.answers import OTHER_WORK
from preceptor.matches.queries.changes import one_moment
from preceptor.resumes.models import Resume

# Databases take only so many parameters.
NAMED = 1_000
CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class School:
    """A cohort of a program, and whether the program confirmed that a person was in it."""

    slug: str
    name: str
    cohort: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Extra:
    """One person's values; "" and None are not stated."""

    number: int
    role: str
    available_on: date | None
    displaced_from: str
    languages: tuple[str, ...] | None
    schools: tuple[School, ...]


@dataclass(frozen=True, eq=False)
class Extras:
    """Everybody who may be found, by rising person number, as of a change row."""

    world: str
    through: int
    number: NDArray[np.int64]
    people: NDArray[np.object_]

    def of(self, numbers: NDArray[np.int64]) -> list[Extra | None]:
        """Return the values of some people, None for who is not there."""
        if not len(self.number):
            return [None] * len(numbers)
        rows = np.minimum(np.searchsorted(self.number, numbers), len(self.number) - 1)
        is_there = self.number[rows] == numbers
        found = self.people[rows]
        found[~is_there] = None
        values: list[Extra | None] = found.tolist()
        return values


# The state that was asked last; states go on, so that older ones are never asked again.
_latest: Extras | None = None


def current_extras() -> Extras:
    """Return everybody's values as of now; only who changed since the last call is read."""
    global _latest  # noqa: PLW0603 - replaced as a whole: threads may race and none is wrong
    latest, newest = _latest, last_change()
    # Another folder of snapshots is another database, in which change rows begin anew.
    world = str(settings.SNAPSHOTS)
    if latest is None or latest.world != world or latest.through > newest:
        with one_moment():
            found = _extras(world, last_change(), list(_read(findable_people())))
    elif latest.through == newest:
        return latest
    else:
        found = _followed(latest)
    if not connection.in_atomic_block:
        # What an open transaction has seen may never come to be.
        _latest = found
    return found


def _followed(latest: Extras) -> Extras:
    with one_moment():
        numbers, through = changed_people(after=latest.through)
        fresh = [
            person
            for start in range(0, len(numbers), NAMED)
            for person in _read(findable_people().filter(pk__in=numbers[start : start + NAMED]))
        ]
    kept = ~np.isin(latest.number, np.array(numbers, dtype=np.int64))
    return _extras(latest.world, through, [*latest.people[kept].tolist(), *fresh])


def _extras(world: str, through: int, people: Sequence[Extra]) -> Extras:
    number = np.array([person.number for person in people], dtype=np.int64)
    order = np.argsort(number, kind="stable")
    column = np.empty(len(people), dtype=np.object_)
    column[:] = people
    return Extras(world, through, number[order], column[order])


def _read(people: QuerySet[Person]) -> Iterator[Extra]:
    """Yield the values of some people, a few queries for twenty thousand of them."""
    newest = Resume.objects.filter(person=OuterRef("pk")).order_by("-pk")
    rows = people.annotate(
        first_role=Subquery(newest.values(role=_role(0))[:1]),
        second_role=Subquery(newest.values(role=_role(1))[:1]),
    ).values_list("pk", "first_role", "second_role", "available_on", "displaced_from", "languages")
    last = -1
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        first, last = chunk[0][0], chunk[-1][0]
        schools = _schools(people.filter(pk__range=(first, last)))
        for number, role, second, available_on, displaced_from, languages in chunk:
            yield Extra(
                number=number,
                # Whose work so far is outside health IT is nearest to the role that comes next.
                role=(second if role == OTHER_WORK else role) or "",
                available_on=available_on,
                displaced_from=displaced_from,
                languages=None if languages is None else tuple(languages),
                schools=schools.get(number, ()),
            )


def _role(place: int) -> KeyTextTransform:
    return KeyTextTransform("role", KeyTextTransform(place, F("roles")))


def _schools(people: QuerySet[Person]) -> dict[int, tuple[School, ...]]:
    rows = (
        Schooling.objects.filter(person__in=people.order_by().values("pk"))
        .order_by("person_id", "pk")
        .values_list(
            "person_id", "organization__slug", "organization__name", "cohort", "confirmed_at"
        )
    )
    found: dict[int, list[School]] = defaultdict(list)
    for number, slug, name, cohort, confirmed_at in rows:
        found[number].append(School(slug, name, cohort, confirmed_at is not None))
    return {number: tuple(schools) for number, schools in found.items()}


def numbered(values: Iterable[Any]) -> dict[Any, int]:
    """Return distinct values with their places in the order they came first."""
    places: dict[Any, int] = {}
    for value in values:
        places.setdefault(value, len(places))
    return places
