"""Who misses no must and no gate, and the best of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import (
    Bytes,
    JobArrays,
    Longs,
    PeopleArrays,
    TableArrays,
)
from preceptor.engine.kernels.asked import EARNS, MET
from preceptor.engine.kernels.bare import bare_loop
from preceptor.engine.kernels.columns import (
    ROOM,
    TILE,
    add_weighted,
    fill_credits,
    quarters_of,
    schooling_value,
)
from preceptor.engine.kernels.heap import HeapArrays, bar, new_heap, push
from preceptor.engine.kernels.jit import loop
from preceptor.engine.kernels.open_list import CHUNK, home_reached, meets_terms

Words = NDArray[np.uint64]

# Bit sets have room for every 16-bit place, as columns have.
WORDS = ROOM // 64

# Fewer survivors than this are scored one by one from their own pieces, some 80 ns each; the
# columns of a whole tile take some 100 microseconds.
FEW = 1000


@bare_loop
def first_met(job: JobArrays, column: int) -> int:
    """Return the first of a column's ranges whose codes meet it alone; they come last."""
    r = job.values.starts[column + 1]
    while r > job.values.starts[column] and job.values.worth[r - 1] & MET == MET:
        r -= 1
    return r


@bare_loop
def postings_of(people: PeopleArrays, job: JobArrays, column: int, tile: int) -> int:
    """Return how many pieces in a tile meet a column."""
    starts = people.list_starts[tile]
    total = np.int64(0)
    for r in range(first_met(job, column), job.values.starts[column + 1]):
        total += starts[job.values.last[r]] - starts[job.values.first[r]]
    return total


@bare_loop
def is_listed(job: JobArrays, tables: TableArrays, column: int) -> bool:
    """Tell whether a column reads pieces of evidence."""
    for other in job.years.column:
        if other == column:
            return False
    for other in job.schooling.column:
        if other == column:
            return False
    for other in tables.home_columns:
        if other == column:
            return False
    for other in tables.terms_columns:
        if other == column:
            return False
    return True


@loop
def listed_requirements(job: JobArrays, tables: TableArrays) -> Longs:
    """Return the columns of the musts and gates that read pieces of evidence."""
    found = np.empty(len(job.requirements), np.int64)
    used = 0
    for column in job.requirements:
        if is_listed(job, tables, column):
            found[used] = column
            used += 1
    return found[:used].copy()


@bare_loop
def fill_present(people: PeopleArrays, tile: int, count: int, words: Words) -> None:
    """Write who stands in the pool."""
    whole = count // 64
    words[:whole] = ~np.uint64(0)
    words[whole:] = np.uint64(0)
    if count % 64:
        words[whole] = (np.uint64(1) << np.uint64(count % 64)) - np.uint64(1)
    if len(people.present):
        first = tile * (TILE // 64)
        for w in range(TILE // 64):
            words[w] &= people.present[first + w]


@bare_loop
def clear_range(words: Words, begin: int, end: int) -> None:
    """Clear the bits from ``begin`` up to before ``end``."""
    while begin < end and begin % 64:
        words[begin // 64] &= ~(np.uint64(1) << np.uint64(begin % 64))
        begin += 1
    while begin + 64 <= end:
        words[begin // 64] = np.uint64(0)
        begin += 64
    while begin < end:
        words[begin // 64] &= ~(np.uint64(1) << np.uint64(begin % 64))
        begin += 1


@bare_loop
def keep_reached(
    people: PeopleArrays, of_homes: Bytes, begin: int, count: int, words: Words
) -> None:
    """Clear whoever lives where a place gate is not met."""
    starts = people.home_starts
    home = np.searchsorted(starts, begin, side="right") - 1
    row = begin
    end = begin + count
    while row < end:
        until = min(end, np.int64(starts[home + 1]))
        if of_homes[home] != MET:
            clear_range(words, row - begin, until - begin)
        row = until
        home += 1


@bare_loop
def is_empty(words: Words) -> bool:
    """Tell whether no bit is set."""
    any_bit = np.uint64(0)
    for word in words:
        any_bit |= word
    return bool(any_bit == 0)


@bare_loop
def passes_rest(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, is_must: Bytes, row: int
) -> bool:
    """Tell whether someone meets the requirements that read no pieces and no home."""
    if not meets_terms(people.terms_of, tables.terms_values, row):
        return False
    for which in range(len(job.years.column)):
        if is_must[job.years.column[which]]:
            asked = job.years.asked[which]
            if quarters_of(people, tables, row, job.years.domain[which]) < asked:
                return False
    for which in range(len(job.schooling.column)):
        if (
            is_must[job.schooling.column[which]]
            and not schooling_value(people, tables, job, which, row) & EARNS
        ):
            return False
    return True


@loop
def musts_of(job: JobArrays) -> Bytes:
    """Return for every column whether it is a requirement."""
    is_must = np.zeros(len(job.values.starts) - 1, np.uint8)
    for column in job.requirements:
        is_must[column] = 1
    return is_must


@bare_loop
def lowest_bit(word: int) -> int:
    """Return the place of the lowest bit set of a word that is not 0."""
    place = 0
    low = word & (~word + np.uint64(1))
    if low & np.uint64(0xFFFFFFFF00000000):
        place += 32
    if low & np.uint64(0xFFFF0000FFFF0000):
        place += 16
    if low & np.uint64(0xFF00FF00FF00FF00):
        place += 8
    if low & np.uint64(0xF0F0F0F0F0F0F0F0):
        place += 4
    if low & np.uint64(0xCCCCCCCCCCCCCCCC):
        place += 2
    if low & np.uint64(0xAAAAAAAAAAAAAAAA):
        place += 1
    return place


@loop
def find_passing(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    listed: Longs,
    is_must: Bytes,
    tile: int,
    words: Words,
    other: Words,
) -> int:
    """Write who of a tile passes, and return how many they are.

    Gates of place first, then the requirements that fewest meet.
    """
    begin = tile * TILE
    count = min(TILE, len(people.number) - begin)
    if not home_reached(people, tables, begin, count):
        words[:] = np.uint64(0)
        return 0
    postings = np.empty(len(listed), np.int64)
    for i in range(len(listed)):
        postings[i] = postings_of(people, job, listed[i], tile)
        if postings[i] == 0:
            words[:] = np.uint64(0)
            return 0
    fill_present(people, tile, count, words)
    for which in range(len(tables.home_columns)):
        if tables.is_everywhere[which]:
            continue
        keep_reached(people, tables.home_values[which], begin, count, words)
    starts = people.list_starts[tile]
    base = people.tile_bases[tile]
    for _ in range(len(listed)):
        least = np.argmin(postings)
        postings[least] = np.iinfo(np.int64).max
        column = listed[least]
        other[:] = np.uint64(0)
        for r in range(first_met(job, column), job.values.starts[column + 1]):
            for p in range(base + starts[job.values.first[r]], base + starts[job.values.last[r]]):
                place = people.list_ids[p]
                other[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
        for w in range(WORDS):
            words[w] &= other[w]
        if is_empty(words):
            return 0
    has_rest = len(tables.terms_columns) + len(job.years.column) + len(job.schooling.column) > 0
    left = 0
    for w in range(TILE // 64):
        word = words[w]
        while word:
            bit = lowest_bit(word)
            word &= word - np.uint64(1)
            row = begin + w * 64 + bit
            if has_rest and not passes_rest(people, tables, job, is_must, row):
                words[w] &= ~(np.uint64(1) << np.uint64(bit))
            else:
                left += 1
    return left


@bare_loop
def score_of(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, row: int, best: Bytes
) -> int:
    """Return one person's score from their own pieces; ``best`` uint8 (lines) is scratch."""
    best[:] = 0
    first = people.piece_bases[row // 64]
    for before in range(row // 64 * 64, row):
        first += people.piece_counts[before]
    for p in range(first, first + people.piece_counts[row]):
        code = people.codes[p]
        competency = code // 25
        rest = code - competency * 25
        for e in range(job.entries.starts[competency], job.entries.starts[competency + 1]):
            line = job.entries.line[e]
            best[line] = max(best[line], job.entries.credit[e, rest])
    for which in range(len(job.years.column)):
        held = quarters_of(people, tables, row, job.years.domain[which])
        best[job.years.column[which]] = min(255, 255 * held // job.years.asked[which])
    for which in range(len(job.schooling.column)):
        is_met = schooling_value(people, tables, job, which, row) & EARNS
        best[job.schooling.column[which]] = 255 if is_met else 0
    total = np.int64(0)
    for line in range(len(job.weights)):
        total += np.int64(job.weights[line]) * np.int64(best[line])
    return total


@loop
def best_strict(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, tiles: Longs, limit: int
) -> HeapArrays:
    """Return the best ``limit`` of those in some tiles who pass; keys are scores."""
    heap = new_heap(limit)
    lines = len(job.weights)
    words = np.zeros(WORDS, np.uint64)
    other = np.zeros(WORDS, np.uint64)
    best = np.zeros(lines, np.uint8)
    earned = np.zeros((0, ROOM), np.uint8)
    scores = np.zeros(CHUNK, np.uint16)
    listed = listed_requirements(job, tables)
    is_must = musts_of(job)
    n = len(people.number)
    for tile in tiles:
        left = find_passing(people, tables, job, listed, is_must, tile, words, other)
        if left == 0:
            continue
        begin = tile * TILE
        count = min(TILE, n - begin)
        is_few = left < FEW
        if not is_few:
            if not len(earned):
                earned = np.zeros((lines, ROOM), np.uint8)
            fill_credits(people, tables, job, tile, begin, count, earned)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            if not is_few:
                add_weighted(earned, job.weights, at, size, scores)
            for w in range(at // 64, (at + size + 63) // 64):
                word = words[w]
                while word:
                    bit = lowest_bit(word)
                    word &= word - np.uint64(1)
                    place = w * 64 + bit
                    row = begin + place
                    if is_few:
                        key = score_of(people, tables, job, row, best)
                    else:
                        key = np.int64(scores[place - at])
                    if key >= bar(heap):
                        push(heap, key, people.number[row], row)
    return heap
