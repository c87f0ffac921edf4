"""Match everybody with every open job: start or go on, work, join, tell who is new."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from preceptor.common.services import append_log
from preceptor.engine.tiles import TILE
from preceptor.matches.models import Run
from preceptor.matches.nightly.alerts import give_alerts
from preceptor.matches.nightly.cluster import work_in_cluster
from preceptor.matches.nightly.columns import Columns, ColumnsDamaged, write_bytes, write_columns
from preceptor.matches.nightly.crew import Event, Lost, WorkFailed, work_here
from preceptor.matches.nightly.files import SHORTLISTS, finished_runs, write_index
from preceptor.matches.nightly.keep import drop_joined, drop_old_files
from preceptor.matches.nightly.lease import LeaseLost, alone_here, keep_lease, let_go
from preceptor.matches.nightly.local import work_in_processes
from preceptor.matches.nightly.merge import joined_jobs, result_digest
from preceptor.matches.nightly.report import Progress, report_text
from preceptor.matches.nightly.start import (
    Inputs,
    Started,
    folder_of,
    inputs_now,
    start_run,
    unfinished_tasks,
)
from preceptor.matches.nightly.work import OF_JOBS, OF_PEOPLE, Done, Task, open_unit

PER_JOB, PER_PERSON = 50, 20
LOCAL, RAY = "local", "ray"

# Files that are harmed again and again are no accident any more.
ROUNDS = 3
SAY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a run is wanted. ``workers`` None: one a core, or every core of the cluster.

    ``niceness``, of local workers: 0, or up to 19 to stand back behind others who want a core.
    ``is_repeated``: run again even though nothing has changed since the last finished run.
    """

    per_job: int = PER_JOB
    per_person: int = PER_PERSON
    backend: str = LOCAL
    workers: int | None = 1
    address: str | None = None
    niceness: int = 0
    is_repeated: bool = False


@dataclass(slots=True)
class Tally:
    """What happened since this start."""

    began: float
    units_done: int
    people_done: int
    pairs: int = 0
    lost: int = 0
    redone: int = 0
    cpu_seconds: float = 0.0
    said: float = field(default=0.0)


Clock = Callable[[], datetime]
Watch = Callable[[Progress, int], None]


def run_nightly(*, clock: Clock, wish: Wish | None = None, watch: Watch | None = None) -> Run:
    """Match everybody in the newest snapshot with every open job; return the finished run.

    A run that was killed goes on. Where none was and the newest finished run rests on the very
    same people and jobs, it is returned as it is. ``watch`` is told how far the run is, and how
    many jobs it has.
    Raises RunBusy, SnapshotDamaged, ClusterMissing, WorkFailed, LeaseLost; whatever stops a
    run, what was done stays done.
    """
    wish = wish or Wish()
    with alone_here(Path(settings.RUNS)) as holder:
        inputs = inputs_now(per_job=wish.per_job, per_person=wish.per_person)
        is_wanted = wish.is_repeated or Run.objects.filter(state=Run.State.RUNNING).exists()
        run = None if is_wanted else _same_finished(inputs)
        if run is None:
            run = _run(inputs, wish, holder, clock, watch or _nobody)
        if run.alerted_at is None:
            _alert(run, clock)
        drop_old_files()
    return run


def _nobody(progress: Progress, jobs: int) -> None:
    """Nobody watches."""


def _same_finished(inputs: Inputs) -> Run | None:
    newest = finished_runs()[:1]
    return next((run for run in newest if run.inputs == inputs.plan.inputs()), None)


def _run(inputs: Inputs, wish: Wish, holder: str, clock: Clock, watch: Watch) -> Run:
    started = start_run(inputs, holder=holder, now=clock())
    run = started.run
    run.report = {**run.report, "starts": run.report.get("starts", 0) + 1}
    try:
        tally = _work(started, wish, clock, watch)
        _finish(started, wish, tally, clock)
    except LeaseLost:
        raise
    except BaseException as error:
        # Ctrl+C, a full disk: whoever is told to go on need not wait for the lease to end.
        let_go(run=started.run, now=clock(), trouble=f"{type(error).__name__}: {error}")
        raise
    drop_joined(folder_of(started.run))
    started.run.refresh_from_db()
    return started.run


def _work(started: Started, wish: Wish, clock: Clock, watch: Watch) -> Tally:
    left = started.left
    done = len(started.tasks) - len(left)
    tally = Tally(
        began=time.monotonic(),
        units_done=done,
        people_done=started.plan.people - sum(_people_of(started, task) for task in left),
        redone=started.damaged,
    )
    _say(started, tally, clock, watch)
    for event in _crew(left, wish):
        if isinstance(event, Done):
            tally.units_done += 1
            tally.people_done += _people_of(started, started.tasks[event.unit])
            tally.pairs += event.pairs
            tally.cpu_seconds += event.cpu_seconds
        elif isinstance(event, Lost):
            tally.lost += 1
        if time.monotonic() - tally.said >= SAY_SECONDS:
            _say(started, tally, clock, watch)
    _say(started, tally, clock, watch)
    return tally


def _crew(tasks: Sequence[Task], wish: Wish) -> Iterator[Event]:
    if not tasks:
        return iter(())
    if wish.backend == RAY:
        return work_in_cluster(tasks, workers=wish.workers, address=wish.address)
    # A single worker needs no process of its own, and neither does a single unit.
    if not wish.niceness and (wish.workers == 1 or len(tasks) == 1):
        return work_here(tasks)
    workers = wish.workers or os.cpu_count() or 1
    return work_in_processes(tasks, workers=workers, niceness=wish.niceness)


def _people_of(started: Started, task: Task) -> int:
    first, last = started.plan.units[task.unit]
    return min(last * TILE, started.plan.people) - first * TILE


def _say(started: Started, tally: Tally, clock: Clock, watch: Watch) -> None:
    tally.said = time.monotonic()
    progress = Progress(
        units=len(started.tasks),
        units_done=tally.units_done,
        people=started.plan.people,
        people_done=tally.people_done,
        pairs=tally.pairs,
        seconds=tally.said - tally.began,
        lost=tally.lost,
    )
    # What outlives a kill: how often it was started, how many workers it has cost.
    lived = {**started.run.report, "workers_lost": _lost(started, tally)}
    keep_lease(run=started.run, now=clock(), units_done=tally.units_done, report=lived)
    watch(progress, started.plan.jobs)


def _lost(started: Started, tally: Tally) -> int:
    return int(started.run.report.get("workers_lost", 0)) + tally.lost


def _finish(started: Started, wish: Wish, tally: Tally, clock: Clock) -> None:
    """Join what the units found and close the run."""
    of_jobs, of_people = _all_units(started, tally)
    folder = folder_of(started.run)
    joined = joined_jobs(of_jobs, jobs=started.plan.jobs, per_job=started.plan.per_job)
    write_columns(folder / SHORTLISTS, facts={}, arrays=joined)
    write_index(folder, started.base.pool)
    digest = result_digest(joined, of_people)
    keep_lease(run=started.run, now=clock())
    report = _report(started, wish, tally, digest, joined, of_people)
    _write_report(folder, report)
    with transaction.atomic():
        now = clock()
        keep_lease(
            run=started.run,
            now=now,
            state=Run.State.FINISHED,
            finished_at=now,
            digest=digest,
            report=report,
            units_done=len(started.tasks),
            trouble="",
        )
        append_log(
            kind="matches.run_finished",
            target=started.run.public_id,
            now=now,
            details={"digest": digest},
        )


def _all_units(started: Started, tally: Tally) -> tuple[list[Columns], list[Columns]]:
    """Open the files of all units, of jobs and of people; a unit that was harmed is redone."""
    for _ in range(ROUNDS):
        try:
            of_jobs = [open_unit(task, OF_JOBS) for task in started.tasks]
            return of_jobs, [open_unit(task, OF_PEOPLE) for task in started.tasks]
        except ColumnsDamaged:
            for task in unfinished_tasks(started.tasks):
                tally.redone += 1
                for _event in work_here([task]):
                    continue
    raise WorkFailed("The files of units are harmed again and again: check the disk.")


def _report(
    started: Started,
    wish: Wish,
    tally: Tally,
    digest: str,
    joined: dict[str, Any],
    of_people: Sequence[Columns],
) -> dict[str, Any]:
    run, plan = started.run, started.plan
    seconds = time.monotonic() - tally.began
    return {
        "run": str(run.public_id),
        "state": "finished",
        "as_of": run.as_of.isoformat(),
        "people": plan.people,
        "jobs": plan.jobs,
        "pairs": plan.people * plan.jobs,
        "per_job": plan.per_job,
        "per_person": plan.per_person,
        "backend": wish.backend,
        "workers": wish.workers,
        "seconds": round(seconds, 3),
        "worker_seconds": round(tally.cpu_seconds, 3),
        "pairs_per_second": round(tally.pairs / seconds) if seconds else 0,
        "units": len(plan.units),
        "units_kept": len(started.tasks) - len(started.left),
        "units_redone": tally.redone,
        "starts": run.report["starts"],
        "workers_lost": _lost(started, tally),
        "shortlisted": int(joined["open_counts"].sum()),
        "strictly_shortlisted": int(joined["strict_counts"].sum()),
        "ranked_jobs": sum(int(unit["person_counts"].sum(dtype="int64")) for unit in of_people),
        "bytes": sum(
            path.stat().st_size
            for path in folder_of(run).iterdir()
            if not path.name.endswith(f"-{OF_JOBS}.columns")
        ),
        "digest": digest,
    }


def _write_report(folder: Path, report: dict[str, Any]) -> None:
    write_bytes(folder / "report.json", json.dumps(report, indent=1).encode())
    write_bytes(folder / "report.txt", (report_text(report) + "\n").encode())


def _alert(run: Run, clock: Clock) -> None:
    """Tell who is new, and write how many into the report."""
    report = {**run.report, "alerts": give_alerts(run=run, now=clock())}
    _write_report(folder_of(run), report)
    run.report, run.alerted_at = report, clock()
    run.save(update_fields=["report", "alerted_at"])
