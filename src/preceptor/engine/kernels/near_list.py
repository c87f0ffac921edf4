"""Who misses few requirements of a job, and the best of them."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels.arrays import Bytes, JobArrays, Longs, PeopleArrays, TableArrays
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
from preceptor.engine.kernels.open_list import CHUNK
from preceptor.engine.kernels.strict_list import (
    FEW,
    WORDS,
    Words,
    fill_present,
    first_met,
    keep_reached,
    listed_requirements,
    lowest_bit,
    musts_of,
    postings_of,
    score_of,
)


@bare_loop
def bits_set(word: int) -> int:
    """Return how many bits of a word are set."""
    found = 0
    while word:
        word &= word - np.uint64(1)
        found += 1
    return found


@bare_loop
def add_missed(planes: Words, met: Words) -> bool:
    """Count one more requirement; tell whether anybody is left who misses few enough.

    Plane k has who misses at least k + 1; who is in the last one misses too many.
    """
    last = len(planes) - 1
    left = np.uint64(0)
    for w in range(WORDS):
        missed = ~met[w]
        for k in range(last, 0, -1):
            planes[k, w] |= planes[k - 1, w] & missed
        planes[0, w] |= missed
        left |= ~planes[last, w]
    return bool(left != 0)


@bare_loop
def rest_missed(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, is_must: Bytes, row: int
) -> int:
    """Return how many musts one person misses that read no pieces, and 256 per such gate."""
    missed = 0
    for which in range(len(tables.terms_columns)):
        if tables.terms_values[which, people.terms_of[row]] != MET:
            missed += 256
    for which in range(len(job.years.column)):
        if is_must[job.years.column[which]]:
            asked = job.years.asked[which]
            if quarters_of(people, tables, row, job.years.domain[which]) < asked:
                missed += 1
    for which in range(len(job.schooling.column)):
        if (
            is_must[job.schooling.column[which]]
            and not schooling_value(people, tables, job, which, row) & EARNS
        ):
            missed += 1
    return missed


@loop
def count_missed(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    listed: Longs,
    tile: int,
    planes: Words,
    gates: Words,
    met: Words,
) -> bool:
    """Write how many of the requirements that read pieces and homes everyone of a tile misses.

    ``gates``: who misses a gate among them. Requirements that fewest meet first; False as soon
    as everybody misses too many.
    """
    begin = tile * TILE
    count = min(TILE, len(people.number) - begin)
    planes[:] = np.uint64(0)
    gates[:] = np.uint64(0)
    fill_present(people, tile, count, met)
    for w in range(WORDS):
        planes[len(planes) - 1, w] = ~met[w]
    for which in range(len(tables.home_columns)):
        fill_present(people, tile, count, met)
        keep_reached(people, tables.home_values[which], begin, count, met)
        for w in range(WORDS):
            gates[w] |= ~met[w]
        if not add_missed(planes, met):
            return False
    postings = np.empty(len(listed), np.int64)
    for i in range(len(listed)):
        postings[i] = postings_of(people, job, listed[i], tile)
    starts = people.list_starts[tile]
    base = people.tile_bases[tile]
    for _ in range(len(listed)):
        least = np.argmin(postings)
        postings[least] = np.iinfo(np.int64).max
        column = listed[least]
        met[:] = np.uint64(0)
        for r in range(first_met(job, column), job.values.starts[column + 1]):
            for p in range(base + starts[job.values.first[r]], base + starts[job.values.last[r]]):
                place = people.list_ids[p]
                met[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
        if column >= len(job.weights):
            for w in range(WORDS):
                gates[w] |= ~met[w]
        if not add_missed(planes, met):
            return False
    return True


@loop
def find_near(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    is_must: Bytes,
    tile: int,
    planes: Words,
    gates: Words,
    near: Words,
) -> int:
    """Write who misses at least one requirement and not too many; return how many they are.

    ``planes`` and ``gates`` as ``count_missed`` leaves them; the gates that read no pieces are
    added to ``gates``.
    """
    begin = tile * TILE
    most = len(planes) - 1
    found = 0
    near[:] = np.uint64(0)
    for w in range(TILE // 64):
        word = ~planes[most, w]
        while word:
            bit = np.uint64(lowest_bit(word))
            word &= word - np.uint64(1)
            rest = rest_missed(people, tables, job, is_must, begin + w * 64 + np.int64(bit))
            missed = (rest >> 8) + (rest & 255)
            for k in range(most):
                missed += np.int64(planes[k, w] >> bit & np.uint64(1))
            if 0 < missed <= most:
                near[w] |= np.uint64(1) << bit
                found += 1
            if rest >> 8:
                gates[w] |= np.uint64(1) << bit
    return found


@loop
def best_near(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tiles: Longs,
    limit: int,
    most: int,
    gates_step: int,
) -> HeapArrays:
    """Return the best ``limit`` of those in some tiles who miss 1 to ``most`` requirements.

    Keys are gates_step for whoever misses no gate, plus the score.
    """
    heap = new_heap(limit)
    lines = len(job.weights)
    planes = np.zeros((most + 1, WORDS), np.uint64)
    gates = np.zeros(WORDS, np.uint64)
    near = np.zeros(WORDS, np.uint64)
    best = np.zeros(lines, np.uint8)
    earned = np.zeros((0, ROOM), np.uint8)
    scores = np.zeros(CHUNK, np.uint16)
    listed = listed_requirements(job, tables)
    is_must = musts_of(job)
    n = len(people.number)
    for tile in tiles:
        if not count_missed(people, tables, job, listed, tile, planes, gates, near):
            continue
        found = find_near(people, tables, job, is_must, tile, planes, gates, near)
        if found and bar(heap) >= gates_step:
            # Only those who miss no gate can get in now.
            found = 0
            for w in range(TILE // 64):
                near[w] &= ~gates[w]
                found += bits_set(near[w])
        if found == 0:
            continue
        begin = tile * TILE
        count = min(TILE, n - begin)
        is_few = found < FEW
        if not is_few:
            if not len(earned):
                earned = np.zeros((lines, ROOM), np.uint8)
            fill_credits(people, tables, job, tile, begin, count, earned)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            if not is_few:
                add_weighted(earned, job.weights, at, size, scores)
            for w in range(at // 64, (at + size + 63) // 64):
                word = near[w]
                while word:
                    bit = lowest_bit(word)
                    word &= word - np.uint64(1)
                    place = w * 64 + bit
                    row = begin + place
                    if is_few:
                        key = score_of(people, tables, job, row, best)
                    else:
                        key = np.int64(scores[place - at])
                    if not gates[w] >> np.uint64(bit) & np.uint64(1):
                        key += gates_step
                    if key >= bar(heap):
                        push(heap, key, people.number[row], row)
    return heap
