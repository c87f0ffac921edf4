"""Count who has which score: with these counts any score has its rank."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels.arrays import JobArrays, Longs, PeopleArrays, TableArrays
from preceptor.engine.kernels.columns import ROOM, TILE, add_weighted, fill_credits
from preceptor.engine.kernels.jit import loop
from preceptor.engine.kernels.open_list import CHUNK, gates_at, is_present, meets_terms
from preceptor.engine.kernels.strict_list import (
    WORDS,
    find_passing,
    listed_requirements,
    musts_of,
)

SCORES = 1 << 16


@loop
def tally_scores(people: PeopleArrays, tables: TableArrays, job: JobArrays, tiles: Longs) -> Longs:
    """Return how many people of some tiles have each score: int64 (3, 65,536).

    Rows: those with a gate unmet, those with none, and those who pass.
    """
    tally = np.zeros((3, SCORES), np.int64)
    lines = len(job.weights)
    earned = np.zeros((lines, ROOM), np.uint8)
    met = np.zeros(ROOM, np.uint8)
    column = np.zeros(ROOM, np.uint8)
    words = np.zeros(WORDS, np.uint64)
    other = np.zeros(WORDS, np.uint64)
    scores = np.zeros(CHUNK, np.uint16)
    listed = listed_requirements(job, tables)
    is_must = musts_of(job)
    n = len(people.number)
    for tile in tiles:
        begin = tile * TILE
        count = min(TILE, n - begin)
        gates_at(people, tables, job, tile, begin, count, met, column)
        fill_credits(people, tables, job, tile, begin, count, earned)
        passing = find_passing(people, tables, job, listed, is_must, tile, words, other)
        for at in range(0, count, CHUNK):
            size = min(CHUNK, count - at)
            add_weighted(earned, job.weights, at, size, scores)
            for i in range(size):
                place = at + i
                if not is_present(people.present, tile, place):
                    continue
                score = scores[i]
                is_met = met[place] > 0 and meets_terms(
                    people.terms_of, tables.terms_values, begin + place
                )
                tally[1 if is_met else 0, score] += 1
                if passing and words[place >> 6] >> np.uint64(place & 63) & np.uint64(1):
                    tally[2, score] += 1
    return tally
