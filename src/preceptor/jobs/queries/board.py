"""The jobs board: what fits a search, in order, with exact counts of every further choice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from preceptor.accounts.models import Organization
from preceptor.common.search import matched, read_query
from preceptor.jobs.queries.columns import Columns, Ints, board_columns
from preceptor.jobs.queries.facets import (
    BESIDE_A_STEP,
    FACETS,
    Board,
    JobSearch,
    Mask,
    labels_of,
    miles_from,
)

# A list of fewer is short: it says what costs most.
SHORT = 10
MOST_COSTS = 4
NOT_FOUND = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose: how many jobs are seen with it as the only one of its facet.

    ``query``: the address's query with it chosen, or taken back where it is chosen.
    """

    value: str
    label: str
    count: int
    is_chosen: bool
    query: str

    @property
    def count_words(self) -> str:
        """Return the count as it is written."""
        return f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """A facet with its choices; those that hold nothing are left out unless chosen."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    is_step: bool

    @property
    def chosen_count(self) -> int:
        """Return how many of its choices are chosen."""
        return sum(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was asked, and the query without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What one filter costs: how many more jobs are seen without it."""

    label: str
    more: int
    query: str


@dataclass(frozen=True, eq=False)
class Found:
    """The answer to a search: job numbers in order, counts, and what each filter costs.

    ``all_count`` is without any filter.
    """

    search: JobSearch
    numbers: NDArray[np.int64]
    all_count: int
    facets: tuple[FacetCounts, ...]
    chips: tuple[Chip, ...]
    costs: tuple[Cost, ...]
    board: Board

    @property
    def count(self) -> int:
        """Return how many jobs fit."""
        return len(self.numbers)

    def miles_to(self, number: int) -> float | None:
        """Return how far a job is from the place searched around, None where that is unknown."""
        if self.board.miles is None:
            return None
        miles = float(self.board.miles[np.searchsorted(self.board.columns.numbers, number)])
        return miles if math.isfinite(miles) else None

    def place_count(self, number: int) -> int:
        """Return how many places of work a job has."""
        row = self.board.columns.rows.get(number)
        return len(row.places) if row is not None else 0


def find_jobs(
    search: JobSearch, *, now: datetime, fit_order: Mapping[int, int] | None = None
) -> Found:
    """Return the jobs that fit a search in its order, with every count, in at most four queries.

    ``fit_order``: place of each job in one person's order, for the sort "fit"; a job that is not
    in it comes last.
    """
    board, tiers = _board(search, now)
    masks = {name: _any_of(board, name, search.of(name)) for name in search.chosen}
    words = tiers < NOT_FOUND
    visible = board.shown & words
    fits = _all_of(visible, masks)
    others = {
        name: _all_of(visible, {other: mask for other, mask in masks.items() if other != name})
        for name in masks
    }
    count = int(np.count_nonzero(fits))
    order = _order(search, board, tiers, fit_order)
    ordered = board.columns.numbers[order[fits[order]]]
    without = {name: int(np.count_nonzero(mask)) for name, mask in others.items()}
    if search.words:
        without["q"] = int(np.count_nonzero(_all_of(board.shown, masks)))
    return Found(
        search=search,
        numbers=ordered,
        all_count=int(np.count_nonzero(board.shown)),
        facets=tuple(_counts(search, board, name, others.get(name, fits)) for name in FACETS),
        chips=tuple(chips_of(search)),
        costs=_costs(search, count, without) if count < SHORT else (),
        board=board,
    )


def job_numbers(search: JobSearch, *, now: datetime) -> list[int]:
    """Return the numbers of the jobs that fit, newest first: what a saved search asks."""
    board, tiers = _board(search, now)
    masks = {name: _any_of(board, name, search.of(name)) for name in search.chosen}
    fits = _all_of(board.shown & (tiers < NOT_FOUND), masks)
    order = np.lexsort((-board.columns.numbers, -board.columns.opened))
    numbers: list[int] = board.columns.numbers[order[fits[order]]].tolist()
    return numbers


def _board(search: JobSearch, now: datetime) -> tuple[Board, Ints]:
    columns = board_columns()
    miles = miles_from(search.place, columns) if search.place else None
    board = Board(columns=columns, shown=_shown(columns, now), now=now, miles=miles)
    return board, _tiers(search.words, columns)


def _shown(columns: Columns, now: datetime) -> Mask:
    """Return which open jobs candidates see: verified or of the demo world, not past their day."""
    hidden = Organization.objects.filter(verified_at__isnull=True, is_demo=False)
    unverified = list(hidden.order_by("pk").values_list("pk", flat=True))
    today = now.date().toordinal()
    in_time: Mask = (columns.expires == 0) | (columns.expires >= today)
    is_trusted: Mask = ~np.isin(columns.organizations, [0, *unverified])
    return in_time & is_trusted


def _tiers(words: str, columns: Columns) -> Ints:
    """Return how well each job fits the words: 0 to 2, and 3 where it does not."""
    tiers = np.zeros(columns.size, dtype=np.int64)
    asked = read_query(words)
    if not asked:
        return tiers
    tiers[:] = NOT_FOUND
    found = matched("jobs", asked)
    keys = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
    values = np.fromiter(found.values(), dtype=np.int64, count=len(found))
    rows = np.searchsorted(columns.numbers, keys)
    rows[rows == columns.size] = 0
    if columns.size:
        # What was indexed a moment after the columns were read is not among them yet.
        there = columns.numbers[rows] == keys
        tiers[rows[there]] = values[there]
    return tiers


def _any_of(board: Board, facet: str, values: tuple[str, ...]) -> Mask:
    return reduce(np.logical_or, (board.mask_of(facet, value) for value in values))


def _all_of(visible: Mask, masks: Mapping[str, Mask]) -> Mask:
    return reduce(np.logical_and, masks.values(), visible)


def _order(
    search: JobSearch, board: Board, tiers: Ints, fit_order: Mapping[int, int] | None
) -> NDArray[np.intp]:
    """Return the rows in order; whatever ties is newest first, then by number."""
    columns = board.columns
    last = (-columns.numbers, -columns.opened)
    sort = sort_of(search, has_fits=fit_order is not None)
    if sort == "pay":
        return np.lexsort((*last, -columns.pay_most))
    if sort == "distance" and board.miles is not None:
        return np.lexsort((*last, board.miles))
    if sort == "fit" and fit_order is not None:
        at_the_end = len(fit_order)
        places = [fit_order.get(number, at_the_end) for number in columns.numbers.tolist()]
        return np.lexsort((*last, np.array(places, dtype=np.int64)))
    return np.lexsort((*last, tiers)) if sort == "best" else np.lexsort(last)


def sort_of(search: JobSearch, *, has_fits: bool) -> str:
    """Return the order in force: what was asked where it can be had, else what makes sense."""
    can = {"newest", "pay"}
    can |= {"best"} if search.words else set()
    can |= {"distance"} if search.place else set()
    can |= {"fit"} if has_fits else set()
    if search.sort in can:
        return search.sort
    return "best" if search.words else "newest"


def _counts(search: JobSearch, board: Board, name: str, others: Mask) -> FacetCounts:
    facet = FACETS[name]
    chosen = search.of(name)
    labels = labels_of(name)
    own = {value: _label(name, value) for value in chosen if value not in labels}
    choices = []
    for value, label in (labels | own).items():
        count = int(np.count_nonzero(others & facet.mask(board, value)))
        is_chosen = value in chosen
        if not count and not is_chosen:
            continue
        query = search.with_chosen(name, _switched(facet.is_step, chosen, value)).query()
        choices.append(Choice(value, label, count, is_chosen, query))
    return FacetCounts(name, facet.title, tuple(choices), facet.is_step)


def _switched(is_step: bool, chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    if value in chosen:
        return tuple(each for each in chosen if each != value)
    if is_step and value not in BESIDE_A_STEP:
        chosen = tuple(each for each in chosen if each in BESIDE_A_STEP)
    return (*chosen, value)


def label_of(search: JobSearch, name: str, value: str) -> str:
    """Return a chosen value in words that stand alone, such as "Pay: $55,000 or more"."""
    if name == "miles" and value.isdecimal():
        return f"Within {value} miles of {search.near}"
    label = _label(name, value)
    if name in ("role", "state", "kind") and value != "unstated":
        return label
    return f"{FACETS[name].title.split(',')[0].removesuffix(' a year')}: {label.lower()}"


def _label(name: str, value: str) -> str:
    if name == "pay" and value.isdecimal():
        return f"${int(value):,} or more"
    if name == "posted" and value.isdecimal():
        return f"the last {value} day{'' if value == '1' else 's'}"
    return labels_of(name).get(value, value)


def chips_of(search: JobSearch) -> list[Chip]:
    """Return what a search asks, piece by piece, each with the query without it."""
    chips = []
    if search.words:
        chips.append(Chip(f"“{search.words}”", _without(search, "q").query()))
    for name in search.chosen:
        for value in search.of(name):
            rest = tuple(each for each in search.of(name) if each != value)
            chips.append(
                Chip(label_of(search, name, value), search.with_chosen(name, rest).query())
            )
    return chips


def _costs(search: JobSearch, count: int, without: Mapping[str, int]) -> tuple[Cost, ...]:
    """Return what leaving out one filter brings, most first; what brings nothing is left out."""
    costs = [
        Cost(_names(search, name), total - count, _without(search, name).query())
        for name, total in without.items()
        if total > count
    ]
    costs.sort(key=lambda cost: (-cost.more, cost.label))
    return tuple(costs[:MOST_COSTS])


def _names(search: JobSearch, name: str) -> str:
    if name == "q":
        return f"“{search.words}”"
    return " or ".join(label_of(search, name, value) for value in search.of(name))


def _without(search: JobSearch, name: str) -> JobSearch:
    if name == "q":
        return JobSearch("", search.near, search.place, search.chosen, search.sort)
    return search.with_chosen(name, ())
