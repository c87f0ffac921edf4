"""A night on one process, on two, and on a Ray cluster of two; with a worker killed as well.

    python -m bench.nights --people 1000000 --jobs 2000 --json

Each crew does the same units of the same run. ``start_s`` is how long the first unit was waited
for beyond its own time; rates are of what comes after the start, efficiencies are against one
process. ``cpu_s`` is what the units took of their cores: where it is as much for two as for one
and the efficiency is low, others were at work on this machine. All digests must be the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.pools import drawn_world
from bench.postings import drawn_jobs
from preceptor.engine.match import compile_job
from preceptor.engine.tiles import index_stage
from preceptor.engine.tiles.cleared import with_nobody
from preceptor.matches.nightly.cluster import ClusterMissing, work_in_cluster
from preceptor.matches.nightly.columns import write_bytes
from preceptor.matches.nightly.crew import Event, Lost
from preceptor.matches.nightly.kernel import pack_jobs
from preceptor.matches.nightly.local import work_in_processes
from preceptor.matches.nightly.merge import joined_jobs, result_digest
from preceptor.matches.nightly.plan import Plan, units_of, write_plan
from preceptor.matches.nightly.work import JOBS, OF_JOBS, OF_PEOPLE, Done, Task, open_unit
from preceptor.matches.snapshot_files import write_file

PER_JOB, PER_PERSON = 50, 20
# What a worker is called by the system, on either backend.
WORKER_NAMES = ("preceptor.matches.nightly.work", "do_unit")

Crew = Callable[[Sequence[Task]], Iterator[Event]]


@dataclass(frozen=True, slots=True)
class Night:
    """What one crew came to."""

    start_s: float
    run_s: float
    cpu_s: float
    pairs_per_s: float
    workers_lost: int
    digest: str


def main() -> None:
    """Measure every crew and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="night") as folder:
        figures = measured(Path(folder), options.people, options.jobs, options.rounds)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:36} {value}")


def measured(folder: Path, people: int, jobs: int, rounds: int) -> dict[str, Any]:
    """Return the figures of all crews; the best of so many rounds each, taken in turn."""
    plan, content = _prepared(folder, people, jobs)
    crews: dict[str, Crew] = {
        "one_process": lambda tasks: work_in_processes(tasks, workers=1),
        "two_processes": lambda tasks: work_in_processes(tasks, workers=2),
        "ray": lambda tasks: work_in_cluster(tasks, workers=2),
    }
    nights: dict[str, list[Night]] = {name: [] for name in crews}
    for _ in range(rounds):
        for name, crew in crews.items():
            try:
                nights[name].append(_night(folder / name, plan, content, crew))
            except ClusterMissing:
                continue
    best = {
        name: max(found, key=lambda night: night.pairs_per_s)
        for name, found in nights.items()
        if found
    }
    killed = {
        f"{name}_killed": _night(folder / name, plan, content, crews[name], kill=True)
        for name in best
        if name != "one_process"
    }
    figures: dict[str, Any] = {"people": people, "jobs": jobs, "units": len(plan.units)}
    for name, night in {**best, **killed}.items():
        figures[f"{name}_start_s"] = round(night.start_s, 3)
        figures[f"{name}_run_s"] = round(night.run_s, 3)
        figures[f"{name}_cpu_s"] = round(night.cpu_s, 3)
        figures[f"{name}_pairs_per_s"] = round(night.pairs_per_s)
    alone = best.pop("one_process").pairs_per_s
    for name, night in best.items():
        figures[f"{name}_efficiency"] = round(night.pairs_per_s / (2 * alone), 3)
    figures["workers_killed"] = sum(night.workers_lost for night in killed.values())
    digests = {night.digest for found in nights.values() for night in found}
    digests |= {night.digest for night in killed.values()}
    figures["digests_are_equal"] = len(digests) == 1
    return figures


def _prepared(folder: Path, people: int, jobs: int) -> tuple[Plan, bytes]:
    world = drawn_world()
    pool = index_stage(world.stage(people), threads=2)
    snapshot = folder / "bench.pool"
    write_file(snapshot, build="bench", facts=pool.facts(), arrays=with_nobody(pool.arrays()))
    codebook = world.vocabulary.codebook
    content = pack_jobs([compile_job(job, codebook) for job in drawn_jobs(world, jobs)])
    plan = Plan(
        snapshot=str(snapshot),
        snapshot_build="bench",
        jobs_digest="bench",
        jobs_file=hashlib.sha256(content).hexdigest(),
        people=people,
        jobs=jobs,
        per_job=PER_JOB,
        per_person=PER_PERSON,
        units=units_of(pool.tile_count),
    )
    return plan, content


def _night(folder: Path, plan: Plan, content: bytes, crew: Crew, *, kill: bool = False) -> Night:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_bytes(folder / JOBS, content)
    write_plan(folder, plan)
    tasks = [Task(str(folder), plan.digest(), unit) for unit in range(len(plan.units))]
    began = time.perf_counter()
    start = 0.0
    lost, used = 0, 0.0
    to_kill = kill
    for event in crew(tasks):
        if isinstance(event, Done):
            start = start or max(time.perf_counter() - began - event.seconds, 1e-9)
            used += event.cpu_seconds
        lost += isinstance(event, Lost)
        if to_kill and start:
            to_kill = not _kill_one()
    run = time.perf_counter() - began - start
    of_people = [open_unit(task, OF_PEOPLE) for task in tasks]
    joined = joined_jobs(
        [open_unit(task, OF_JOBS) for task in tasks], jobs=plan.jobs, per_job=plan.per_job
    )
    digest = result_digest(joined, of_people)
    return Night(start, run, used, plan.people * plan.jobs / run, lost, digest)


def _kill_one() -> bool:
    """Kill one worker of this process with signal 9; False where none is at work."""
    for pid in _below(os.getpid()):
        try:
            name = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if any(worker in name for worker in WORKER_NAMES):
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def _below(pid: int) -> list[int]:
    """Return every process below one, nearest first."""
    try:
        own = [
            int(child)
            for thread in Path(f"/proc/{pid}/task").iterdir()
            for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return []
    return own + [each for child in own for each in _below(child)]


if __name__ == "__main__":
    main()
