"""Who misses few requirements of a job, and the best of them."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels.arrays import Bytes, JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.asked import MET
from preceptor.engine.kernels.columns import ROOM, TILE, add_weighted, fill_credits, fill_value
from preceptor.engine.kernels.heap import HeapArrays, bar, new_heap, push
from preceptor.engine.kernels.jit import loop
from preceptor.engine.kernels.open_list import CHUNK, is_present
from preceptor.engine.kernels.strict_list import FEW, score_of


@loop
def count_missed(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tile: int,
    count: int,
    values: Bytes,
    missed: Bytes,
    gates_missed: Bytes,
) -> None:
    """Write how many requirements everyone of a tile misses, and how many gates among them."""
    missed[:count] = 0
    gates_missed[:count] = 0
    for column in job.requirements:
        fill_value(people, tables, job, column, tile, tile * TILE, count, values)
        for i in range(count):
            missed[i] += np.uint8(1) if values[i] & 3 != MET else np.uint8(0)
        if column >= len(job.weights):
            for i in range(count):
                gates_missed[i] += np.uint8(1) if values[i] & 3 != MET else np.uint8(0)


@loop
def count_near(missed: Bytes, count: int, most: int) -> int:
    """Return how many people miss at least one requirement and at most ``most``."""
    near = 0
    for i in range(count):
        near += 1 if 0 < missed[i] <= most else 0
    return near


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
    values = np.zeros(ROOM, np.uint8)
    missed = np.zeros(ROOM, np.uint8)
    gates_missed = np.zeros(ROOM, np.uint8)
    best = np.zeros(lines, np.uint8)
    earned = np.zeros((0, ROOM), np.uint8)
    scores = np.zeros(CHUNK, np.uint16)
    n = len(people.number)
    for tile in tiles:
        begin = tile * TILE
        count = min(TILE, n - begin)
        count_missed(people, tables, job, tile, count, values, missed, gates_missed)
        near = count_near(missed, count, most)
        if near == 0:
            continue
        is_few = near < FEW
        if not is_few:
            if not len(earned):
                earned = np.zeros((lines, ROOM), np.uint8)
            fill_credits(people, tables, job, tile, begin, count, earned)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            if not is_few:
                add_weighted(earned, job.weights, at, size, scores)
            for i in range(size):
                place = at + i
                if missed[place] == 0 or missed[place] > most:
                    continue
                step = 0 if gates_missed[place] else gates_step
                if step < gates_step and bar(heap) >= gates_step:
                    continue
                if not is_present(people, tile, place):
                    continue
                row = begin + place
                score = np.int64(scores[i])
                if is_few:
                    score = np.int64(score_of(people, tables, job, row, best))
                if step + score >= bar(heap):
                    push(heap, step + score, people.number[row], row)
    return heap
