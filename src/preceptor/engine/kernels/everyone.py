"""One number per person that orders the open list, and who moves between two such orders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.columns import ROOM, TILE, add_weighted, fill_credits
from preceptor.engine.kernels.jit import loop
from preceptor.engine.kernels.open_list import CHUNK, gates_at, is_present, meets_terms

ABSENT = -1  # who does not stand in the pool


@loop
def fill_standings(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tiles: Longs,
    gates_step: int,
    standings: NDArray[np.int32],
) -> None:
    """Write gates_step for whoever misses no gate plus the score, by row; ABSENT for the absent."""
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
        fill_credits(people, tables, job, tile, begin, count, earned)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            add_weighted(earned, job.weights, at, size, scores)
            for i in range(size):
                row = begin + at + i
                if not is_present(people, tile, at + i):
                    standings[row] = ABSENT
                elif met[at + i] and meets_terms(people, tables, row):
                    standings[row] = gates_step + scores[i]
                else:
                    standings[row] = scores[i]


@loop
def ranks_of(standings: NDArray[np.int32], standings_count: int) -> Longs:
    """Return the rank of every standing, 1 for the best; ties share one."""
    count = np.zeros(standings_count, np.int64)
    for each in standings:
        if each != ABSENT:
            count[each] += 1
    ranks = np.empty(standings_count, np.int64)
    better = 0
    for standing in range(standings_count - 1, -1, -1):
        ranks[standing] = better + 1
        better += count[standing]
    return ranks


@loop
def count_moved(
    first: NDArray[np.int32],
    first_ranks: Longs,
    second: NDArray[np.int32],
    second_ranks: Longs,
) -> int:
    """Return how many people have another rank by their second standing than by their first."""
    moved = 0
    for i in range(len(first)):
        if first[i] != ABSENT and first_ranks[first[i]] != second_ranks[second[i]]:
            moved += 1
    return moved
