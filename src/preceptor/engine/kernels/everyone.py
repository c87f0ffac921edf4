"""One number per person that orders the open list, and who moves between two such orders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import Bytes, JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.asked import MET
from preceptor.engine.kernels.columns import ROOM, TILE, add_weighted, fill_credits
from preceptor.engine.kernels.jit import loop
from preceptor.engine.kernels.open_list import CHUNK, gates_at

ABSENT = -1  # who does not stand in the pool


@loop
def fill_standings(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tiles: Longs,
    gates_step: int,
    standings: NDArray[np.int32],
) -> Longs:
    """Write gates_step for whoever misses no gate plus the score, by row; ABSENT for the absent.

    Returns how many people have each standing; int64 (2 * gates_step + 1),
    of which the last is 0.
    """
    tally = np.zeros(2 * gates_step + 1, np.uint32)
    step = np.int32(gates_step)
    lines = len(job.weights)
    earned = np.zeros((lines, ROOM), np.uint8)
    met = np.zeros(ROOM, np.uint8)
    column = np.zeros(ROOM, np.uint8)
    scores = np.zeros(CHUNK, np.uint16)
    n = len(people.number)
    for tile in tiles:
        begin = tile * TILE
        count = min(TILE, n - begin)
        gates_at(people, tables, job, tile, begin, count, met, column)
        for which in range(len(tables.terms_columns)):
            of_terms = tables.terms_values[which]
            for i in range(count):
                if of_terms[people.terms_of[begin + i]] != MET:
                    met[i] = 0
        fill_credits(people, tables, job, tile, begin, count, earned)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            add_weighted(earned, job.weights, at, size, scores)
            add_steps(scores, met[at : at + size], step, standings[begin + at : begin + at + size])
        for place in people.absent_ids[people.absent_starts[tile] : people.absent_starts[tile + 1]]:
            standings[begin + place] = ABSENT
        for each in standings[begin : begin + count]:
            # Nobody counts for those who are absent; their number is the last of all.
            tally[each] += np.uint32(1)
    tally[ABSENT] = 0
    return tally.astype(np.int64)


@loop
def add_steps(
    scores: NDArray[np.uint16], met: Bytes, step: np.int32, standings: NDArray[np.int32]
) -> None:
    """Write each score, and the step on top where the gates are met (255, else 0)."""
    for i in range(len(standings)):
        standings[i] = np.int32(scores[i]) + np.int32(met[i] >> np.uint8(7)) * step


@loop
def count_moved(
    first: NDArray[np.int32],
    first_ranks: NDArray[np.int32],
    second: NDArray[np.int32],
    second_ranks: NDArray[np.int32],
) -> int:
    """Return how many people have another rank by their second standing than by their first."""
    moved = 0
    for i in range(len(first)):
        if first[i] != ABSENT and first_ranks[first[i]] != second_ranks[second[i]]:
            moved += 1
    return moved
