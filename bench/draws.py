"""Loops that draw people: everything of a person follows from the seed and the person's number.

A draw is 64 even bits, made from seed, person and purpose by splitmix64, so that any stretch of
people can be made without those before. Tables hold what is drawn as often as it should come.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

LEAST_PIECES, MOST_PIECES = 20, 40
SENIORITIES = 4
DOMAINS = 3
LAPSED = 5  # of 32 credentials

# What a draw is for; pieces of evidence take all from the last on.
FOR_ROLE, FOR_HOME, FOR_TERMS, FOR_WORK, FOR_HOURS, FOR_STANDING, FOR_PIECES = range(7)

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
STRIDE = np.uint64(0xD1342543DE82EF95)
FIRST_MIX, SECOND_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
HALF = np.uint64(0xFFFF)

Ints = NDArray[Any]


@njit(cache=True, nogil=True, inline="always")
def _drawn(seed: int, person: int, purpose: int) -> Any:
    z = np.uint64(seed) * GOLDEN + np.uint64(person) * STRIDE
    z += np.uint64(purpose + 1) * GOLDEN
    z = (z ^ (z >> np.uint64(30))) * FIRST_MIX
    z = (z ^ (z >> np.uint64(27))) * SECOND_MIX
    return z ^ (z >> np.uint64(31))


@njit(cache=True, nogil=True, inline="always")
def _part(bits: Any, place: int, size: int) -> Any:
    """Return a number below ``size`` (at most 65,536) from one of the four parts of a draw."""
    return np.int64(((bits >> np.uint64(16 * place)) & HALF) * np.uint64(size) >> np.uint64(16))


@njit(cache=True, nogil=True)
def draw_roles(seed: int, start: int, roles: Ints, role: Ints, counts: Ints) -> None:
    """Draw ``role * SENIORITIES + seniority`` and the number of pieces of some people."""
    for row in range(len(role)):
        bits = _drawn(seed, start + row, FOR_ROLE)
        role[row] = roles[_part(bits, 0, len(roles))] * SENIORITIES + _part(bits, 1, SENIORITIES)
        counts[row] = LEAST_PIECES + _part(bits, 2, MOST_PIECES - LEAST_PIECES + 1)


@njit(cache=True, nogil=True)
def draw_homes(
    seed: int, start: int, places: Ints, place_count: int, states: int, home: Ints
) -> None:
    """Draw entries of the dictionary of homes: one in 32 has no place, half of them a state."""
    for row in range(len(home)):
        bits = _drawn(seed, start + row, FOR_HOME)
        place = np.int64(places[_part(bits, 0, len(places))])
        if _part(bits, 1, 32) == 0:
            place = place_count
            if _part(bits, 2, 2):
                place += 1 + _part(bits, 2, 2 * states) % states
        home[row] = 2 * place + (_part(bits, 3, 8) == 0)


@njit(cache=True, nogil=True)
def draw_choices(seed: int, start: int, purpose: int, sizes: Ints, chosen: Ints) -> None:
    """Draw positions in the product of up to four lists of these sizes, the last the fastest."""
    for row in range(len(chosen)):
        bits = _drawn(seed, start + row, purpose)
        position = 0
        for place in range(len(sizes)):
            position = position * sizes[place] + _part(bits, place, sizes[place])
        chosen[row] = position


@njit(cache=True, nogil=True)
def draw_work(seed: int, start: int, role: Ints, quarters: Ints, stated: Ints) -> None:
    """Draw quarters in the domain of the role, for some in a second one; few state nothing."""
    for row in range(len(role)):
        bits = _drawn(seed, start + row, FOR_WORK)
        senior = role[row] % SENIORITIES
        own = role[row] // SENIORITIES % DOMAINS
        quarters[row] = 0
        stated[row] = 0
        if _part(bits, 0, 16) == 0:
            continue
        worked = _part(bits, 1, 16 + 22 * senior)
        quarters[row, own] = worked
        quarters[row, DOMAINS] = worked
        stated[row] = 1 << own
        if _part(bits, 2, 4) == 0:
            second = (own + 1 + _part(bits, 0, 2)) % DOMAINS
            other = _part(bits, 3, 4 + 10 * senior)
            quarters[row, second] = other
            # Half of the shorter work was done beside the longer.
            quarters[row, DOMAINS] = max(worked, other) + min(worked, other) // 2
            stated[row] |= 1 << second


@njit(cache=True, nogil=True)
def draw_hours(seed: int, start: int, states: Ints, hours: Ints, stated: Ints) -> None:
    """Draw rows of signed hours for one of sixteen; ``states`` are the domains of each row."""
    for row in range(len(hours)):
        bits = _drawn(seed, start + row, FOR_HOURS)
        hours[row] = 0
        if _part(bits, 0, 16) == 0:
            hours[row] = _part(bits, 1, len(states))
            stated[row] |= states[hours[row]]


@njit(cache=True, nogil=True)
def draw_pieces(
    seed: int,
    start: int,
    role: Ints,
    counts: Ints,
    slots: Ints,
    is_credential: Ints,
    levels: Ints,
    grades: Ints,
    codes: Ints,
) -> None:
    """Draw the codes of some people, one after the other."""
    at = 0
    for row in range(len(role)):
        mine, senior = role[row] // SENIORITIES, role[row] % SENIORITIES
        for piece in range(counts[row]):
            bits = _drawn(seed, start + row, FOR_PIECES + piece)
            competency = np.int64(slots[mine, _part(bits, 0, slots.shape[1])])
            place = _part(bits, 1, 32)
            level = np.int64(levels[senior, place])
            if is_credential[competency]:
                # In force a credential holds the highest level, lapsed the lowest.
                level = 0 if place < LAPSED else 4
            grade = np.int64(grades[_part(bits, 2, 32)])
            codes[at] = competency * 25 + level * 5 + grade
            at += 1
