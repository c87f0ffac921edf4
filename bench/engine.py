"""Measure the engine: ``python -m bench.engine --people N --threads T [--json] [--details]``.

People and jobs are drawn (``bench.pools``, ``bench.postings``), the pool is built, written to a
snapshot file and opened from it by memory map as the product does; every figure of a query is
from that map. Of every job the median of at least five rounds counts, all jobs being asked once
in every round; p50 and p95 are over the jobs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.bandwidth import bandwidth
from bench.batches import match_everyone, one_person
from bench.exactness import check_batch, check_full_size, check_person, check_slice
from bench.pools import DrawnWorld, drawn_world
from bench.postings import drawn_jobs, musts_only
from bench.stored import build_and_write, load, mapped_bytes
from bench.timing import LEAST_ROUNDS, in_rounds
from preceptor.engine.match import Job, compile_job
from preceptor.engine.tiles import (
    LivePool,
    TiledJob,
    TiledPool,
    index_stage,
    open_top,
    prices,
    strict_top,
    tiled_job,
)
from preceptor.engine.tiles.relax import relaxation

LIMIT = 20
REACH = 25
JOBS = 64
BATCH_JOBS = 10_000
PERSON_JOBS = 65_536
MANY_SEED = 11
# CPU seconds per second of one thread that is hardly disturbed.
QUIET = 0.97

KEYS = (
    "open_p50_ms",
    "open_p95_ms",
    "strict_p50_ms",
    "strict_p95_ms",
    "whatif_p50_ms",
    "whatif_p95_ms",
    "compile_p50_ms",
    "person_to_jobs_ms",
    "batch_open_pairs_per_s",
    "batch_strict_pairs_per_s",
    "build_s",
    "load_s",
    "bytes_per_person",
    "resident_bytes",
    "bandwidth_bytes_per_s",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is measured."""

    people: int
    threads: int
    jobs: int = JOBS
    rounds: int = LEAST_ROUNDS
    batch_jobs: int = BATCH_JOBS
    person_jobs: int = PERSON_JOBS
    seed: int = 3


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000, metavar="N")
    parser.add_argument("--threads", type=int, default=1, metavar="T")
    parser.add_argument("--jobs", type=int, default=JOBS, metavar="N")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, metavar="N")
    parser.add_argument("--batch-jobs", type=int, default=BATCH_JOBS, metavar="N")
    parser.add_argument("--person-jobs", type=int, default=PERSON_JOBS, metavar="N")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one object with the main figures")
    parser.add_argument("--details", action="store_true", help="and under it all others")
    given = vars(parser.parse_args())
    as_json, with_details = given.pop("json"), given.pop("details")
    figures = measure(Settings(**given))
    if not with_details:
        figures = {key: figures[key] for key in KEYS}
    print(json.dumps(figures) if as_json else as_text(figures))


def as_text(figures: dict[str, Any], indent: int = 0) -> str:
    """Return the figures line by line."""
    lines = []
    for key, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{' ' * indent}{key}", as_text(value, indent + 2)]
        else:
            shown = f"{value:,.4g}" if isinstance(value, float) else f"{value}"
            lines.append(f"{' ' * indent}{key:<34}{shown:>16}")
    return "\n".join(lines)


def measure(settings: Settings) -> dict[str, Any]:
    """Return the main figures under KEYS, and all others under ``details``."""
    details: dict[str, Any] = {**asdict(settings), "load_average_before": os.getloadavg()[0]}
    world = drawn_world(settings.seed)
    _say("checking a slice")
    _warm(world, settings)
    speed = bandwidth(settings.threads)
    jobs = drawn_jobs(world, settings.jobs)
    figures: dict[str, Any] = {"bandwidth_bytes_per_s": speed.bytes_per_s}
    with tempfile.TemporaryDirectory(prefix="preceptor-bench-") as folder:
        path = Path(folder) / "bench.pool"
        _say("building")
        _add(figures, details, build_and_write(world, settings.people, settings.threads, path))
        live, *loaded = load(path)
        _add(figures, details, loaded)
        _add(figures, details, ask_all(world, live, jobs, settings))
        _say("checking the whole")
        check_full_size(live, _lists(world, live, jobs[:6]))
        _say("drawing many jobs")
        wanted = max(settings.batch_jobs, settings.person_jobs)
        many = drawn_jobs(world, wanted, seed=MANY_SEED)
        compiled = [compile_job(job, world.vocabulary.codebook) for job in many]
        _say("matching everyone")
        batch = compiled[: settings.batch_jobs]
        _add(figures, details, match_everyone(live.base.pool, batch, settings.threads))
        _say("one person")
        known = compiled[: settings.person_jobs]
        _add(figures, details, one_person(live.base.pool, known, settings.rounds))
        figures["resident_bytes"] = mapped_bytes(path)
        touched = list_bytes(world, live.base.pool, jobs)
    # Making a job ready runs on one thread and waits for nothing: what it misses, others took.
    details["is_quiet"] = details["compile"]["cpu_per_wall"] > QUIET
    if not details["is_quiet"]:
        _say("others were at work on this machine: repeat on a quiet one")
    seconds = figures["open_p50_ms"] / 1000
    details |= {
        "open_list_bytes": touched,
        "open_share_of_bandwidth": touched / seconds / speed.bytes_per_s,
        "bandwidth_min_median_max": {key: list(value) for key, value in asdict(speed).items()},
        "peak_process_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    return {key: figures[key] for key in KEYS} | {"details": details}


def quick(*, people: int) -> dict[str, float]:
    """Return the main figures in few words, one thread, fewer jobs, for a table."""
    found = measure(Settings(people, threads=1, jobs=16, batch_jobs=2_000, person_jobs=8_192))
    return {
        "people": float(people),
        "open list, top 20, p50 ms": found["open_p50_ms"],
        "strict list, top 20, p50 ms": found["strict_p50_ms"],
        "all counterfactuals, p50 ms": found["whatif_p50_ms"],
        "everyone x 2,000 jobs, million pairs/s": found["batch_open_pairs_per_s"] / 1e6,
        "indexed, million people/s": people / found["build_s"] / 1e6,
        "bytes a person": found["bytes_per_person"],
        "reading memory, GB/s": found["bandwidth_bytes_per_s"] / 1e9,
    }


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr, flush=True)


def _add(figures: dict[str, Any], details: dict[str, Any], found: Sequence[dict[str, Any]]) -> None:
    figures.update(found[0])
    details.update(found[1])


def _warm(world: DrawnWorld, settings: Settings) -> None:
    """Compile every loop on a small pool, and check its answers against the plain engine."""
    index_stage(world.stage(2_000), threads=settings.threads)
    check_slice(world, drawn_jobs(world, 8))
    check_batch(world, drawn_jobs(world, 8))
    check_person(world, drawn_jobs(world, 200))


def ask_all(
    world: DrawnWorld, live: LivePool, jobs: Sequence[Job], settings: Settings
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the figures of every question about one job, and their details."""
    codebook, threads = world.vocabulary.codebook, settings.threads
    tiled = [tiled_job(compile_job(job, codebook)) for job in jobs]
    wide = [tiled_job(compile_job(job, codebook)) for job in musts_only(jobs)]
    asking: dict[str, list[Callable[[], Any]]] = {
        "open": [lambda job=job: open_top(live, job, LIMIT, threads=threads) for job in tiled],
        "strict": [lambda job=job: strict_top(live, job, LIMIT, threads=threads) for job in tiled],
        "whatif": [lambda job=job: everything(live, job, threads) for job in tiled],
        "whatif_15_musts": [lambda job=job: everything(live, job, threads) for job in wide],
        "compile": [lambda job=job: tiled_job(compile_job(job, codebook)) for job in jobs],
    }
    figures: dict[str, Any] = {}
    details: dict[str, Any] = {}
    for name, calls in asking.items():
        _say(name)
        rounds = in_rounds(calls, settings.rounds)
        figures |= {f"{name}_p50_ms": rounds.ms(50), f"{name}_p95_ms": rounds.ms(95)}
        details[name] = rounds.details()
    for name in ("whatif_15_musts_p50_ms", "whatif_15_musts_p95_ms", "compile_p95_ms"):
        details[name] = figures.pop(name)
    passing = [prices(live, job, threads=threads).passing for job in tiled]
    details["passing_least_median_most"] = [min(passing), int(np.median(passing)), max(passing)]
    return figures, details


def everything(live: LivePool, job: TiledJob, threads: int) -> object:
    """Ask every counterfactual of a job: counts, shares, drops, steps, pairs, relaxation."""
    found = prices(live, job, threads=threads)
    return found.requirements, found.pairs, relaxation(found, REACH)


def _lists(world: DrawnWorld, live: LivePool, jobs: Sequence[Job]) -> list[Any]:
    tiled = [tiled_job(compile_job(job, world.vocabulary.codebook)) for job in jobs]
    return [(job.compiled, open_top(live, job), strict_top(live, job)) for job in tiled]


def list_bytes(world: DrawnWorld, pool: TiledPool, jobs: Sequence[Job]) -> float:
    """Return the bytes of the list entries that an open query reads, on average over the jobs."""
    held = np.bincount(pool.codes, minlength=world.vocabulary.codebook.count * 25)
    compiled = [compile_job(job, world.vocabulary.codebook) for job in jobs]
    read = [sum(int(held[row > 0].sum()) for row in job.tables.credit) for job in compiled]
    return pool.list_ids.itemsize * statistics.fmean(read)


if __name__ == "__main__":
    main()
