"""What a block of people earns on each competency asked, whatever the way of asking.

A *profile* is a row of credits, one for each way of asking. The first profiles are those of one
piece, numbered ``percent * 25 + level and grade``; 0 earns nothing. Where two pieces answer for
one competency and neither is always the better, a further profile holds the better of the two
way by way, and is kept for whoever has the same.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Ids = NDArray[np.unsignedinteger[Any]]

FULL = -1
HASHING = 0x9E3779B97F4A7C15


class Profiles(NamedTuple):
    """Profiles known so far.

    ``credits`` uint8 (ways, room); ``known`` int64 (2): how many, and of how many pairs;
    ``pairs`` and ``better`` int64 (a power of two): a table of pairs of profiles and the profile
    of both, 0 for none.
    """

    credits: Bytes
    known: Ints
    pairs: Ints
    better: Ints


@loop
def is_no_better(one: int, other: int) -> bool:
    """Tell whether one piece never earns more than another, by percentage, level and grade."""
    return one // 25 <= other // 25 and one % 25 // 5 <= other % 25 // 5 and one % 5 <= other % 5


@loop
def better_of(profiles: Profiles, pieces: int, one: int, other: int) -> int:
    """Return the profile of who has both, made where there is none; FULL without room.

    ``pieces`` profiles are of one piece.
    """
    if one < pieces and other < pieces:
        if is_no_better(one, other):
            return other
        if is_no_better(other, one):
            return one
    if one > other:
        one, other = other, one
    pair = (np.int64(one) << 32) + np.int64(other)
    mask = len(profiles.pairs) - 1
    at = np.int64((np.uint64(pair) * np.uint64(HASHING)) >> np.uint64(40)) & mask
    while profiles.pairs[at]:
        if profiles.pairs[at] == pair:
            return profiles.better[at]
        at = (at + 1) & mask
    table = profiles.credits
    room = table.shape[1]
    new = profiles.known[0]
    if new >= room or 2 * profiles.known[1] >= len(profiles.pairs):
        return FULL
    is_one = is_other = True
    for way in range(len(table)):
        best = max(table[way, one], table[way, other])
        table[way, new] = best
        is_one = is_one and best == table[way, one]
        is_other = is_other and best == table[way, other]
    found = np.int64(one) if is_one else np.int64(other) if is_other else new
    if found == new:
        profiles.known[0] = new + 1
    profiles.known[1] += 1
    profiles.pairs[at] = pair
    profiles.better[at] = found
    return found


@loop
def count_answers(held: Numbers, piece_starts: Numbers) -> int:
    """Return how many pieces of a block answer for any competency asked, each time counted."""
    count = 0
    for entry in range(len(held)):
        count += piece_starts[held[entry] + 1] - piece_starts[held[entry]]
    return count


@loop
def list_answers(
    starts: Ints,
    held: Numbers,
    percent: Bytes,
    piece_starts: Numbers,
    person: NDArray[np.uint16],
    rest: Bytes,
    width: int,
    pieces: int,
    profiles: Profiles,
    grid: Ids,
    list_starts: Numbers,
    lists: Ids,
) -> bool:
    """List who earns anything on each competency asked: the profile, and in 16 bits the person.

    ``grid`` (competencies, people) is the same as a table, 0 for nothing. Returns False where
    there is no room for a profile; then nothing of this is to be used.
    """
    count = 0
    for competency in range(len(starts) - 1):
        row = grid[competency]
        row[:width] = 0
        list_starts[competency] = count
        first = count
        for entry in range(starts[competency], starts[competency + 1]):
            base = np.int64(percent[entry]) * 25
            for p in range(piece_starts[held[entry]], piece_starts[held[entry] + 1]):
                i = person[p]
                old = np.int64(row[i])
                new = base + np.int64(rest[p])
                if old == 0:
                    lists[count] = i
                    count += 1
                elif old != new:
                    new = better_of(profiles, pieces, old, new)
                    if new == FULL:
                        return False
                row[i] = new
        for at in range(first, count):
            lists[at] |= lists.dtype.type(row[lists[at]]) << 16
    list_starts[len(starts) - 1] = count
    return True
