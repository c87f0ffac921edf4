"""Count who misses what: the states of every column, and how many people share a mask."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.bare import bare_loop
from preceptor.engine.kernels.columns import ROOM, TILE, fill_value
from preceptor.engine.kernels.jit import loop

Words = NDArray[np.uint64]

# Four requirements share a byte, two bits each.
EACH_BYTE = 4
# Up to so many requirements a key fits 16 bits, and counting needs no search; up to so many it
# shares a word with its count.
FEW_REQUIREMENTS = 8
SOME_REQUIREMENTS = 16
FIRST_ROOM = 1 << 12
# So many people are counted before the table may have to grow.
CHUNK = 512
# Set in every key that stands beside its count: 24 requirements take 48 bits, 0 is a free place.
SEEN = np.uint64(1 << 63)
COUNT_BITS = np.uint64(32)
COUNT_MASK = np.uint64((1 << 32) - 1)


class TallyArrays(NamedTuple):
    """How many people have each key: ``keys`` uint64 (k), in no order, ``counts`` int64 (k)."""

    keys: Words
    counts: Longs


@bare_loop
def hash_of(key: int) -> int:
    """Return a number that differs in its lower bits wherever keys differ in few.

    Fibonacci hashing: multiplied by the golden ratio, the upper bits taken.
    """
    return (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)


@bare_loop
def place_of(keys: Words, key: int) -> int:
    """Return where a key stands or would stand; a free place holds 0."""
    last = np.uint64(len(keys) - 1)
    at = hash_of(key) & last
    while keys[at] != 0 and keys[at] != key:
        at = (at + np.uint64(1)) & last
    return at


@loop
def grown(keys: Words, counts: Longs) -> tuple[Words, Longs]:
    """Return a table of twice the size with the same counts."""
    more_keys = np.zeros(2 * len(keys), np.uint64)
    more_counts = np.zeros(2 * len(keys), np.int64)
    for i in range(len(keys)):
        if keys[i]:
            at = place_of(more_keys, keys[i])
            more_keys[at] = keys[i]
            more_counts[at] = counts[i]
    return more_keys, more_counts


@bare_loop
def count_keys(words: Words, keys: Words, counts: Longs) -> int:
    """Count every key in a table that has room for all of them; return how many were new."""
    new = 0
    for word in words:
        at = place_of(keys, word | SEEN)
        if keys[at] == 0:
            keys[at] = word | SEEN
            new += 1
        counts[at] += 1
    return new


@bare_loop
def slot_of(slots: Words, key: int) -> int:
    """Return where a key of 32 bits stands or would stand; a free slot is 0."""
    last = np.uint64(len(slots) - 1)
    at = hash_of(key) & last
    while slots[at] != 0 and slots[at] >> COUNT_BITS != key:
        at = (at + np.uint64(1)) & last
    return at


@loop
def grown_slots(slots: Words) -> Words:
    """Return slots twice as many with the same keys and counts."""
    more = np.zeros(2 * len(slots), np.uint64)
    for slot in slots:
        if slot:
            more[slot_of(more, slot >> COUNT_BITS)] = slot
    return more


@bare_loop
def count_in_slots(words: Words, slots: Words) -> int:
    """Count every key, of 32 bits, beside it in one word; return how many were new."""
    new = 0
    last = np.uint64(len(slots) - 1)
    for word in words:
        at = hash_of(word) & last
        slot = slots[at]
        # Nearly always the first look finds it.
        if slot == 0 or slot >> COUNT_BITS != word:
            at = slot_of(slots, word)
            slot = slots[at]
            if slot == 0:
                slot = word << COUNT_BITS
                new += 1
        slots[at] = slot + np.uint64(1)
    return new


@loop
def fold(keys: Words, counts: Longs, confirms: bool) -> TallyArrays:
    """Return how many people miss what: two bits per requirement, unmet and still so lowered.

    ``keys`` and ``counts`` as ``tally_masks`` gives them; ``confirms``: as if everything not
    stated were met.
    """
    evens = np.uint64(0x5555555555555555)
    new_keys = np.zeros(FIRST_ROOM, np.uint64)
    new_counts = np.zeros(FIRST_ROOM, np.int64)
    used = 0
    for i in range(len(keys)):
        low = keys[i] & evens
        high = keys[i] >> np.uint64(1) & evens
        unmet = ~(low & high) & evens
        lowered = ~high & evens
        if confirms:
            unmet &= low | high
            lowered &= low | high
        key = unmet | lowered << np.uint64(1) | SEEN
        at = place_of(new_keys, key)
        if new_keys[at] == 0:
            if 2 * (used + 1) > len(new_keys):
                new_keys, new_counts = grown(new_keys, new_counts)
                at = place_of(new_keys, key)
            new_keys[at] = key
            used += 1
        new_counts[at] += counts[i]
    found = np.flatnonzero(new_counts)
    return TallyArrays(new_keys[found] ^ SEEN, new_counts[found])


@bare_loop
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
    direct = np.zeros((2, 1 << 8 * max(groups, 1) if is_direct else 1), np.int32)
    in_slots = required <= SOME_REQUIREMENTS
    slots = np.zeros(FIRST_ROOM, np.uint64)
    keys = np.zeros(FIRST_ROOM, np.uint64)
    counts = np.zeros(FIRST_ROOM, np.int64)
    chunk = np.zeros(CHUNK, np.uint64)
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
            # Two tables by turns: the same key twice in a row need not wait for itself.
            low = packed[0, :count]
            if groups > 1:
                high = packed[1, :count]
                for i in range(len(low)):
                    direct[i & 1, np.int64(low[i]) | np.int64(high[i]) << 8] += np.int32(1)
            else:
                for i in range(len(low)):
                    direct[i & 1, low[i]] += np.int32(1)
            direct[0, 0] -= len(absent)
            continue
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            some = chunk[:size]
            some[:] = 0
            for g in range(groups):
                packed_keys = packed[g, at : at + size]
                by = np.uint64(8 * g)
                for i in range(len(some)):
                    some[i] |= np.uint64(packed_keys[i]) << by
            if in_slots:
                # Roomy: keys come in clumps, and a second look is a wrong guess.
                while 8 * (used + size) > len(slots):
                    slots = grown_slots(slots)
                used += count_in_slots(some, slots)
            else:
                while 2 * (used + size) > len(keys):
                    keys, counts = grown(keys, counts)
                used += count_keys(some, keys, counts)
        if len(absent) and in_slots:
            slots[slot_of(slots, np.uint64(0))] -= np.uint64(len(absent))
        elif len(absent):
            counts[place_of(keys, SEEN)] -= len(absent)
    if is_direct:
        total = direct[0].astype(np.int64) + direct[1]
        found = np.flatnonzero(total)
        return states, TallyArrays(found.astype(np.uint64), total[found])
    if in_slots:
        filled = slots[slots & COUNT_MASK > 0]
        return states, TallyArrays(filled >> COUNT_BITS, (filled & COUNT_MASK).astype(np.int64))
    found = np.flatnonzero(counts)
    return states, TallyArrays(keys[found] ^ SEEN, counts[found])
