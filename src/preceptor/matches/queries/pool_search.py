"""A search of the pool: who fits, how many each further value would leave, what each one costs.

Every number is counted over the same masks that make the list, so that counts equal lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match.people import NO_PLACE
from preceptor.engine.match.scales import Domain
from preceptor.matches.line_states import GRADE_NAMES
from preceptor.matches.queries.pool_columns import Mask, PoolColumns
from preceptor.matches.queries.pool_filters import (
    FACETS,
    SHOWN,
    UNSTATED,
    Asked,
    PeopleQuery,
    meters_away,
)

TEXT, COMPETENCY = "q", "c"
FAR_AWAY = 10**9
SORTS = {
    "new": "newest",
    "proof": "best proved",
    "near": "nearest",
    "soon": "soonest available",
    "clinical": "most clinical work",
    "it": "most IT work",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet on the page; ``people`` is the length of the list it would give."""

    key: str
    label: str
    people: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetValues:
    """A facet with its values; ``is_cut`` where rarer ones are left out."""

    field: str
    title: str
    values: tuple[Value, ...]
    is_cut: bool

    @property
    def chosen(self) -> Value | None:
        """Return the value chosen, if any."""
        return next((value for value in self.values if value.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Held:
    """A competency that could be asked, and how many of the list hold it."""

    competency: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class AskedHeld:
    """A competency asked: how many of who fits all else hold it so, below that, or not stated."""

    asked: Asked
    words: str
    people: int
    below: int
    unstated: int


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that a search asks; ``without`` is the length of the list without it."""

    field: str
    key: str
    words: str
    without: int
    cost: int


@dataclass(frozen=True, eq=False)
class Searched:
    """What a search found: row numbers of ``columns`` in order, and every count beside it."""

    columns: PoolColumns
    rows: NDArray[np.int64]
    facets: tuple[FacetValues, ...]
    asked: tuple[AskedHeld, ...]
    held: tuple[Held, ...]
    filters: tuple[Filter, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pool(self) -> int:
        """Return how many people may be found at all."""
        return len(self.columns)

    def numbers(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Return the person numbers of a stretch of the list, in order."""
        found: list[int] = self.columns.number[self.rows[start:stop]].tolist()
        return found


@dataclass(frozen=True, eq=False)
class _Masks:
    """One mask per thing asked, and in how many of them each person fails."""

    by_filter: Mapping[tuple[str, str], Mask]
    failed: NDArray[np.uint8]

    def all_but(self, *left_out: tuple[str, str]) -> Mask:
        """Return who answers everything else."""
        failed = self.failed
        for each in left_out:
            if each in self.by_filter:
                failed = failed - ~self.by_filter[each]
        found: Mask = failed == 0
        return found


def masks_of(columns: PoolColumns, query: PeopleQuery, today: date) -> _Masks:
    """Return who answers each thing that a search asks."""
    found: dict[tuple[str, str], Mask] = {}
    if query.found is not None:
        numbers = np.fromiter(query.found, dtype=np.int64, count=len(query.found))
        found[TEXT, query.text] = np.isin(columns.number, numbers)
    for asked in query.competencies:
        found[COMPETENCY, asked.key] = columns.holders(
            asked.competency, level=asked.level, grade=asked.grade
        )
    for facet in FACETS:
        chosen = facet.chosen(columns, query, today)
        if chosen is not None:
            found[facet.field, chosen.key] = chosen.people
    failed = np.zeros(len(columns), dtype=np.uint8)
    for mask in found.values():
        failed += ~mask
    return _Masks(found, failed)


def who_fits(columns: PoolColumns, query: PeopleQuery, *, today: date) -> Mask:
    """Return who answers everything a search asks."""
    return masks_of(columns, query, today).all_but()


def search_pool(
    columns: PoolColumns,
    query: PeopleQuery,
    *,
    today: date,
    sort: str = "",
    order: NDArray[np.int64] | None = None,
) -> Searched:
    """Return the list of a search with its counts.

    ``order``: rows of all the people as another list ranks them, in place of a sort.
    """
    masks = masks_of(columns, query, today)
    fits = masks.all_but()
    if order is None:
        order = _ordered(columns, query, sort)
    return Searched(
        columns=columns,
        rows=order[fits[order]],
        facets=tuple(_facets(columns, query, masks, today)),
        asked=tuple(_asked(columns, query, masks)),
        held=_held(columns, query, fits),
        filters=_filters(columns, query, masks, today),
    )


def _facets(
    columns: PoolColumns, query: PeopleQuery, masks: _Masks, today: date
) -> list[FacetValues]:
    found = []
    for facet in FACETS:
        choices = facet.choices(columns, query, today)
        chosen = getattr(query, facet.field)
        # Who says so is asked of a program: another program asks it anew.
        left_out = [(facet.field, chosen)]
        among = masks.all_but(*left_out)
        is_whole = bool(among.all())
        values = []
        for choice in choices:
            if facet.field == "school" and query.schooled:
                count = _of_school(columns, query, choice.key, masks, today)
            else:
                count = int(np.count_nonzero(choice.people if is_whole else choice.people & among))
            is_chosen = choice.key == chosen
            if count or is_chosen or choice.key == UNSTATED:
                values.append(Value(choice.key, choice.label, count, is_chosen))
        if len(values) > 1 or chosen:
            found.append(_shown(facet.field, facet.title, values))
    return found


def _of_school(
    columns: PoolColumns, query: PeopleQuery, key: str, masks: _Masks, today: date
) -> int:
    """Count a program while its confirmation is asked: that is asked of the program itself."""
    among = masks.all_but(("school", query.school), ("schooled", query.schooled))
    other = replace(query, school=key)
    for facet in FACETS:
        if facet.field in ("school", "schooled"):
            chosen = facet.chosen(columns, other, today)
            if chosen is not None:
                among = among & chosen.people
    return int(np.count_nonzero(among))


def _shown(field: str, title: str, values: Sequence[Value]) -> FacetValues:
    """Return a facet with its first values, the one chosen, and who states nothing."""
    kept = [
        value
        for place, value in enumerate(values)
        if place < SHOWN or value.is_chosen or value.key == UNSTATED
    ]
    return FacetValues(field, title, tuple(kept), len(kept) < len(values))


def _asked(columns: PoolColumns, query: PeopleQuery, masks: _Masks) -> list[AskedHeld]:
    found = []
    for asked in query.competencies:
        among = masks.all_but((COMPETENCY, asked.key))
        holds = columns.holders(asked.competency) & among
        fits = int(np.count_nonzero(masks.by_filter[COMPETENCY, asked.key] & among))
        any_level = int(np.count_nonzero(holds))
        found.append(
            AskedHeld(
                asked=asked,
                words=asked_words(asked),
                people=fits,
                below=any_level - fits,
                unstated=int(np.count_nonzero(among)) - any_level,
            )
        )
    return found


def asked_words(asked: Asked) -> str:
    """Return a competency asked in words, such as "HL7 v2 at level 3, documented"."""
    words = asked.name
    if asked.level > 1:
        words += f" at level {asked.level}"
    if asked.grade:
        words += f", {GRADE_NAMES[asked.grade]} at least"
    return words


def _held(columns: PoolColumns, query: PeopleQuery, fits: Mask) -> tuple[Held, ...]:
    by_id = load_vocabulary().by_id
    chosen = {asked.competency for asked in query.competencies}
    counts = columns.holder_counts(fits)
    found = sorted(
        (
            Held(slug, by_id[slug].name, count)
            for slug, count in counts.items()
            if count and slug not in chosen
        ),
        key=lambda held: (-held.people, held.name),
    )
    return tuple(found[:SHOWN])


def _filters(
    columns: PoolColumns, query: PeopleQuery, masks: _Masks, today: date
) -> tuple[Filter, ...]:
    """Return everything asked, what costs most people first."""
    now = int(np.count_nonzero(masks.all_but()))
    found = []
    for field, key in masks.by_filter:
        without = int(np.count_nonzero(masks.all_but((field, key))))
        words = _words(columns, query, field, key, today)
        found.append(Filter(field, key, words, without, without - now))
    return tuple(sorted(found, key=lambda each: (-each.cost, each.words)))


def _words(columns: PoolColumns, query: PeopleQuery, field: str, key: str, today: date) -> str:
    if field == TEXT:
        return f"the words {key}"
    if field == COMPETENCY:
        return next(asked_words(asked) for asked in query.competencies if asked.key == key)
    facet = next(facet for facet in FACETS if facet.field == field)
    chosen = facet.chosen(columns, query, today)
    label = chosen.label if chosen is not None else key
    if field == "miles" and query.place is not None and key != UNSTATED:
        movers = ", or willing to move" if query.is_with_movers else ""
        return f"{label} of {query.place.city}, {query.place.state}{movers}"
    return f"{facet.title.lower()}: {label}"


def _ordered(columns: PoolColumns, query: PeopleQuery, sort: str) -> NDArray[np.int64]:
    """Return all rows in an order; of equals the newest person first."""
    key = (sort, query.competencies if sort == "proof" else ())
    if sort == "near":
        # As many orders as there are places.
        return _order(columns, query, sort)
    return columns.kept(("order", *key), lambda: _order(columns, query, sort))


def _order(columns: PoolColumns, query: PeopleQuery, sort: str) -> NDArray[np.int64]:
    newest = -columns.number
    if sort == "near" and query.place is not None:
        away = np.where(
            columns.pool.latitude == NO_PLACE, FAR_AWAY, meters_away(columns, query.place)
        )
        return np.lexsort((newest, away))
    if sort == "soon":
        days = [e.available_on.toordinal() if e.available_on else FAR_AWAY for e in columns.extras]
        return np.lexsort((newest, np.array(days, dtype=np.int64)))
    if sort in ("clinical", "it"):
        domain = Domain.CLINICAL if sort == "clinical" else Domain.IT
        return np.lexsort((newest, -columns.pool.quarters[:, domain].astype(np.int64)))
    if sort == "proof":
        return np.lexsort((newest, -_proof(columns, query)))
    return np.argsort(newest, kind="stable")


def _proof(columns: PoolColumns, query: PeopleQuery) -> NDArray[np.int64]:
    """Return how well people prove what is asked: the best grade of each, added up, then levels.

    Where no competency is asked, how many pieces of each grade above claimed they show.
    """
    if not query.competencies:
        return np.bincount(
            columns.row_of_piece, weights=columns.grade_of_piece, minlength=len(columns)
        ).astype(np.int64)
    proof = np.zeros(len(columns), dtype=np.int64)
    for asked in query.competencies:
        for grade in range(len(GRADE_NAMES)):
            proof += 10 * columns.holders(asked.competency, grade=grade)
        for level in range(1, 6):
            proof += columns.holders(asked.competency, level=level)
    return proof
