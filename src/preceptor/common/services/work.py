"""Background jobs: asked for in the transaction of their cause, leased, retried, given up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from preceptor.common.models import BackgroundJob, Schedule
from preceptor.common.services.log import append_log

SCHEDULED = "schedule"
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
# What went well is kept for two days, so that of every daily task the last one is there; what was
# given up for a month.
DONE_KEPT_FOR = timedelta(days=2)
FAILED_KEPT_FOR = timedelta(days=30)
TROUBLE_LENGTH = 4_000

State = BackgroundJob.State


@transaction.atomic
def enqueue_work(
    *,
    task: str,
    now: datetime,
    arguments: Mapping[str, Any] | None = None,
    key: str = "",
    run_at: datetime | None = None,
    again_if_running: bool = True,
) -> BackgroundJob:
    """Ask for a declared task, by its dotted path; it runs once the transaction has committed.

    ``arguments`` are what the task takes by name, as JSON. With a ``key`` the same work waits only
    once: asked for again while it waits, the waiting job is returned; while it runs, it will run
    once more, since it may have looked at the world already.
    """
    declared = import_string(task)
    job = BackgroundJob(
        task=task,
        arguments=dict(arguments or {}),
        key=key,
        queue=declared.queue_name,
        most_attempts=getattr(declared, "most_attempts", 5),
        lease_seconds=getattr(declared, "lease_seconds", 60),
        run_at=run_at or now,
        made_at=now,
    )
    if not key:
        job.save(force_insert=True)
        return job
    while True:
        waiting = BackgroundJob.objects.filter(
            task=task, key=key, state__in=(State.READY, State.RUNNING)
        )
        if again_if_running:
            waiting.filter(state=State.RUNNING).update(again=True)
        if (other := waiting.first()) is not None:
            return other
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            continue  # another asked at the same time: it is there now, or already done
        return job


def claim_work(*, queue: str, holder: str, now: datetime) -> BackgroundJob | None:
    """Lease the longest due job of a queue to a worker; None where nothing is due.

    A job whose lease ran out is due: its worker is dead. The update repeats the condition, so of
    two workers that saw the same job one gets nothing. A job whose workers died as often as it
    may be tried is given up: it may be what kills them.
    """
    while True:
        due = _due(now=now).filter(queue=queue)
        job = due.order_by("run_at", "pk").first()
        if job is None:
            return None
        if job.state == State.RUNNING and job.attempts >= job.most_attempts:
            give_up_work(job=job, trouble="Its worker ended each time while it ran.", now=now)
            continue
        held_until = now + timedelta(seconds=job.lease_seconds)
        claimed = due.filter(pk=job.pk).update(
            state=State.RUNNING, holder=holder, held_until=held_until, attempts=F("attempts") + 1
        )
        if claimed:
            job.refresh_from_db()
            return job


def keep_work(*, job: BackgroundJob, now: datetime) -> bool:
    """Say that a job's worker is alive; tell whether it still holds the job."""
    return bool(_held(job).update(held_until=now + timedelta(seconds=job.lease_seconds)))


def note_progress(*, job_id: uuid.UUID, done: int, of: int | None = None) -> None:
    """Note how far a running job is, for the page that shows it."""
    BackgroundJob.objects.filter(public_id=job_id, state=State.RUNNING).update(
        progress_done=done, progress_of=of
    )


def finish_work(*, job: BackgroundJob, result: Any, now: datetime) -> bool:
    """Note that a job is done; False where its lease was lost and another worker has it.

    Asked for again while it ran, it waits once more. Earlier failures of the same work are
    forgotten: the trouble is over.
    """
    while True:
        if _held(job).filter(again=True).update(**_released(now)):
            return True
        done = (
            _held(job)
            .filter(again=False)
            .update(state=State.DONE, ended_at=now, result=result, trouble="", held_until=None)
        )
        if done:
            if job.key:
                _earlier_failures(job).delete()
            return True
        if not _held(job).exists():
            return False


def fail_work(*, job: BackgroundJob, trouble: str, now: datetime, is_final: bool = False) -> None:
    """Note that a job met trouble: it is tried again after a growing pause, in the end given up."""
    if is_final or job.attempts >= job.most_attempts:
        give_up_work(job=job, trouble=trouble, now=now)
        return
    pause = min(FIRST_PAUSE * 4 ** (job.attempts - 1), LONGEST_PAUSE)
    _held(job).update(
        state=State.READY,
        run_at=now + pause,
        holder="",
        held_until=None,
        trouble=trouble[-TROUBLE_LENGTH:],
    )


@transaction.atomic
def give_up_work(*, job: BackgroundJob, trouble: str, now: datetime) -> None:
    """Give a job up; it stays to be looked at. Does nothing where another worker has it."""
    given_up = _held(job).update(
        state=State.FAILED,
        ended_at=now,
        holder="",
        held_until=None,
        again=False,
        trouble=trouble[-TROUBLE_LENGTH:],
    )
    if not given_up:
        return
    if job.key:
        _earlier_failures(job).delete()
    append_log(
        kind="common.work_given_up",
        target=job.public_id,
        now=now,
        details={"task": job.task, "attempts": job.attempts},
    )


@transaction.atomic
def retry_work(*, job: BackgroundJob, by: uuid.UUID | None, now: datetime) -> bool:
    """Let a job that was given up wait again, with all its attempts; False where it is not.

    The same work may be waiting already under its key: then the old row is dropped.
    """
    failed = BackgroundJob.objects.select_for_update().filter(pk=job.pk, state=State.FAILED)
    if not failed.exists():
        return False
    same = BackgroundJob.objects.filter(
        task=job.task, key=job.key, state__in=(State.READY, State.RUNNING)
    )
    if job.key and same.exists():
        failed.delete()
    else:
        failed.update(attempts=0, ended_at=None, **_released(now))
    append_log(kind="common.work_retried", target=job.public_id, by=by, now=now)
    return True


@transaction.atomic
def drop_work(*, job: BackgroundJob, by: uuid.UUID | None, now: datetime) -> bool:
    """Delete a job that waits or was given up; False where it runs or is done."""
    dropped, _ = BackgroundJob.objects.filter(
        pk=job.pk, state__in=(State.READY, State.FAILED)
    ).delete()
    if dropped:
        append_log(
            kind="common.work_dropped",
            target=job.public_id,
            by=by,
            now=now,
            details={"task": job.task},
        )
    return bool(dropped)


@transaction.atomic
def every(task: str, *, seconds: int, now: datetime) -> None:
    """Let a task fall due again and again; a new one falls due at once."""
    made = Schedule.objects.get_or_create(
        task=task, defaults={"every_seconds": seconds, "next_at": now}
    )[1]
    if not made:
        Schedule.objects.filter(task=task).exclude(every_seconds=seconds).update(
            every_seconds=seconds, next_at=now
        )


@transaction.atomic
def declare_schedule(*, entries: Mapping[str, int], now: datetime) -> None:
    """Make the schedule what the apps declare: tasks by dotted path, with their seconds."""
    for task, seconds in sorted(entries.items()):
        every(task, seconds=seconds, now=now)
    Schedule.objects.exclude(task__in=list(entries)).delete()


def enqueue_due(*, now: datetime) -> int:
    """Ask for every scheduled task that has fallen due; return how many.

    Of several workers one asks. What was missed while no worker ran is done once, not caught up.
    """
    count = 0
    for entry in Schedule.objects.filter(next_at__lte=now).order_by("next_at", "task"):
        with transaction.atomic():
            moved = Schedule.objects.filter(task=entry.task, next_at=entry.next_at).update(
                next_at=now + timedelta(seconds=entry.every_seconds), last_at=now
            )
            if moved:
                enqueue_work(task=entry.task, now=now, key=SCHEDULED, again_if_running=False)
                count += 1
    return count


def prune_work(*, now: datetime) -> int:
    """Delete jobs that were done or given up long ago; return how many there were."""
    old = Q(state=State.DONE, ended_at__lt=now - DONE_KEPT_FOR) | Q(
        state=State.FAILED, ended_at__lt=now - FAILED_KEPT_FOR
    )
    return BackgroundJob.objects.filter(old).delete()[0]


def _due(*, now: datetime) -> QuerySet[BackgroundJob]:
    is_due = Q(state=State.READY, run_at__lte=now) | Q(state=State.RUNNING, held_until__lt=now)
    return BackgroundJob.objects.filter(is_due)


def _held(job: BackgroundJob) -> QuerySet[BackgroundJob]:
    """The job as this attempt holds it: a later claim has another number of attempts."""
    return BackgroundJob.objects.filter(
        pk=job.pk, state=State.RUNNING, holder=job.holder, attempts=job.attempts
    )


def _released(now: datetime) -> dict[str, Any]:
    return {
        "state": State.READY,
        "run_at": now,
        "holder": "",
        "held_until": None,
        "again": False,
    }


def _earlier_failures(job: BackgroundJob) -> QuerySet[BackgroundJob]:
    return BackgroundJob.objects.filter(
        task=job.task, key=job.key, state=State.FAILED, pk__lt=job.pk
    )
