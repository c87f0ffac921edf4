"""What a worker does: one unit of a run, from the run's folder into files of its own. Django-free.

``python -m preceptor.matches.nightly.work`` is a worker of this machine: it reads one task a
line from its input, answers each with one line, and ends when the input ends, which it does
when whoever started it is gone.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from preceptor.engine.tiles import LayoutDamaged, TiledPool
from preceptor.engine.tiles.cleared import without_nobody
from preceptor.matches.nightly.columns import (
    Columns,
    ColumnsDamaged,
    open_columns,
    write_columns,
)
from preceptor.matches.nightly.kernel import load_jobs, match_unit
from preceptor.matches.nightly.plan import Plan, read_plan
from preceptor.matches.snapshot_files import SnapshotDamaged, locked, open_file

JOBS = "jobs.pickle"


class InputsDamaged(Exception):
    """The snapshot or the jobs are not what the plan was made for: nobody can go on."""


@dataclass(frozen=True, slots=True)
class Task:
    """One unit of the run in a folder; ``plan`` is the digest of the plan that must lie there."""

    folder: str
    plan: str
    unit: int


@dataclass(frozen=True, slots=True)
class Done:
    """A unit that is written. ``pairs`` of person and job were looked at."""

    unit: int
    pairs: int
    seconds: float
    cpu_seconds: float
    worker: str


# What a unit found for jobs is needed until it is joined, what it found for people stays.
OF_JOBS, OF_PEOPLE = "jobs", "people"


def unit_path(folder: Path, unit: int, kind: str) -> Path:
    """Return where a file of a unit lies."""
    return folder / f"unit-{unit:05d}-{kind}.columns"


def do_unit(task: Task) -> Done:
    """Match one unit and write its two files.

    Doing it twice, even at the same time, writes the same again.
    Raises InputsDamaged, PlanDamaged, OSError.
    """
    started, cpu = time.perf_counter(), time.process_time()
    folder = Path(task.folder)
    plan, pool, jobs = _inputs(task.folder, task.plan)
    first, last = plan.units[task.unit]
    # Nobody is cleared from the snapshot while it is read.
    with locked(Path(plan.snapshot), is_exclusive=False):
        found = match_unit(
            pool, jobs, range(first, last), per_job=plan.per_job, per_person=plan.per_person
        )
    for kind, arrays in ((OF_JOBS, found.of_jobs()), (OF_PEOPLE, found.of_people())):
        write_columns(unit_path(folder, task.unit, kind), facts=_facts(task), arrays=arrays)
    return Done(
        unit=task.unit,
        pairs=len(found.person_counts) * plan.jobs,
        seconds=time.perf_counter() - started,
        cpu_seconds=time.process_time() - cpu,
        worker=f"{os.uname().nodename}:{os.getpid()}",
    )


def _facts(task: Task) -> dict[str, int | str]:
    return {"plan": task.plan, "unit": task.unit}


def open_unit(task: Task, kind: str) -> Columns:
    """Map a file of a unit; ColumnsDamaged where it is missing, harmed or of another plan."""
    found = open_columns(unit_path(Path(task.folder), task.unit, kind))
    if found.facts != _facts(task):
        raise ColumnsDamaged(f"The file of unit {task.unit} is of another plan.")
    return found


# One entry: a worker works on one run at a time, and lets the pool of the last one go.
@functools.lru_cache(maxsize=1)
def _inputs(folder: str, plan_digest: str) -> tuple[Plan, TiledPool, Any]:
    plan = read_plan(Path(folder), plan_digest)
    content = (Path(folder) / JOBS).read_bytes()
    # Only what the plan vouches for is unpacked.
    if hashlib.sha256(content).hexdigest() != plan.jobs_file:
        raise InputsDamaged(f"The jobs in {folder} are not what the plan was made for.")
    return plan, _pool(plan), load_jobs(content)


def _pool(plan: Plan) -> TiledPool:
    try:
        found = open_file(Path(plan.snapshot))
        if found.build == plan.snapshot_build:
            return TiledPool.from_arrays(found.facts, without_nobody(found.arrays))
    except (SnapshotDamaged, LayoutDamaged) as error:
        raise InputsDamaged(str(error)) from error
    raise InputsDamaged(f"{plan.snapshot} is not the snapshot that the plan was made for.")


def main(arguments: Sequence[str] = ()) -> int:
    """Work through the tasks on standard input; the first argument is a niceness."""
    os.nice(int(next(iter(arguments), "0")))
    # Answers have a way of their own: what a library prints must not end up among them.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        answer: dict[str, Any]
        try:
            answer = {"done": asdict(do_unit(Task(**json.loads(line))))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        try:
            print(json.dumps(answer), file=answers, flush=True)
        except BrokenPipeError:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
