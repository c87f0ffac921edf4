"""Everyone against many jobs in one pass, and one person against many jobs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from bench.timing import in_rounds
from preceptor.engine.match import CompiledJob
from preceptor.engine.tiles import TiledPool
from preceptor.engine.tiles.batch import first_bars, job_batch, match_tiles
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top

PEOPLE_A_JOB, JOBS_A_PERSON = 20, 10
FEW_JOBS = 128
PERSONS, JOBS_SHOWN = 64, 20
TILES_A_THREAD = 4
ROUNDS = 5
MOST_SECONDS = 90.0

Figures = dict[str, Any]


def match_everyone(
    pool: TiledPool, jobs: Sequence[CompiledJob], threads: int
) -> tuple[Figures, Figures]:
    """Return pairs per second in both lists with as many jobs as a night has.

    Heaps of both sides are filled, as in a night; of a large pool some tiles are matched, evenly
    chosen. In the details the same with few jobs, and by CPU second.
    """
    many = _rates(pool, jobs, threads, TILES_A_THREAD * threads)
    few = _rates(pool, jobs[:FEW_JOBS], threads, 4 * TILES_A_THREAD * threads)
    main = {f"batch_{name}_pairs_per_s": statistics.median(r.wall) for name, r in many.items()}
    details: Figures = {
        "batch_people_a_job": PEOPLE_A_JOB,
        "batch_jobs_a_person": JOBS_A_PERSON,
        "batch_tiles": min(pool.tile_count, TILES_A_THREAD * threads),
        "few_jobs": len(jobs[:FEW_JOBS]),
    }
    for key, rates in (("batch", many), ("few", few)):
        for name, found in rates.items():
            details[f"{key}_{name}_rounds"] = found.wall
            details[f"{key}_{name}_pairs_per_cpu_s"] = statistics.median(found.cpu)
    return main, details


class _Rates(NamedTuple):
    """Pairs per second and per CPU second of every round."""

    wall: list[float]
    cpu: list[float]


def _rates(
    pool: TiledPool, jobs: Sequence[CompiledJob], threads: int, tiles: int
) -> dict[str, _Rates]:
    batch = job_batch(jobs)
    # Tiles are ordered by where people live: a sample is spread over all of them.
    chosen = np.unique(np.linspace(0, pool.tile_count - 1, min(tiles, pool.tile_count)).astype(int))
    tasks = [range(tile, tile + 1) for tile in chosen.tolist()]

    bars = {
        is_strict: first_bars(pool, batch, per_job=PEOPLE_A_JOB, strict=is_strict)
        for is_strict in (False, True)
    }

    def match(tiles: range, is_strict: bool) -> int:
        found = match_tiles(
            pool,
            batch,
            tiles,
            per_job=PEOPLE_A_JOB,
            per_person=JOBS_A_PERSON,
            strict=is_strict,
            bars=bars[is_strict],
        )
        return len(found.person_numbers)

    found = {"open": _Rates([], []), "strict": _Rates([], [])}
    for name, rates in found.items():
        whether = repeat(name == "strict")
        began = time.perf_counter()
        while len(rates.wall) < ROUNDS and time.perf_counter() - began < MOST_SECONDS:
            start, used = time.perf_counter(), time.process_time()
            with ThreadPoolExecutor(threads) as workers:
                pairs = len(jobs) * sum(workers.map(match, tasks, whether))
            rates.wall.append(pairs / (time.perf_counter() - start))
            rates.cpu.append(pairs / (time.process_time() - used))
    return found


def one_person(
    pool: TiledPool, jobs: Sequence[CompiledJob], rounds: int
) -> tuple[Figures, Figures]:
    """Return how long somebody waits for the best of so many jobs, over some people."""
    began = time.perf_counter()
    table = jobs_table(jobs)
    made = time.perf_counter() - began
    rows = np.unique(np.linspace(0, len(pool) - 1, PERSONS).astype(np.int64))
    people = [pool.people(rows[place : place + 1]) for place in range(len(rows))]
    calls = [lambda person=person: jobs_top(person, table, JOBS_SHOWN) for person in people]
    times = in_rounds(calls, rounds)
    details = {"person_jobs": len(jobs), "person_table_s": made, "person_to_jobs": times.details()}
    return {"person_to_jobs_ms": times.ms(50)}, details
