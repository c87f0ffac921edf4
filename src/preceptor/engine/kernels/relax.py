"""The cheapest set of at most four changes, by trying all sets: twin of ``match.relaxation``.

A set is some *places* (offered requirements, 0, 1, ...) and a *pattern*: which of them are
dropped, the others being lowered. The first place is the highest bit of a pattern, so that
rising patterns are lists of "lower" before "drop". Sets of one size are kept by rank: place a
of {a < b < c < d} counts a, b choose 2, c choose 3, d choose 4, added up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.jit import loop

Gains = NDArray[np.int64]

MOST_PLACES = 24
MOST_CHANGES = 4
PATTERNS = 1 << MOST_CHANGES

UNREACHED = np.iinfo(np.int64).max  # a cost above all costs


def _binomials() -> NDArray[np.int64]:
    table = np.zeros((MOST_CHANGES + 1, MOST_PLACES + 1), dtype=np.int64)
    table[0] = 1
    for n in range(1, MOST_PLACES + 1):
        table[1:, n] = table[1:, n - 1] + table[:-1, n - 1]
    return table


CHOOSE = _binomials()  # [size, n]


def _projections() -> NDArray[np.int64]:
    """Return, by size, subset and pattern, the pattern on the subset alone."""
    table = np.zeros((MOST_CHANGES + 1, PATTERNS, PATTERNS), dtype=np.int64)
    for size in range(MOST_CHANGES + 1):
        for subset in range(1 << size):
            for pattern in range(1 << size):
                kept = [pattern >> bit & 1 for bit in range(size) if subset >> bit & 1]
                table[size, subset, pattern] = sum(one << bit for bit, one in enumerate(kept))
    return table


PROJECT = _projections()


@loop
def count_gains(
    unmet: NDArray[np.uint32],
    unmet_lowered: NDArray[np.uint32],
    missed: NDArray[np.uint8],
    people: NDArray[np.int64],
    place_of: NDArray[np.int64],
    gains: Gains,
) -> None:
    """Add up who misses exactly the places of a set, and passes with each pattern on it.

    ``place_of`` int64 (32) is the place of a bit, -1 where it is not offered. ``gains`` is int64
    (5 sizes, most sets of a size, 16 patterns), zeros before.
    """
    for row in range(unmet.shape[0]):
        misses = int(missed[row])
        if misses > MOST_CHANGES:
            continue
        rank = np.int64(0)
        pattern = np.int64(0)
        taken = 0
        for bit in range(32):
            if (unmet[row] >> np.uint32(bit)) & np.uint32(1) == 0:
                continue
            if place_of[bit] < 0:
                rank = np.int64(-1)
                break
            taken += 1
            rank += CHOOSE[taken, place_of[bit]]
            pattern = 2 * pattern + np.int64((unmet_lowered[row] >> np.uint32(bit)) & np.uint32(1))
            if taken == misses:
                break
        if rank >= 0:
            gains[misses, rank, pattern] += people[row]
    offered = int(place_of.max()) + 1
    for size in range(1, MOST_CHANGES + 1):
        _spread(gains[size, : CHOOSE[size, offered]], size)


@loop
def _spread(gains: Gains, size: int) -> None:
    """Let a pattern also count whom dropping fewer is enough for."""
    for rank in range(gains.shape[0]):
        for bit in range(size):
            for pattern in range(1 << size):
                if (pattern >> bit) & 1:
                    gains[rank, pattern] += gains[rank, pattern ^ (1 << bit)]


@loop
def cheapest(
    gains: Gains,
    lower: NDArray[np.int64],
    drop: NDArray[np.int64],
    can_lower: NDArray[np.bool_],
    needed: int,
    best: NDArray[np.int64],
) -> int:
    """Write the best set into ``best`` and return the most people that any set tried lets pass.

    ``lower``, ``drop`` and ``can_lower`` are by place. ``best`` int64 (8): cost (UNREACHED where
    no set lets ``needed`` pass, in which case all were tried), people, size, pattern, places.
    """
    count = lower.shape[0]
    places = np.zeros(MOST_CHANGES, dtype=np.int64)
    passing = np.zeros(PATTERNS, dtype=np.int64)
    most = -1
    best[:] = 0
    best[0] = UNREACHED
    for size in range(min(MOST_CHANGES, count) + 1):
        for place in range(size):
            places[place] = place
        while True:
            if _least_cost(places, size, lower, drop, can_lower) <= best[0]:
                dropping_all = _count_dropping_all(gains, places, size)
                most = max(most, dropping_all)
                if dropping_all >= needed:
                    _count_passing(gains, places, size, passing)
                    _compare(places, size, passing, lower, drop, can_lower, needed, best)
            if not _advance(places, size, count):
                break
    return most


@loop
def _least_cost(
    places: NDArray[np.int64],
    size: int,
    lower: NDArray[np.int64],
    drop: NDArray[np.int64],
    can_lower: NDArray[np.bool_],
) -> int:
    cost = 0
    for index in range(size):
        place = places[index]
        cost += lower[place] if can_lower[place] else drop[place]
    return cost


@loop
def _count_dropping_all(gains: Gains, places: NDArray[np.int64], size: int) -> int:
    """Return how many pass with a whole set dropped, which are the most it can bring."""
    passing = gains[0, 0, 0]
    for subset in range(1, 1 << size):
        rank = np.int64(0)
        taken = 0
        for index in range(size):
            if (subset >> index) & 1:
                taken += 1
                rank += CHOOSE[taken, places[index]]
        passing += gains[taken, rank, (1 << taken) - 1]
    return int(passing)


@loop
def _count_passing(
    gains: Gains, places: NDArray[np.int64], size: int, passing: NDArray[np.int64]
) -> None:
    """Write how many pass with each pattern of a set: those that its subsets gain."""
    for pattern in range(1 << size):
        passing[pattern] = gains[0, 0, 0]
    for subset in range(1, 1 << size):
        rank = np.int64(0)
        taken = 0
        for index in range(size):
            # The first place is the highest bit.
            if (subset >> (size - 1 - index)) & 1:
                taken += 1
                rank += CHOOSE[taken, places[index]]
        for pattern in range(1 << size):
            passing[pattern] += gains[taken, rank, PROJECT[size, subset, pattern]]


@loop
def _compare(
    places: NDArray[np.int64],
    size: int,
    passing: NDArray[np.int64],
    lower: NDArray[np.int64],
    drop: NDArray[np.int64],
    can_lower: NDArray[np.bool_],
    needed: int,
    best: NDArray[np.int64],
) -> None:
    """Keep the better: least cost, then fewest changes, then most people, then the first."""
    for pattern in range(1 << size):
        if passing[pattern] < needed:
            continue
        cost = np.int64(0)
        possible = True
        for index in range(size):
            place = places[index]
            if (pattern >> (size - 1 - index)) & 1:
                cost += drop[place]
            elif can_lower[place]:
                cost += lower[place]
            else:
                possible = False
        if not possible or cost > best[0]:
            continue
        # Sizes rise and sets come in order, so that an equal one found later is no better.
        if cost < best[0] or (size == best[2] and passing[pattern] > best[1]):
            best[0], best[1], best[2], best[3] = cost, passing[pattern], size, pattern
            best[4 : 4 + size] = places[:size]


@loop
def _advance(places: NDArray[np.int64], size: int, count: int) -> bool:
    """Move on to the next set in order; False after the last."""
    index = size - 1
    while index >= 0 and places[index] == count - size + index:
        index -= 1
    if index < 0:
        return False
    places[index] += 1
    for later in range(index + 1, size):
        places[later] = places[later - 1] + 1
    return True


def most_sets(count: int) -> int:
    """Return how many sets of one size there are at most: the second length of ``gains``."""
    return int(CHOOSE[:, count].max())
