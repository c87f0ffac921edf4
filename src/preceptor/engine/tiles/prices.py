"""The price of everything a job asks, from one pass over everyone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.masks import TallyArrays, fold, tally_masks
from preceptor.engine.match import Histogram, Prices, StateCounts
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
    all_keys, all_counts = np.concatenate(keys), np.concatenate(counts)
    required = len(job.arrays.requirements)
    columns = tuple(_states(row, size) for row in states.tolist())
    return Prices(
        job=job.compiled,
        pool_size=size,
        histogram=_histogram(fold(all_keys, all_counts, False), required),
        confirmed=_histogram(fold(all_keys, all_counts, True), required),
        lines=columns[:lines],
        gates=columns[lines:],
    )


def _histogram(tally: TallyArrays, required: int) -> Histogram:
    """Return the histogram of folded keys, whose bits are unmet and lowered by turns."""
    unmet, lowered = np.zeros((2, len(tally.keys)), dtype=np.uint32)
    for bit in range(required):
        unmet |= (tally.keys >> np.uint64(2 * bit) & np.uint64(1)).astype(np.uint32) << bit
        lowered |= (tally.keys >> np.uint64(2 * bit + 1) & np.uint64(1)).astype(np.uint32) << bit
    order = np.lexsort((lowered, unmet))
    return Histogram(unmet[order], lowered[order], tally.counts[order])


def _states(row: list[int], size: int) -> StateCounts:
    earns, met, said = row
    # A gate earns nothing, met or not.
    partly = max(earns - met, 0)
    return StateCounts(met=met, partly=partly, not_met=said - met - partly, not_stated=size - said)
