"""Go on with the run that was not finished, or begin a new one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from preceptor.common.services import append_log
from preceptor.engine import ENGINE_VERSION
from preceptor.matches.models import Run
from preceptor.matches.nightly.columns import ColumnsDamaged, sweep_drafts, write_bytes
from preceptor.matches.nightly.inputs import (
    BasePool,
    OpenJobs,
    base_pool,
    open_jobs_now,
    read_job_table,
    write_job_table,
)
from preceptor.matches.nightly.keep import drop_files
from preceptor.matches.nightly.kernel import pack_jobs
from preceptor.matches.nightly.lease import take_lease
from preceptor.matches.nightly.plan import Plan, PlanDamaged, read_plan, units_of, write_plan
from preceptor.matches.nightly.work import JOBS, OF_JOBS, OF_PEOPLE, Task, open_unit, unit_path


@dataclass(frozen=True, eq=False)
class Started:
    """A run that this process holds, with the units that are left to do.

    ``damaged`` units had a file that is not what was written.
    """

    run: Run
    plan: Plan
    base: BasePool
    tasks: tuple[Task, ...]
    left: tuple[Task, ...]
    damaged: int
    is_resumed: bool


def folder_of(run: Run) -> Path:
    """Return where the files of a run lie."""
    return (Path(settings.RUNS) / run.folder).resolve()


@dataclass(frozen=True, eq=False)
class Inputs:
    """People and jobs of this moment, and the plan of a run that would rest on them."""

    base: BasePool
    jobs: OpenJobs
    plan: Plan


def inputs_now(*, per_job: int, per_person: int) -> Inputs:
    """Open the newest snapshot and read the open jobs. Raises SnapshotDamaged."""
    base, jobs = base_pool(), open_jobs_now()
    return Inputs(base, jobs, _plan(base, jobs, per_job=per_job, per_person=per_person))


def start_run(inputs: Inputs, *, holder: str, now: datetime) -> Started:
    """Hold the run that rests on these inputs.

    One that was left unfinished goes on where nothing has changed since; where something has,
    it is left behind. Raises RunBusy.
    """
    unfinished = Run.objects.filter(state=Run.State.RUNNING).first()
    if unfinished is not None:
        take_lease(run=unfinished, holder=holder, now=now)
        plan = _plan_of(unfinished)
        if plan is not None and plan.inputs() == inputs.plan.inputs():
            return _started(unfinished, plan, inputs.base, is_resumed=True)
        _leave_behind(unfinished, now=now)
    run = _begin(inputs, now=now)
    take_lease(run=run, holder=holder, now=now)
    return _started(run, read_plan(folder_of(run)), inputs.base, is_resumed=False)


def _plan(base: BasePool, jobs: OpenJobs, *, per_job: int, per_person: int) -> Plan:
    return Plan(
        snapshot=str(base.path),
        snapshot_build=base.snapshot.build,
        jobs_digest=jobs.digest(),
        jobs_file="",
        people=len(base.pool),
        jobs=len(jobs.compiled),
        per_job=per_job,
        per_person=per_person,
        # Without a job there is nothing to match.
        units=units_of(base.pool.tile_count if jobs.compiled else 0),
    )


def _plan_of(run: Run) -> Plan | None:
    """Return the plan of an unfinished run, None where its folder is no longer whole."""
    folder = folder_of(run)
    try:
        plan = read_plan(folder)
        read_job_table(folder)
        content = (folder / JOBS).read_bytes()
    except (PlanDamaged, ColumnsDamaged, OSError):
        return None
    return plan if hashlib.sha256(content).hexdigest() == plan.jobs_file else None


def _leave_behind(run: Run, *, now: datetime) -> None:
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.SUPERSEDED, finished_at=now, holder="", held_until=None
    )
    drop_files(run)


def _begin(inputs: Inputs, *, now: datetime) -> Run:
    """Write the folder first, then the row: a row never names a folder that is not whole."""
    base, jobs, plan = inputs.base, inputs.jobs, inputs.plan
    run = Run(
        snapshot=base.snapshot,
        inputs=plan.inputs(),
        as_of=base.snapshot.as_of,
        through_change=base.snapshot.through_change,
        cleared_through=base.snapshot.through_change,
        vocabulary_version=base.snapshot.vocabulary_version,
        engine_version=ENGINE_VERSION,
        people=plan.people,
        jobs=plan.jobs,
        per_job=plan.per_job,
        per_person=plan.per_person,
        units=len(plan.units),
        started_at=now,
    )
    run.folder = str(run.public_id)
    folder = folder_of(run)
    folder.mkdir(parents=True, mode=0o700)
    content = pack_jobs(jobs.compiled)
    write_bytes(folder / JOBS, content)
    write_job_table(folder, jobs)
    write_plan(folder, replace(plan, jobs_file=hashlib.sha256(content).hexdigest()))
    with transaction.atomic():
        run.save(force_insert=True)
        append_log(
            kind="matches.run_started",
            target=run.public_id,
            now=now,
            details={"people": run.people, "jobs": run.jobs},
        )
    return run


def _started(run: Run, plan: Plan, base: BasePool, *, is_resumed: bool) -> Started:
    folder = folder_of(run)
    sweep_drafts(folder)
    digest = plan.digest()
    tasks = tuple(Task(str(folder), digest, unit) for unit in range(len(plan.units)))
    left = unfinished_tasks(tasks)
    # The file of people is written last: where it is there and harmed, a unit was done before.
    damaged = sum(unit_path(folder, task.unit, OF_PEOPLE).exists() for task in left)
    return Started(run, plan, base, tasks, left, damaged, is_resumed)


def unfinished_tasks(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Return the tasks with a file missing or harmed; every byte of the others is checked."""
    return tuple(task for task in tasks if not _is_done(task))


def _is_done(task: Task) -> bool:
    try:
        open_unit(task, OF_JOBS)
        open_unit(task, OF_PEOPLE)
    except ColumnsDamaged:
        return False
    return True
