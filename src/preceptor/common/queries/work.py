"""Read what waits, runs and was given up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.module_loading import import_string

from preceptor.common.models import BackgroundJob, Mail, Schedule

State = BackgroundJob.State
CHECK_LOG = "preceptor.common.tasks.check_log"

# Waiting and running work in the order in which it is done, all else newest first.
ORDERS = {State.READY: ("run_at", "pk"), State.RUNNING: ("run_at", "pk")}


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many mails wait, are late, were sent within the last day, were given up."""

    waiting: int
    late: int
    sent: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of background work says first."""

    jobs: dict[str, int]
    outbox: Outbox
    schedule: list[Due] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Due:
    """A task that falls due again and again, in words."""

    words: str
    task: str
    every_seconds: int
    next_at: datetime
    last_at: datetime | None


def overview(*, now: datetime, day_before: datetime) -> Overview:
    """Return the counts of jobs by state, of the outbox, and the schedule, in three queries."""
    counted = BackgroundJob.objects.order_by().values_list("state").annotate(Count("pk"))
    jobs = {state.value: 0 for state in State} | dict(counted)
    waits = Q(sent_at=None, failed_at=None)
    mails = Mail.objects.aggregate(
        waiting=Count("pk", filter=waits),
        late=Count("pk", filter=waits & Q(attempts__gt=0)),
        sent=Count("pk", filter=Q(sent_at__gte=day_before, sent_at__lte=now)),
        given_up=Count("pk", filter=Q(failed_at__isnull=False)),
    )
    schedule = [
        Due(task_words(row.task), row.task, row.every_seconds, row.next_at, row.last_at)
        for row in Schedule.objects.order_by("next_at", "task")
    ]
    return Overview(jobs, Outbox(**mails), schedule)


def jobs_in(state: str) -> QuerySet[BackgroundJob]:
    """Return the jobs of a state, ordered."""
    order = ORDERS.get(State(state), ("-ended_at", "-pk"))
    return BackgroundJob.objects.filter(state=state).order_by(*order)


def mails_given_up() -> QuerySet[Mail]:
    """Return the mails that could not be sent, newest first, without their words."""
    return (
        Mail.objects.filter(failed_at__isnull=False)
        .order_by("-failed_at", "-pk")
        .defer("to", "subject", "text", "calendar")
    )


def given_up_count() -> int:
    """Return how many jobs and mails were given up: what a steward is told first."""
    failed = BackgroundJob.objects.filter(state=State.FAILED).count()
    return failed + Mail.objects.filter(failed_at__isnull=False).count()


def is_log_broken() -> bool:
    """Tell whether the last check of the log found an entry that does not fit."""
    checked = last_done(CHECK_LOG)
    found = checked.result if checked else None
    return found is not None and found["broken"] is not None


def last_done(task: str) -> BackgroundJob | None:
    """Return the last job of a task that came to its end."""
    return BackgroundJob.objects.filter(task=task, state=State.DONE).order_by("-ended_at").first()


def waits(task: str) -> bool:
    """Tell whether a task waits or runs."""
    return BackgroundJob.objects.filter(task=task, state__in=(State.READY, State.RUNNING)).exists()


def task_words(task: str) -> str:
    """Return what a task does, in the first line of its own description; its path without one."""
    try:
        declared = import_string(task)
    except ImportError:
        return task
    # What an older version asked for may be no task any more: then its path says what it was.
    behind = getattr(declared, "func", None)
    words = (behind.__doc__ or "").strip().split("\n")[0].rstrip(".") if behind else ""
    return words or task
