"""The price of everything a job asks, from one pass over everyone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.masks import tally_masks
from preceptor.engine.match import Histogram, Prices, StateCounts
from preceptor.engine.match.job import MOST_REQUIREMENTS
from preceptor.engine.tiles.asked import TiledJob
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.lists import parts_of, run
from preceptor.engine.tiles.live import LivePool

Words = NDArray[np.uint64]
Longs = NDArray[np.int64]


def prices(live: LivePool | TiledPool, job: TiledJob, *, threads: int = 1) -> Prices:
    """Return the prices of a job in a pool; equals ``match.price(score_pool(...))``."""
    lines = len(job.compiled.job.lines)
    states = np.zeros((lines + len(job.compiled.job.gates), 3), dtype=np.int64)
    keys: list[Words] = [np.zeros(0, dtype=np.uint64)]
    counts: list[Longs] = [np.zeros(0, dtype=np.int64)]
    size = 0
    for part in parts_of(live):
        size += part.size
        for found, tally in run(part, job, threads, tally_masks):
            states += found
            keys.append(tally.keys)
            counts.append(tally.counts)
    unmet, lowered, not_stated, people = _masks(
        np.concatenate(keys), np.concatenate(counts), len(job.arrays.requirements)
    )
    said = ~not_stated
    columns = tuple(_states(row, size) for row in states.tolist())
    return Prices(
        job=job.compiled,
        pool_size=size,
        histogram=_histogram(unmet, lowered, people),
        confirmed=_histogram(unmet & said, lowered & said, people),
        lines=columns[:lines],
        gates=columns[lines:],
    )


def _masks(
    keys: Words, counts: Longs, required: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32], Longs]:
    """Return unmet, unmet one step lower and not stated masks, and how many people have each."""
    unmet, lowered, not_stated = np.zeros((3, len(keys)), dtype=np.uint32)
    for bit in range(required):
        value = (keys >> np.uint64(2 * bit) & np.uint64(3)).astype(np.uint32)
        unmet |= (value < 3).astype(np.uint32) << np.uint32(bit)
        lowered |= (value < 2).astype(np.uint32) << np.uint32(bit)
        not_stated |= (value == 0).astype(np.uint32) << np.uint32(bit)
    return unmet, lowered, not_stated, counts


def _histogram(unmet: NDArray[np.uint32], lowered: NDArray[np.uint32], people: Longs) -> Histogram:
    both = unmet.astype(np.uint64) << np.uint64(MOST_REQUIREMENTS) | lowered
    order = np.argsort(both)
    ordered = both[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    total = np.add.reduceat(people[order], starts) if len(starts) else people[:0]
    # Someone who left the pool leaves a mask that nobody has.
    held = total > 0
    distinct = ordered[starts][held]
    return Histogram(
        unmet=(distinct >> np.uint64(MOST_REQUIREMENTS)).astype(np.uint32),
        unmet_lowered=(distinct & np.uint64((1 << MOST_REQUIREMENTS) - 1)).astype(np.uint32),
        people=total[held],
    )


def _states(row: list[int], size: int) -> StateCounts:
    earns, met, said = row
    # A gate earns nothing, met or not.
    partly = max(earns - met, 0)
    return StateCounts(met=met, partly=partly, not_met=said - met - partly, not_stated=size - said)
