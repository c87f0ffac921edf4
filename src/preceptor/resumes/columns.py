"""People as columns, straight from the database: what ``person_records`` says, at full speed.

The database numbers, ages and packs each piece of evidence into one integer; NumPy takes the
integers apart. No object is made per person, and none but that integer per piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from django.db import connections
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from preceptor.accounts.models import Person
from preceptor.competencies.models import Competency
from preceptor.engine.match import Codebook, Pool
from preceptor.engine.match.people import (
    AGES_AFTER_YEARS,
    DEGREE,
    MOST_QUARTERS,
    NO_PLACE,
    RIGHT_NO,
    RIGHT_YES,
)
from preceptor.engine.match.scales import (
    CODES_EACH,
    GRADES,
    HELD_UNSTATED,
    KINDS,
    LAPSED_LEVEL,
    Domain,
)
from preceptor.engine.vocabulary import Kind
from preceptor.resumes.models import Evidence

# People read at a time: about 15 MB of integers where everyone has thirty pieces.
CHUNK = 5_000
# Named one by one, fewer at a time: databases take only so many parameters.
NAMED = 1_000

# A piece of evidence as one integer, from the lowest bit on.
LAPSED, AGED = 1, 2  # not in force on the date; last used too long before it
GRADE, LEVEL, COMPETENCY, PERSON = 2**2, 2**5, 2**8, 2**32  # level 0: not stated

NOT_STATED = -1
QUARTERS = (
    "record__quarters_clinical",
    "record__quarters_it",
    "record__quarters_records",
    "record__quarters_any",
)


def pool_chunks(
    people: QuerySet[Person],
    *,
    as_of: date,
    codebook: Codebook,
    numbers: Mapping[str, int],
    ages_after_years: int = AGES_AFTER_YEARS,
    only: Sequence[int] | None = None,
    chunk: int = CHUNK,
) -> Iterator[Pool]:
    """Yield people as pools of a few thousand, in rising person number.

    Joined, they equal ``build_pool(person_records(people, numbers), ...)``. ``numbers``:
    competency slug -> number in the vocabulary; a competency that has left the vocabulary is
    passed over. ``only``: these people (rising) and nobody else. Nobody gives no pool.
    Raises ValueError for a place that is not on the globe or a state that is not two capitals.
    """
    reading = _Reading(as_of, codebook, numbers, ages_after_years, people.db)
    if only is not None:
        for start in range(0, len(only), NAMED):
            named = list(only[start : start + NAMED])
            rows = reading.people(people.filter(pk__in=named).order_by("pk"))
            if rows:
                yield reading.pool(rows, Q(person_id__in=named))
        return
    last = NOT_STATED
    while rows := reading.people(people.filter(pk__gt=last).order_by("pk")[:chunk]):
        last = rows[-1][0]
        yield reading.pool(rows, Q(person_id__gte=rows[0][0], person_id__lte=last))


class _Reading:
    """What reading a chunk needs besides the chunk."""

    def __init__(
        self,
        as_of: date,
        codebook: Codebook,
        numbers: Mapping[str, int],
        ages_after_years: int,
        database: str,
    ) -> None:
        self.as_of, self.codebook, self.database = as_of, codebook, database
        self.numbers = _vocabulary_numbers(numbers)
        self.aged_before = years_before(as_of, ages_after_years)

    def people(self, people: QuerySet[Person]) -> list[tuple[Any, ...]]:
        """Return the columns of some people, one row each."""
        quarters = [Coalesce(F(name), NOT_STATED) for name in QUARTERS]
        return self._rows(
            people.values_list(
                "pk",
                "latitude",
                "longitude",
                "state",
                "is_willing_to_move",
                "right_to_work",
                Coalesce(F("record__education"), 0),
                *quarters,
            )
        )

    def pool(self, rows: Sequence[tuple[Any, ...]], whose: Q) -> Pool:
        """Return some people, given by their columns, with their evidence."""
        columns = list(zip(*rows, strict=True))
        number = np.array(columns[0], dtype=np.int64)
        codes, offsets = self._pieces(number, whose)
        latitude, longitude = _millionths(columns[1], columns[2])
        quarters = np.array(columns[7:], dtype=np.int64).T
        is_stated = quarters != NOT_STATED
        people = len(number)
        return Pool(
            as_of=self.as_of,
            vocabulary_version=self.codebook.version,
            number=number,
            offsets=offsets,
            codes=codes,
            quarters=_with_all_work(quarters),
            hours=np.zeros((people, 3), dtype=np.uint16),
            stated=_stated(is_stated),
            complete=np.zeros(people, dtype=np.uint8),
            education=np.array(columns[6], dtype=np.uint8),
            right_to_work=_right_to_work(columns[5]),
            state=_states(columns[3]),
            latitude=latitude,
            longitude=longitude,
            willing_to_move=np.array(columns[4], dtype=np.bool_),
            can_work=np.zeros(people, dtype=np.uint8),
            cannot_work=np.zeros(people, dtype=np.uint8),
            available_from=np.zeros(people, dtype=np.int32),
            scopes=np.ones(people, dtype=np.uint32),
        )

    def _pieces(
        self, number: NDArray[np.int64], whose: Q
    ) -> tuple[NDArray[np.unsignedinteger[Any]], NDArray[np.int64]]:
        """Return the codes of these people's evidence and where each person's begin."""
        first = int(number[0])
        packed = self._packed(whose, first)
        person = first + packed // PERSON
        row = np.minimum(np.searchsorted(number, person), len(number) - 1)
        competency = self.numbers[packed % PERSON // COMPETENCY]
        # People nobody asked for stand between those asked for; competencies leave.
        is_kept = (number[row] == person) & (competency >= 0)
        row, packed, competency = row[is_kept], packed[is_kept], competency[is_kept]
        level = self._levels(competency, packed)
        codes = competency * CODES_EACH + (level - 1) * GRADES + packed % LEVEL // GRADE
        offsets = np.append(0, np.cumsum(np.bincount(row, minlength=len(number))))
        return codes.astype(self.codebook.code_type), offsets

    def _levels(
        self, competency: NDArray[np.int64], packed: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        stated = packed % COMPETENCY // LEVEL
        level = np.where(stated == 0, HELD_UNSTATED, stated)
        level = np.maximum(1, level - (packed & AGED > 0))
        is_credential = self.codebook.kinds[competency] == KINDS.index(Kind.CREDENTIAL)
        in_force = np.where(
            packed & LAPSED > 0, LAPSED_LEVEL, self.codebook.credential_levels[competency]
        )
        held: NDArray[np.int64] = np.where(is_credential, in_force, level)
        return held

    def _packed(self, whose: Q, first: int) -> NDArray[np.int64]:
        """Return every piece of some people as an integer, by person and order of evidence."""
        lapsed = ~Q(standing=Evidence.Standing.IN_FORCE) | Q(expires_on__lt=self.as_of)
        pieces = (
            Evidence.objects.using(self.database)
            .filter(whose)
            .order_by("person_id", "pk")
            .values_list(
                (F("person_id") - Value(first, output_field=BigIntegerField())) * PERSON
                + F("competency_id") * COMPETENCY
                + Coalesce(F("level"), 0) * LEVEL
                + F("grade") * GRADE
                + _flag(Q(last_used__lt=self.aged_before), AGED)
                + _flag(lapsed, LAPSED)
            )
        )
        return np.fromiter(chain.from_iterable(self._rows(pieces)), dtype=np.int64)

    def _rows(self, query: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query as the driver gives them, without a detour per value."""
        sql, parameters = query.query.sql_with_params()
        with connections[self.database].cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _flag(condition: Q, bit: int) -> Case:
    return Case(When(condition, then=bit), default=0, output_field=BigIntegerField())


def years_before(day: date, years: int) -> date:
    """Return the first date that is not aged: one calendar date, so many years before.

    >>> years_before(date(2024, 2, 29), 5), years_before(date(2026, 11, 20), 5)
    (datetime.date(2019, 3, 1), datetime.date(2021, 11, 20))
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # There is no 29 February in that year: everything before 1 March is older.
        return date(day.year - years, 3, 1)


def _vocabulary_numbers(numbers: Mapping[str, int]) -> NDArray[np.int64]:
    """Return the vocabulary's number of every competency row, -1 for those that left."""
    rows = dict(Competency.objects.values_list("pk", "slug"))
    found = np.full(max(rows, default=0) + 1, -1, dtype=np.int64)
    for row, slug in rows.items():
        found[row] = numbers.get(slug, -1)
    return found


def _millionths(
    latitudes: Sequence[float | None], longitudes: Sequence[float | None]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    places = np.array([latitudes, longitudes], dtype=np.float64)
    is_stated = ~np.isnan(places[0])
    if np.any(np.abs(places[:, is_stated]) > [[90], [180]]):
        raise ValueError("A person's home is not a latitude and longitude.")
    whole = np.full(places.shape, NO_PLACE, dtype=np.int32)
    whole[:, is_stated] = np.rint(places[:, is_stated] * DEGREE)
    return whole[0], whole[1]


def _states(states: Sequence[str]) -> NDArray[np.uint16]:
    """Return the numbers of home states; twin of ``match.scales.state_code``."""
    letters = np.array(states, dtype="U3").view(np.uint32).reshape(-1, 3)
    is_stated = letters[:, 0] > 0
    stated = letters[is_stated]
    if np.any((stated[:, :2] < ord("A")) | (stated[:, :2] > ord("Z"))) or np.any(stated[:, 2]):
        raise ValueError("A person's state is not two capital letters.")
    return (letters[:, 0] << 8 | letters[:, 1]).astype(np.uint16)


def _right_to_work(answers: Sequence[str]) -> NDArray[np.uint8]:
    given = np.array(answers)
    right = np.zeros(len(given), dtype=np.uint8)
    right[given == Person.RightToWork.YES.value] = RIGHT_YES
    right[given == Person.RightToWork.NO.value] = RIGHT_NO
    return right


def _with_all_work(quarters: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return quarters per domain; all work together is never less than that of one domain."""
    held = np.clip(quarters, 0, MOST_QUARTERS)
    held[:, Domain.ANY] = held.max(axis=1)
    return held.astype(np.uint8)


def _stated(is_stated: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the bits of the domains stated; any stated work is work of any domain."""
    bits = is_stated @ np.array([1 << domain for domain in Domain])
    stated: NDArray[np.int64] = np.where(bits > 0, bits | 1 << Domain.ANY, 0)
    return stated.astype(np.uint8)
