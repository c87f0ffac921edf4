"""Everyone against many jobs in one pass, both ways: people of a job, jobs of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import batch_heaps
from preceptor.engine.kernels.batch import match_open, match_strict, mean_fits
from preceptor.engine.kernels.batch_heaps import sort_jobs
from preceptor.engine.kernels.batch_scores import MOST_LINES, Heaps, Jobs, People, Work
from preceptor.engine.match import CompiledJob
from preceptor.engine.tiles.asks import Asks, distinct_asks
from preceptor.engine.tiles.block import BlockReader
from preceptor.engine.tiles.layout import TILE, TiledPool
from preceptor.engine.tiles.matches import NO_ONE, TileMatches

EVERY_SCOPE = 0xFFFF_FFFF
MOST_JOBS = batch_heaps.JOB_MASK
NOBODY = np.iinfo(np.int64).max  # worse than any person of the same score

# People in a block: the lists and columns of a block are to stay near the core.
BLOCK = 4096
# Up to one in so many people of a block are scored one by one rather than all together; who
# earns anything on a competency is added one by one up to one in so many people.
FEW, SHORT = 192, 6


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
    bars: NDArray[np.integer] | None = None,
    block: int = BLOCK,
) -> TileMatches:
    """Return the best people of every job and the best jobs of everyone, for some tiles.

    People of a job: gates met first, then score, then person number, as ``match.top``; jobs of
    a person: gates met first, then fit, then job number, as ``match.jobs_for_person``. Strict:
    only pairs without an unmet must or gate. ``absent``: rows of the pool who do not stand in
    it; nor does anyone whose consent covers none of ``scopes``. A width of 0 turns a side off.
    ``block`` people are looked at together, a multiple of 64.

    ``bars``, from ``first_bars`` or ``TileMatches.bars`` of other tiles of the same pool: people
    who would not come into the list of all tiles together are left out of it early, which saves
    up to half the time; merged over all tiles the lists are the same.

    The answer does not depend on how tiles are shared out (``merge_matches``), nor on ``block``.
    Raises ValueError where the pool and the jobs are of different vocabulary versions, and for
    tiles that are not there.
    """
    _check_versions(pool, batch)
    if tiles.step != 1 or not 0 <= tiles.start <= max(tiles.start, tiles.stop) <= pool.tile_count:
        raise ValueError(f"{tiles} are not among the {pool.tile_count} tiles.")
    first, last = tiles.start * TILE, min(len(pool), max(tiles.start, tiles.stop) * TILE)
    last = max(first, last)
    run = _Run(pool, batch, first, last, per_job, per_person, block, strict, absent, scopes)
    if bars is not None:
        run.start_at(bars)
    for begin in range(first, last, block):
        run.match(begin, min(last, begin + block))
    return run.matches()


def first_bars(
    pool: TiledPool,
    batch: JobBatch,
    *,
    per_job: int,
    strict: bool = False,
    absent: NDArray[np.integer] | None = None,
    scopes: int = EVERY_SCOPE,
    people: int = BLOCK,
) -> NDArray[np.int64]:
    """Return what somebody needs to come into each job's list, as far as some people tell.

    For ``match_tiles`` over all tiles of this pool with the same options. The first people of a
    pool are those willing to move, so that most jobs find their list full of people in reach.
    """
    _check_versions(pool, batch)
    last = min(len(pool), people)
    run = _Run(pool, batch, 0, last, per_job, 0, BLOCK, strict, absent, scopes)
    for begin in range(0, last, BLOCK):
        run.match(begin, min(last, begin + BLOCK))
    return run.matches().bars()


def _check_versions(pool: TiledPool, batch: JobBatch) -> None:
    if len(batch) and batch.vocabulary_version != pool.vocabulary_version:
        raise ValueError("The pool and the jobs are of different vocabulary versions.")


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
        self.reader = BlockReader(pool, batch.asks, size, absent, scopes)
        self.asked, self.order = _jobs(batch.asks), batch.order
        # Who has seen what fits best knows how little the rest is worth.
        self.is_sorted = strict or not per_person or not len(batch)
        self.bars = np.zeros(len(batch), dtype=np.int64)
        jobs, people = len(batch), last - first
        self.work = _work(size, jobs)
        self.job_keys = np.zeros((jobs, per_job), dtype=np.uint32)
        self.job_people = np.full((jobs, per_job), NOBODY, dtype=np.int64)
        self.jobs = np.empty((people, per_person), dtype=np.int32)
        self.fits = np.empty((people, per_person), dtype=np.int16)
        self.gates_met = np.empty((people, per_person), dtype=np.bool_)
        self.person_keys = np.empty((size, per_person), dtype=np.uint32)
        self.numbers = np.empty(people, dtype=np.int64)
        self.stands = np.zeros(people, dtype=np.bool_)

    def start_at(self, bars: NDArray[np.integer]) -> None:
        """Fill the lists of jobs with nobody in particular, who is as good as the bar says."""
        self.bars = np.asarray(bars, dtype=np.int64)
        self.job_keys[:] = self.bars[self.order, None]

    def _sort(self, people: People, short: int) -> None:
        """Put the jobs that fit most people first; before any list is begun."""
        fits = np.empty(len(self.batch), dtype=np.int64)
        mean_fits(people, self.asked, self.work, short, fits)
        order = np.argsort(-fits, kind="stable")
        self.asked, self.order = _in_order(self.asked, order), self.order[order]
        self.job_keys[:] = self.bars[self.order, None]
        self.is_sorted = True

    def match(self, begin: int, end: int) -> None:
        """Match one block of rows."""
        rows, width = slice(begin - self.first, end - self.first), end - begin
        people = self.reader.read(begin, end)
        stands = np.unpackbits(people.present.astype("<u8").view(np.uint8), bitorder="little")
        self.numbers[rows] = people.numbers
        self.stands[rows] = stands[:width]
        if not people.present.any():
            return
        keys = self.person_keys[:width]
        keys[:] = 0
        heaps = Heaps(self.job_keys, self.job_people, keys)
        short = max(1, width // SHORT)
        if not self.is_sorted:
            self._sort(people, short)
        match = match_strict if self.strict else match_open
        match(people, self.asked, heaps, self.work, short, width // FEW)
        sort_jobs(keys, self.jobs[rows], self.fits[rows], self.gates_met[rows])

    def matches(self) -> TileMatches:
        """Return what was found, in the order of the batch as given."""
        keys = self.job_keys.astype(np.int64)
        best = np.lexsort((self.job_people, -keys), axis=1)
        keys = np.take_along_axis(keys, best, axis=1)
        people = np.take_along_axis(self.job_people, best, axis=1)
        given = np.argsort(self.order)
        keys, people = keys[given], people[given]
        is_found = people != NOBODY
        scores = np.where(is_found, (keys - 1) & ((1 << batch_heaps.SCORE_SHIFT) - 1), 0)
        jobs = self.jobs[self.stands]
        if len(self.batch):
            jobs = np.where(jobs < 0, NO_ONE, self.batch.order[jobs]).astype(np.int32)
        return TileMatches(
            job_numbers=self.batch.numbers,
            people=np.where(is_found, people, NO_ONE),
            scores=scores.astype(np.int32),
            people_gates_met=is_found & (keys > 1 << batch_heaps.SCORE_SHIFT),
            person_numbers=self.numbers[self.stands],
            jobs=jobs,
            fits=self.fits[self.stands],
            jobs_gates_met=self.gates_met[self.stands],
        )


def _work(size: int, jobs: int) -> Work:
    hits = np.zeros(size, dtype=np.uint8)
    return Work(
        asked=np.empty(MOST_LINES, dtype=np.int32),
        weights=np.empty(MOST_LINES, dtype=np.uint16),
        scores=np.empty(size, dtype=np.uint16),
        hits=hits,
        hit_words=hits.view(np.uint64),
        eligible=np.empty(size // 64, dtype=np.uint64),
        bar_met=np.empty(size, dtype=np.uint16),
        bar_unmet=np.empty(size, dtype=np.uint16),
        out_of_reach=np.empty(jobs, dtype=np.bool_),
    )


def _jobs(asks: Asks) -> Jobs:
    columns = {name: getattr(asks, name) for name in Jobs._fields if name != "rank"}
    return Jobs(rank=np.arange(len(asks.most), dtype=np.int32), **columns)


def _in_order(jobs: Jobs, order: NDArray[np.intp]) -> Jobs:
    """Return the jobs in another order."""
    line_starts, lines = _spans(jobs.line_starts, order)
    choice_starts, choices = _spans(jobs.choice_starts, lines)
    must_starts, musts = _spans(jobs.must_starts, order)
    gate_starts, gates = _spans(jobs.gate_starts, order)
    return jobs._replace(
        rank=jobs.rank[order],
        line_starts=line_starts,
        line_weights=jobs.line_weights[lines],
        line_experience=jobs.line_experience[lines],
        choice_starts=choice_starts.astype(np.int32),
        choice_competency=jobs.choice_competency[choices],
        choice_way=jobs.choice_way[choices],
        must_starts=must_starts,
        musts=jobs.musts[musts],
        gate_starts=gate_starts,
        gates=jobs.gates[gates],
        most=jobs.most[order],
    )


def _spans(
    starts: NDArray[np.integer], order: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return where the spans of some rows begin in their new order, and what is in them."""
    lengths = np.diff(starts)[order]
    ends = np.append(0, np.cumsum(lengths, dtype=np.int64))
    return ends, np.repeat(starts[order] - ends[:-1], lengths) + np.arange(ends[-1])
