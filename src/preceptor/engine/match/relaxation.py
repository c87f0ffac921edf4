"""The cheapest change of a job's requirements that reaches so many people, by enumeration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import CompiledJob
from preceptor.engine.match.counterfactuals import Histogram, Prices
from preceptor.engine.match.job import Alternative, AnyOf, Job, Line, Years
from preceptor.engine.match.scales import lower_quarters

Ints = NDArray[np.int64]

DEFAULT_REACH = 25
MOST_CHANGES = 4
DROP_COST = 2  # times the edited weight
LOWER_COST = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement (its mask bit) dropped, or one step lower."""

    requirement: int
    is_drop: bool


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The cheapest set of changes, in requirement order; none where enough people pass already.

    ``passing`` people pass with it, ``passing_confirmed`` if what is not stated were
    confirmed. ``is_reached`` False: ``reach`` is out of reach, ``passing`` is the most there is.
    """

    reach: int
    changes: tuple[Change, ...]
    cost: int
    passing: int
    passing_confirmed: int
    is_reached: bool


def relaxed(job: CompiledJob, changes: Sequence[Change]) -> Job:
    """Return the job with the changes really made: lines and gates dropped, lines lowered.

    The people who pass it are those the relaxation counts. Raises ValueError for a change
    that has no lower step.
    """
    dropped = [job.requirements[each.requirement] for each in changes if each.is_drop]
    lowered = {job.requirements[each.requirement].line for each in changes if not each.is_drop}
    lines = [
        _lower(job, index) if index in lowered else line
        for index, line in enumerate(job.job.lines)
        if index not in {each.line for each in dropped}
    ]
    gates = [
        gate
        for index, gate in enumerate(job.job.gates)
        if index not in {each.gate for each in dropped}
    ]
    return replace(job.job, lines=tuple(lines), gates=tuple(gates))


def _lower(job: CompiledJob, index: int) -> Line:
    """Return a line one step lower: every alternative that has a step takes it."""
    line = job.job.lines[index]
    if isinstance(line.asks, AnyOf) and any(choice.can_lower for choice in job.asked[index]):
        choices = tuple(
            Alternative(choice.competency, choice.level - choice.can_lower)
            for choice in job.asked[index]
        )
        return replace(line, asks=replace(line.asks, alternatives=choices))
    if isinstance(line.asks, Years) and (fewer := lower_quarters(line.asks.quarters)):
        return replace(line, asks=replace(line.asks, quarters=fewer))
    raise ValueError(f"Line {index} has no lower step.")


class _Sets(NamedTuple):
    """All sets of one size: options (sets, size), and per set its cost and people passing."""

    options: Ints
    cost: Ints
    passing: Ints


def cheapest_relaxation(prices: Prices, reach: int = DEFAULT_REACH) -> Relaxation:
    """Return the cheapest change with which at least ``reach`` people pass.

    Dropping costs twice the edited weight, one step lower costs it once; place and
    availability weigh 10; licences and the right to work are never offered; at most four
    requirements change. Least cost, then fewest changes, then most people, then the earlier
    requirements, then lower before drop. All sets are tried, which is the proof.
    """
    options = _options(prices)
    sets = [_try_sets(prices, options, size) for size in range(MOST_CHANGES + 1)]
    most = max(int(each.passing.max()) for each in sets if len(each.passing))
    needed = min(reach, most)
    best = min(
        (_cheapest(each, options, needed) for each in sets if (each.passing >= needed).any()),
        key=lambda found: (found[0], len(found[2])),
    )
    cost, passing, changes = best
    dropped = sum(1 << each.requirement for each in changes if each.is_drop)
    lowered = sum(1 << each.requirement for each in changes if not each.is_drop)
    return Relaxation(
        reach=reach,
        changes=changes,
        cost=cost,
        passing=passing,
        passing_confirmed=prices.confirmed.passing(dropped, lowered),
        is_reached=passing >= reach,
    )


def _options(prices: Prices) -> list[Change]:
    """Return every single change, by requirement, lower before drop."""
    options = []
    for bit, asked in enumerate(prices.job.requirements):
        if asked.is_offered:
            options += [Change(bit, is_drop=False)] if asked.can_lower else []
            options.append(Change(bit, is_drop=True))
    return options


def _costs(prices: Prices, options: list[Change]) -> Ints:
    asked = prices.job.requirements
    costs = [
        asked[each.requirement].price * (DROP_COST if each.is_drop else LOWER_COST)
        for each in options
    ]
    return np.array(costs, dtype=np.int64)


def _try_sets(prices: Prices, options: list[Change], size: int) -> _Sets:
    """Return all sets of so many options on different requirements, with cost and people."""
    chosen = _subsets(len(options), size)
    requirement = np.array([each.requirement for each in options], dtype=np.int64)[chosen]
    # The two options of a requirement stand side by side.
    chosen = chosen[np.all(requirement[:, 1:] != requirement[:, :-1], axis=1)]
    passing = np.full(len(chosen), prices.passing, dtype=np.int64)
    # A person gained by a set is gained by exactly one of its subsets: the one whose
    # requirements are all the person misses.
    for inner in range(1, size + 1):
        gained = _gains(prices.histogram, options, inner)
        for places in combinations(range(size), inner):
            passing += gained[_rank(chosen[:, places])]
    return _Sets(chosen, _costs(prices, options)[chosen].sum(axis=1), passing)


def _gains(histogram: Histogram, options: list[Change], size: int) -> Ints:
    """Return, per set of options, the people who miss exactly its requirements and pass.

    Indexed by the rank of the set among all sets of this size.
    """
    gains = np.zeros(comb(len(options), size), dtype=np.int64)
    helps: dict[tuple[int, bool], list[int]] = {}
    for index, option in enumerate(options):
        # A drop helps whoever misses it; a step lower only those it is enough for.
        helps.setdefault((option.requirement, False), []).append(index)
        if option.is_drop:
            helps.setdefault((option.requirement, True), []).append(index)
    of_size = np.bitwise_count(histogram.unmet) == size
    rows = zip(
        histogram.unmet[of_size].tolist(),
        histogram.unmet_lowered[of_size].tolist(),
        histogram.people[of_size].tolist(),
        strict=True,
    )
    for unmet, still, people in rows:
        bits = [bit for bit in range(unmet.bit_length()) if unmet >> bit & 1]
        ways = [helps.get((bit, bool(still >> bit & 1)), []) for bit in bits]
        for chosen in product(*ways):
            gains[sum(comb(option, place + 1) for place, option in enumerate(chosen))] += people
    return gains


def _subsets(count: int, size: int) -> Ints:
    """Return all sets of so many of ``count`` things, each rising, in the order of ``_rank``."""
    if size == 0:
        return np.zeros((1, 0), dtype=np.int64)
    smaller = _subsets(count, size - 1)
    # The sets whose largest is n: every smaller set of things below n, which come first.
    fans = np.array([comb(largest, size - 1) for largest in range(count)], dtype=np.int64)
    starts = np.repeat(np.cumsum(fans) - fans, fans)
    below = smaller[np.arange(fans.sum()) - starts]
    return np.column_stack([below, np.repeat(np.arange(count), fans)])


def _rank(sets: Ints) -> Ints:
    """Return the position of each rising set among all of its size, by the largest first."""
    ranks = np.zeros(len(sets), dtype=np.int64)
    for place in range(sets.shape[1]):
        largest = int(sets[:, place].max(initial=0))
        binomials = np.array([comb(n, place + 1) for n in range(largest + 1)], dtype=np.int64)
        ranks += binomials[sets[:, place]]
    return ranks


def _cheapest(
    sets: _Sets, options: list[Change], needed: int
) -> tuple[int, int, tuple[Change, ...]]:
    """Return cost, people and changes of the best set of one size that passes enough."""
    enough = np.flatnonzero(sets.passing >= needed)
    enough = enough[sets.cost[enough] == sets.cost[enough].min()]
    enough = enough[sets.passing[enough] == sets.passing[enough].max()]
    chosen = min(
        (tuple(options[each] for each in row) for row in sets.options[enough].tolist()),
        key=lambda changes: (
            [change.requirement for change in changes],
            [change.is_drop for change in changes],
        ),
    )
    return int(sets.cost[enough[0]]), int(sets.passing[enough[0]]), chosen
