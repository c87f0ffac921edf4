"""Everyone against many jobs in one pass, and one person against many jobs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.pools import DrawnWorld
from preceptor.engine.match import CompiledJob
from preceptor.engine.tiles import TiledPool
from preceptor.engine.tiles.batch import job_batch, match_tiles

PEOPLE_A_JOB, JOBS_A_PERSON = 20, 10
# Tiles of a task: few, so that the last task is not waited for.
TASK_TILES = 2
ROUNDS = 5
MOST_SECONDS = 90.0

Figures = dict[str, Any]


def match_everyone(
    pool: TiledPool, jobs: Sequence[CompiledJob], threads: int
) -> tuple[Figures, Figures]:
    """Return pairs per second in both lists; heaps of both sides are filled, as in a night."""
    batch = job_batch(jobs)
    starts = range(0, pool.tile_count, TASK_TILES)
    tasks = [range(at, min(at + TASK_TILES, pool.tile_count)) for at in starts]
    main: Figures = {}
    details: Figures = {"batch_people_a_job": PEOPLE_A_JOB, "batch_jobs_a_person": JOBS_A_PERSON}
    for name, is_strict in (("open", False), ("strict", True)):

        def match(tiles: range, is_strict: bool = is_strict) -> int:
            found = match_tiles(
                pool,
                batch,
                tiles,
                per_job=PEOPLE_A_JOB,
                per_person=JOBS_A_PERSON,
                strict=is_strict,
            )
            return len(found.person_numbers)

        rates: list[float] = []
        began = time.perf_counter()
        while len(rates) < ROUNDS and time.perf_counter() - began < MOST_SECONDS:
            start = time.perf_counter()
            with ThreadPoolExecutor(threads) as workers:
                people = sum(workers.map(match, tasks))
            rates.append(people * len(jobs) / (time.perf_counter() - start))
        main[f"batch_{name}_pairs_per_s"] = statistics.median(rates)
        details[f"batch_{name}_rounds"] = rates
    return main, details


def one_person(world: DrawnWorld, pool: TiledPool, jobs: int) -> tuple[Figures, Figures]:
    """Return how long one person waits for the best of so many jobs."""
    return {"person_to_jobs_ms": None}, {}
