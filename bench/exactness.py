"""Answers measured are answers checked: the plain engine says the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.pools import DrawnWorld
from preceptor.engine.match import (
    CompiledJob,
    Job,
    cheapest_relaxation,
    compile_job,
    jobs_for_person,
    price,
    score_pool,
    top,
)
from preceptor.engine.tiles import (
    LivePool,
    Ranked,
    TiledPool,
    index_pool,
    live_pool,
    open_top,
    prices,
    strict_top,
    tiled_job,
)
from preceptor.engine.tiles.batch import job_batch, match_tiles
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top
from preceptor.engine.tiles.relax import relaxation

EVERYBODY = 0xFFFFFFFF
SLICE = 20_000
LIMIT = 20


class NotExact(AssertionError):
    """The engine and the plain computation differ."""


def check_slice(world: DrawnWorld, jobs: Sequence[Job], people: int = SLICE) -> None:
    """Compare both lists and every price of some jobs over the first people; raise NotExact."""
    everyone = world.pool(0, people)
    live = live_pool(index_pool(everyone, competency_count=world.vocabulary.codebook.count))
    pool = everyone.within(EVERYBODY)
    for job in jobs:
        compiled = compile_job(job, world.vocabulary.codebook)
        tiled, scored = tiled_job(compiled), score_pool(pool, compiled)
        for is_strict, answer in ((False, open_top), (True, strict_top)):
            rows = top(scored, LIMIT, strict=is_strict)
            found = answer(live, tiled, LIMIT)
            _same(job, found.numbers, pool.number[rows])
            _same(job, found.scores, scored.scores[rows])
        plain, fast = price(scored), prices(live, tiled)
        _same(job, fast.requirements, plain.requirements)
        _same(job, fast.pairs, plain.pairs)
        _same(job, (fast.lines, fast.gates), (plain.lines, plain.gates))
        _same(job, relaxation(fast), cheapest_relaxation(plain))


def check_full_size(
    live: LivePool, answers: Sequence[tuple[CompiledJob, Ranked, Ranked]], others: int = SLICE
) -> None:
    """Compare lists from the whole pool with the plain engine; raise NotExact.

    The people named have the scores given, in the order of the list, and nobody in an even
    sample of others should stand among them.
    """
    sample = np.linspace(0, len(live.base.pool) - 1, num=min(others, len(live.base.pool))).astype(
        np.int64
    )
    for compiled, best, passing in answers:
        rows = np.union1d(np.union1d(best.rows, passing.rows), sample)
        scored = score_pool(live.people(rows).within(EVERYBODY), compiled)
        for is_strict, found in ((False, best), (True, passing)):
            order = top(scored, LIMIT, strict=is_strict)
            _same(compiled.job, found.numbers, scored.pool.number[order])
            _same(compiled.job, found.scores, scored.scores[order])


def check_batch(world: DrawnWorld, jobs: Sequence[Job], people: int = SLICE) -> None:
    """Compare what a batch keeps for every job with that job's own lists; raise NotExact."""
    codebook = world.vocabulary.codebook
    pool: TiledPool = index_pool(world.pool(0, people), competency_count=codebook.count)
    compiled = [compile_job(job, codebook) for job in jobs]
    for is_strict, answer in ((False, open_top), (True, strict_top)):
        tiles = range(pool.tile_count)
        found = match_tiles(
            pool, job_batch(compiled), tiles, per_job=LIMIT, per_person=1, strict=is_strict
        )
        for place, job in enumerate(compiled):
            best = answer(pool, tiled_job(job), LIMIT)
            _same(job.job, found.people[place, : len(best)], best.numbers)
            _same(job.job, found.scores[place, : len(best)], best.scores)


def check_person(world: DrawnWorld, jobs: Sequence[Job], people: int = 5) -> None:
    """Compare the best jobs of some people with the plain engine's order; raise NotExact."""
    compiled = [compile_job(job, world.vocabulary.codebook) for job in jobs]
    table, pool = jobs_table(compiled), world.pool(0, people)
    for row in range(people):
        plain = jobs_for_person(pool, row, compiled)[:LIMIT]
        found = jobs_top(pool.select(np.array([row])), table, LIMIT)
        best = [jobs[place].number for place in found.jobs.tolist()]
        _same(jobs[0], best, [each.job.number for each in plain])
        _same(jobs[0], found.fits.tolist(), [each.fit for each in plain])


def _same(job: Job, one: object, other: object) -> None:
    is_same = np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other
    if not is_same:
        raise NotExact(f"Job {job.number}: {one} is not {other}.")
