"""Count who misses what: the states of every column, and how many people share a mask."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import Bytes, JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.columns import ROOM, TILE, fill_value
from preceptor.engine.kernels.jit import loop

Words = NDArray[np.uint64]

# Four requirements share a byte, two bits each.
EACH_BYTE = 4
# Up to so many requirements a key fits 16 bits, and counting needs no search.
FEW_REQUIREMENTS = 8
FIRST_ROOM = 1 << 12


class TallyArrays(NamedTuple):
    """How many people have each key: an open hash table that grows with its use.

    ``keys`` uint64 and ``counts`` int64, a power of two long; a count of 0 is a free place or
    a key that nobody has any more.
    """

    keys: Words
    counts: Longs


@loop
def place_of(keys: Words, taken: Bytes, key: int) -> int:
    """Return where a key stands or would stand."""
    last = np.uint64(len(keys) - 1)
    # Fibonacci hashing: the golden ratio spreads keys that differ in few bits.
    at = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32) & last
    while taken[at] and keys[at] != key:
        at = (at + np.uint64(1)) & last
    return at


@loop
def grown(keys: Words, counts: Longs, taken: Bytes) -> tuple[Words, Longs, Bytes]:
    """Return a table of twice the size with the same counts."""
    more_keys = np.zeros(2 * len(keys), np.uint64)
    more_counts = np.zeros(2 * len(keys), np.int64)
    more_taken = np.zeros(2 * len(keys), np.uint8)
    for i in range(len(keys)):
        if taken[i]:
            at = place_of(more_keys, more_taken, keys[i])
            more_keys[at] = keys[i]
            more_counts[at] = counts[i]
            more_taken[at] = 1
    return more_keys, more_counts, more_taken


@loop
def count_states(words: Words, states: Longs, group: Words, shift: int) -> None:
    """Add how many people earn, meet and say anything to ``states`` 0, 1 and 2.

    Eight people to a word, a byte each: the bytes are summed side by side, up to 255 times.
    Where ``group`` has room for them, the lower two bits of each are added to it.
    """
    ones = np.uint64(0x0101010101010101)
    threes = np.uint64(0x0303030303030303)
    by = np.uint64(shift)
    for begin in range(0, len(words), 255):
        # Slices, not offsets: what may be negative is not read side by side.
        part = words[begin : begin + 255]
        earns = np.uint64(0)
        meets = np.uint64(0)
        says = np.uint64(0)
        for w in range(len(part)):
            word = part[w]
            earns += word >> np.uint64(2) & ones
            meets += word & word >> np.uint64(1) & ones
            says += (word | word >> np.uint64(1) | word >> np.uint64(2)) & ones
        if len(group):
            into = group[begin : begin + len(part)]
            for w in range(len(into)):
                into[w] |= (part[w] & threes) << by
        for _ in range(8):
            states[0] += np.int64(earns & np.uint64(255))
            states[1] += np.int64(meets & np.uint64(255))
            states[2] += np.int64(says & np.uint64(255))
            earns >>= np.uint64(8)
            meets >>= np.uint64(8)
            says >>= np.uint64(8)


@loop
def tally_masks(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, tiles: Longs
) -> tuple[Longs, TallyArrays]:
    """Return the states of every column, and how many people of some tiles have each key.

    States int64 (columns, 3): how many earn credit, meet it, and say anything of it. A key has
    two bits per requirement: 0 not stated, 1 unmet, 2 met one step lower, 3 met.
    """
    columns = len(job.values.starts) - 1
    required = len(job.requirements)
    groups = (required + EACH_BYTE - 1) // EACH_BYTE
    states = np.zeros((columns, 3), np.int64)
    packed = np.zeros((max(groups, 1), ROOM), np.uint8)
    packed_words = packed.view(np.uint64)
    nothing = np.zeros(0, np.uint64)
    values = np.zeros(ROOM, np.uint8)
    words = values.view(np.uint64)
    is_direct = required <= FEW_REQUIREMENTS
    direct = np.zeros((2, 1 << 16 if is_direct else 1), np.int64)
    keys = np.zeros(FIRST_ROOM, np.uint64)
    counts = np.zeros(FIRST_ROOM, np.int64)
    taken = np.zeros(FIRST_ROOM, np.uint8)
    used = 0
    bit_of = np.full(columns, -1, np.int64)
    for bit in range(required):
        bit_of[job.requirements[bit]] = bit
    n = len(people.number)
    for tile in tiles:
        begin = tile * TILE
        count = min(TILE, n - begin)
        absent = people.absent_ids[people.absent_starts[tile] : people.absent_starts[tile + 1]]
        packed[:, :count] = 0
        for column in range(columns):
            fill_value(people, tables, job, column, tile, begin, count, values)
            values[count : count + 8] = 0
            # Whoever is absent says nothing; their key is that of those who say nothing at all.
            for place in absent:
                values[place] = 0
            bit = bit_of[column]
            group = packed_words[bit // EACH_BYTE] if bit >= 0 else nothing
            shift = 2 * (bit % EACH_BYTE)
            count_states(words[: (count + 7) // 8], states[column], group, shift)
        if is_direct:
            low = packed[0]
            high = packed[groups - 1 if groups > 1 else 0]
            has_high = groups > 1
            for i in range(count):
                key = np.int64(low[i]) | (np.int64(high[i]) << 8 if has_high else 0)
                direct[i & 1, key] += 1
            direct[0, 0] -= len(absent)
            continue
        for i in range(count):
            word = np.uint64(0)
            for g in range(groups):
                word |= np.uint64(packed[g, i]) << np.uint64(8 * g)
            at = place_of(keys, taken, word)
            if not taken[at]:
                if 2 * (used + 1) > len(keys):
                    keys, counts, taken = grown(keys, counts, taken)
                    at = place_of(keys, taken, word)
                taken[at] = 1
                keys[at] = word
                used += 1
            counts[at] += 1
        if len(absent):
            counts[place_of(keys, taken, np.uint64(0))] -= len(absent)
    if is_direct:
        total = direct[0] + direct[1]
        found = np.flatnonzero(total)
        return states, TallyArrays(found.astype(np.uint64), total[found])
    found = np.flatnonzero(counts)
    return states, TallyArrays(keys[found], counts[found])
