"""Everyone against many jobs in one pass, both ways: people of a job, jobs of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import batch as loops
from preceptor.engine.match import CompiledJob
from preceptor.engine.tiles.asks import Asks, distinct_asks
from preceptor.engine.tiles.block import BlockReader
from preceptor.engine.tiles.layout import TILE, TiledPool
from preceptor.engine.tiles.matches import NO_ONE, TileMatches

EVERY_SCOPE = 0xFFFF_FFFF
MOST_JOBS = loops.JOB_MASK

# People in a block: the columns of all asks over a block are to stay near the core.
COLUMN_BYTES = 1 << 23
LEAST_BLOCK, MOST_BLOCK = 256, 4096
# Up to one in so many people of a block are scored one by one rather than all together.
SPARSE = 48


@dataclass(frozen=True, eq=False)
class JobBatch:
    """Jobs made ready to be matched together: arrays only, so that processes can be given it.

    ``asks`` has the jobs in rising number; ``order`` int64: the position of each of them in the
    batch as given. ``numbers`` int64: the job numbers as given.
    """

    vocabulary_version: str
    numbers: NDArray[np.int64]
    order: NDArray[np.int64]
    asks: Asks

    def __len__(self) -> int:
        return len(self.numbers)


def job_batch(jobs: Sequence[CompiledJob]) -> JobBatch:
    """Return some jobs as a batch; positions in the batch are those in ``jobs``.

    Raises ValueError for jobs of different vocabulary versions and for more than 1,048,575.
    """
    if len(jobs) > MOST_JOBS:
        raise ValueError(f"{len(jobs)} jobs are more than {MOST_JOBS}: cut the batch.")
    numbers = np.array([job.number for job in jobs], dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    return JobBatch(
        vocabulary_version=jobs[0].codebook.version if jobs else "",
        numbers=numbers,
        order=order,
        asks=distinct_asks([jobs[i] for i in order.tolist()]),
    )


def match_tiles(
    pool: TiledPool,
    batch: JobBatch,
    tiles: range,
    *,
    per_job: int,
    per_person: int,
    strict: bool = False,
    absent: NDArray[np.integer] | None = None,
    scopes: int = EVERY_SCOPE,
    block: int | None = None,
) -> TileMatches:
    """Return the best people of every job and the best jobs of everyone, for some tiles.

    People of a job: gates met first, then score, then person number, as ``match.top``; jobs of
    a person: gates met first, then fit, then job number, as ``match.jobs_for_person``. Strict:
    only pairs without an unmet must or gate. ``absent``: rows of the pool who do not stand in
    it; nor does anyone whose consent covers none of ``scopes``. A width of 0 turns a side off.
    ``block`` people are looked at together (a multiple of 64; chosen if not given).

    The answer does not depend on how tiles are shared out (``merge_matches``), nor on ``block``.
    Raises ValueError where the pool and the jobs are of different vocabulary versions, and for
    tiles that are not there.
    """
    if len(batch) and batch.vocabulary_version != pool.vocabulary_version:
        raise ValueError("The pool and the jobs are of different vocabulary versions.")
    if tiles.step != 1 or not 0 <= tiles.start <= max(tiles.start, tiles.stop) <= pool.tile_count:
        raise ValueError(f"{tiles} are not among the {pool.tile_count} tiles.")
    first, last = tiles.start * TILE, min(len(pool), max(tiles.start, tiles.stop) * TILE)
    last = max(first, last)
    size = block or block_size(batch.asks)
    run = _Run(pool, batch, first, last, per_job, per_person, size, strict, absent, scopes)
    for begin in range(first, last, size):
        run.match(begin, min(last, begin + size))
    return run.matches()


def block_size(asks: Asks) -> int:
    """Return how many people to look at together, for a number of distinct asks."""
    fitting = COLUMN_BYTES // max(1, asks.column_count)
    return max(LEAST_BLOCK, min(MOST_BLOCK, fitting // 64 * 64))


class _Run:
    """One pass over some rows: heaps of jobs throughout, of people block by block."""

    def __init__(
        self,
        pool: TiledPool,
        batch: JobBatch,
        first: int,
        last: int,
        per_job: int,
        per_person: int,
        size: int,
        strict: bool,
        absent: NDArray[np.integer] | None,
        scopes: int,
    ) -> None:
        self.batch, self.strict, self.first = batch, strict, first
        self.reader = BlockReader(pool, batch.asks, size, strict, absent, scopes)
        jobs, people = len(batch), last - first
        self.job_keys = np.zeros((jobs, per_job), dtype=np.uint32)
        self.job_people = np.full((jobs, per_job), np.iinfo(np.int64).max, dtype=np.int64)
        self.jobs = np.empty((people, per_person), dtype=np.int32)
        self.fits = np.empty((people, per_person), dtype=np.int16)
        self.gates_met = np.empty((people, per_person), dtype=np.bool_)
        self.person_keys = np.empty((size, per_person), dtype=np.uint32)
        self.numbers = np.empty(people, dtype=np.int64)
        self.stands = np.zeros(people, dtype=np.bool_)

    def match(self, begin: int, end: int) -> None:
        """Match one block of rows."""
        rows = slice(begin - self.first, end - self.first)
        block = self.reader.read(begin, end)
        self.numbers[rows] = block.numbers
        self.stands[rows] = block.stands
        if not block.stands.any():
            return
        keys = self.person_keys[: end - begin]
        keys[:] = 0
        asks = self.batch.asks
        jobs = (asks.line_starts, asks.line_columns, asks.line_weights)
        gates = (asks.gate_starts, asks.gates, asks.most)
        few = (end - begin) // SPARSE
        heaps = self.job_keys, self.job_people
        facts = (block.columns, block.is_empty, block.bits, block.present, block.numbers)
        if self.strict:
            loops.match_strict(
                *facts, *jobs, asks.must_starts, asks.musts, *gates, *heaps, keys, few
            )
        else:
            loops.match_open(*facts, *jobs, *gates, *heaps, keys, few)
        loops.sort_jobs(keys, self.jobs[rows], self.fits[rows], self.gates_met[rows])

    def matches(self) -> TileMatches:
        """Return what was found, in the order of the batch as given."""
        keys = self.job_keys.astype(np.int64)
        best = np.lexsort((self.job_people, -keys), axis=1)
        keys = np.take_along_axis(keys, best, axis=1)
        people = np.take_along_axis(self.job_people, best, axis=1)
        given = np.argsort(self.batch.order)
        keys, people = keys[given], people[given]
        is_found = keys > 0
        scores = np.where(is_found, (keys - 1) & ((1 << loops.SCORE_SHIFT) - 1), 0)
        jobs = self.jobs[self.stands]
        if len(self.batch):
            jobs = np.where(jobs < 0, NO_ONE, self.batch.order[jobs]).astype(np.int32)
        return TileMatches(
            job_numbers=self.batch.numbers,
            people=np.where(is_found, people, NO_ONE),
            scores=scores.astype(np.int32),
            people_gates_met=keys > 1 << loops.SCORE_SHIFT,
            person_numbers=self.numbers[self.stands],
            jobs=jobs,
            fits=self.fits[self.stands],
            jobs_gates_met=self.gates_met[self.stands],
        )
