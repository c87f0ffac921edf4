"""The best of everyone: no unmet gate first, then score, then person number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import (
    Bytes,
    JobArrays,
    Longs,
    PeopleArrays,
    TableArrays,
    Unsigned,
)
from preceptor.engine.kernels.asked import MET
from preceptor.engine.kernels.bare import bare_loop
from preceptor.engine.kernels.columns import (
    ROOM,
    TILE,
    add_weighted,
    fill_credits,
    fill_homes,
    spread,
)
from preceptor.engine.kernels.heap import HeapArrays, bar, new_heap, push
from preceptor.engine.kernels.jit import loop

# Scores are worked out for so many people at a time: they stay in the nearest cache.
CHUNK = 2048


@bare_loop
def is_present(present: NDArray[np.uint64], tile: int, place: int) -> bool:
    """Tell whether someone stands in the pool."""
    if not len(present):
        return True
    word = present[tile * (TILE // 64) + place // 64]
    return bool(word >> np.uint64(place % 64) & np.uint64(1))


@bare_loop
def gates_at(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tile: int,
    begin: int,
    count: int,
    met: Bytes,
    column: Bytes,
) -> bool:
    """Write who meets the place and licence gates, 255 or 0; tell whether anyone does."""
    lines = len(job.weights)
    met[:count] = 255
    met[count:] = 0
    for which in range(len(tables.home_columns)):
        if tables.is_everywhere[which]:
            continue
        fill_homes(people, tables.home_values[which], begin, count, column)
        keep_met(met[:count], column[:count])
    for gate in range(lines, len(job.values.starts) - 1):
        if not is_licence(tables, gate):
            continue
        column[:count] = 0
        spread(people, job.values, gate, tile, column)
        keep_met(met[:count], column[:count])
    any_met = np.uint64(0)
    for word in met.view(np.uint64)[: (count + 7) // 8]:
        any_met |= word
    return any_met > 0


@bare_loop
def keep_met(met: Bytes, column: Bytes) -> None:
    """Keep those who meet one more gate: a value of 3, both lower bits set."""
    for i in range(len(met)):
        met[i] &= np.uint8(0) - ((column[i] & column[i] >> np.uint8(1)) & np.uint8(1))


@bare_loop
def is_licence(tables: TableArrays, gate: int) -> bool:
    """Tell whether a gate reads pieces of evidence."""
    for column in tables.home_columns:
        if column == gate:
            return False
    for column in tables.terms_columns:
        if column == gate:
            return False
    return True


@bare_loop
def meets_terms(terms_of: Unsigned, terms_values: Bytes, row: int) -> bool:
    """Tell whether someone meets the gates that read their terms."""
    for which in range(len(terms_values)):
        if terms_values[which, terms_of[row]] != MET:
            return False
    return True


@bare_loop
def home_reached(people: PeopleArrays, tables: TableArrays, begin: int, count: int) -> bool:
    """Tell whether anyone of a tile may meet every place gate."""
    starts = people.home_starts
    for which in range(len(tables.home_columns)):
        if tables.is_everywhere[which]:
            continue
        home = np.searchsorted(starts, begin, side="right") - 1
        reached = False
        while home < len(starts) - 1 and starts[home] < begin + count:
            if tables.home_values[which, home] == MET:
                reached = True
                break
            home += 1
        if not reached:
            return False
    return True


@loop
def best_open(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tiles: Longs,
    limit: int,
    gates_step: int,
) -> HeapArrays:
    """Return the best ``limit`` people of some tiles; keys are gates_step * gates + score."""
    heap = new_heap(limit)
    lines = len(job.weights)
    earned = np.zeros((lines, ROOM), np.uint8)
    met = np.zeros(ROOM, np.uint8)
    column = np.zeros(ROOM, np.uint8)
    scores = np.zeros(CHUNK, np.uint16)
    has_gates = len(job.values.starts) - 1 - lines > tables.is_everywhere.sum()
    n = len(people.number)
    # Tiles in reach first: once they fill the list, the others need not be scored at all.
    for turn in range(2):
        for tile in tiles:
            begin = tile * TILE
            count = min(TILE, n - begin)
            if has_gates:
                if home_reached(people, tables, begin, count) != (turn == 0):
                    continue
                if turn == 1 and bar(heap) >= gates_step:
                    continue
            elif turn == 1:
                continue
            any_met = True
            if has_gates:
                any_met = gates_at(people, tables, job, tile, begin, count, met, column)
                if not any_met and bar(heap) >= gates_step:
                    continue
            fill_credits(people, tables, job, tile, begin, count, earned)
            for at in range(0, count, CHUNK):
                size = min(CHUNK, count - at)
                add_weighted(earned, job.weights, at, size, scores)
                take_best(
                    people, tables, tile, begin, at, size, scores, met, has_gates, gates_step, heap
                )
    return heap


@bare_loop
def take_best(
    people: PeopleArrays,
    tables: TableArrays,
    tile: int,
    begin: int,
    at: int,
    size: int,
    scores: np.ndarray,
    met: Bytes,
    has_gates: bool,
    gates_step: int,
    heap: HeapArrays,
) -> None:
    """Push whoever of one chunk may still get in."""
    # Slices, not offsets: what may be negative is not read side by side.
    score = scores[:size]
    present, terms_of, terms_values = people.present, people.terms_of, tables.terms_values
    number = people.number
    gates = met[at : at + size]
    least = bar(heap)
    if has_gates and least >= gates_step:
        # Only those who meet the gates can get in now: nobody else has a score to speak of.
        least -= gates_step
        for i in range(len(score)):
            score[i] &= np.uint16(gates[i]) * np.uint16(257)
        if largest_of(score) < least:
            return
        for i in range(len(score)):
            if score[i] >= least and gates[i]:
                row = begin + at + i
                if meets_terms(terms_of, terms_values, row) and is_present(present, tile, at + i):
                    push(heap, gates_step + score[i], number[row], row)
                    least = bar(heap) - gates_step
        return
    if not has_gates and gates_step + largest_of(score) < least:
        return
    for i in range(len(score)):
        key = np.int64(score[i])
        row = begin + at + i
        if not has_gates:
            key += gates_step
        elif gates[i]:
            if key + gates_step < least:
                continue
            if meets_terms(terms_of, terms_values, row):
                key += gates_step
        if key >= least and is_present(present, tile, at + i):
            push(heap, key, number[row], row)
            least = bar(heap)


@bare_loop
def largest_of(scores: np.ndarray) -> int:
    """Return the largest score, 0 for none."""
    largest = np.uint16(0)
    for i in range(len(scores)):
        largest = max(largest, scores[i])
    return np.int64(largest)
