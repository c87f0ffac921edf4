"""What each line of a job costs in people, and beside them lines that are not asked now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from preceptor.engine.match import CompiledJob, Histogram, Job, Prices, StateCounts, compile_job
from preceptor.engine.match.job import MOST_LINES, MOST_REQUIREMENTS
from preceptor.engine.tiles import LivePool, prices, tiled_job


@dataclass(frozen=True, slots=True)
class LinePrices:
    """The prices of a job, and the states of people on lines and gates it does not ask."""

    prices: Prices
    lines: tuple[StateCounts, ...]
    gates: tuple[StateCounts, ...]


def line_prices(
    live: LivePool, job: CompiledJob, beside: Job | None = None, *, threads: int = 1
) -> LinePrices:
    """Return the price of everything a job asks: one pass over the pool.

    ``beside``: what was dropped from the job, counted in the same pass; its lines and gates
    change no price of the job. Only where both together exceed what a job may ask, ``beside``
    takes passes of its own. All counts are 0 in an empty pool.
    """
    beside = beside or Job(number=job.number, lines=())
    together = _joined(job.job, beside)
    if _fits(together):
        both = prices(live, tiled_job(compile_job(together, job.codebook)), threads=threads)
        lines, gates = len(job.job.lines), len(job.job.gates)
        return LinePrices(_narrowed(both, job), both.lines[lines:], both.gates[gates:])
    asked = prices(live, tiled_job(job), threads=threads)
    parts = [
        prices(live, tiled_job(compile_job(part, job.codebook)), threads=threads)
        for part in _parts(replace(beside, hours_per_year=job.job.hours_per_year))
    ]
    return LinePrices(
        asked,
        tuple(count for part in parts for count in part.lines),
        tuple(count for part in parts for count in part.gates),
    )


def _joined(job: Job, beside: Job) -> Job:
    """Return both as one job; what is only counted ranks people and shuts nobody out."""
    counted = tuple(replace(line, is_must=False) for line in beside.lines)
    return replace(job, lines=(*job.lines, *counted), gates=(*job.gates, *beside.gates))


def _fits(job: Job) -> bool:
    required = sum(line.is_must for line in job.lines) + len(job.gates)
    return len(job.lines) <= MOST_LINES and required <= MOST_REQUIREMENTS


def _parts(job: Job) -> Iterator[Job]:
    """Cut a job into jobs that keep within the bounds, gates first."""
    lines = tuple(replace(line, is_must=False) for line in job.lines)
    steps = max(-(-len(lines) // MOST_LINES), -(-len(job.gates) // MOST_REQUIREMENTS))
    for step in range(steps):
        yield replace(
            job,
            lines=lines[step * MOST_LINES : (step + 1) * MOST_LINES],
            gates=job.gates[step * MOST_REQUIREMENTS : (step + 1) * MOST_REQUIREMENTS],
        )


def _narrowed(both: Prices, job: CompiledJob) -> Prices:
    """Return the prices of the job alone: gates that are only counted shut nobody out."""
    lines, gates = len(job.job.lines), len(job.job.gates)
    asked = len(job.requirements)
    if len(both.job.requirements) == asked and len(both.lines) == lines:
        return both
    # Counted gates come after the job's own, so their bits are the highest.
    mask = (1 << asked) - 1
    return Prices(
        job=job,
        pool_size=both.pool_size,
        histogram=_masked(both.histogram, mask),
        confirmed=_masked(both.confirmed, mask),
        lines=both.lines[:lines],
        gates=both.gates[:gates],
    )


def _masked(histogram: Histogram, mask: int) -> Histogram:
    """Return the histogram over the requirements of a mask."""
    keep = np.uint64(mask)
    both = (histogram.unmet & keep) << np.uint64(MOST_REQUIREMENTS)
    both |= histogram.unmet_lowered & keep
    distinct, position = np.unique(both, return_inverse=True)
    people = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(people, position, histogram.people)
    return Histogram(
        unmet=(distinct >> np.uint64(MOST_REQUIREMENTS)).astype(np.uint32),
        unmet_lowered=(distinct & np.uint64((1 << MOST_REQUIREMENTS) - 1)).astype(np.uint32),
        people=people,
    )
