"""Tasks that tests let a worker run."""

from __future__ import annotations

import time
import uuid
from datetime import datetime
from pathlib import Path

from django_tasks import TaskContext, task

from preceptor.common.models import RequestKey
from preceptor.common.services import append_log
from preceptor.common.services.work import note_progress

NOBODY = uuid.UUID(int=0)


@task(lease_seconds=3, in_one_transaction=True, most_attempts=50)
def count_once(now: datetime, token: str, pause: float = 0.0) -> str:
    """Append one entry: doing it twice would show."""
    append_log(kind="test.counted", target=uuid.UUID(token), now=now)
    time.sleep(pause)
    return token


@task(queue_name="slow", lease_seconds=3, most_attempts=50)
def note_once(now: datetime, token: str, pause: float = 0.0) -> str:
    """Note that it ran; doing it twice changes nothing more."""
    append_log(kind="test.ran", target=uuid.UUID(token), now=now)
    time.sleep(pause)
    RequestKey.objects.get_or_create(
        key=uuid.UUID(token), defaults={"who": NOBODY, "action": "test.noted", "made_at": now}
    )
    return token


@task(lease_seconds=2, in_one_transaction=True)
def sleep_once(now: datetime, mark: str) -> None:
    """Append one entry, then sleep the first time, to be killed."""
    append_log(kind="test.counted", now=now)
    if not Path(mark).exists():
        Path(mark).touch()
        time.sleep(60)


@task(most_attempts=3)
def fail(now: datetime) -> None:
    """Fail each time."""
    raise ValueError("The clinic's feed is empty.")


@task(in_one_transaction=True, most_attempts=1)
def write_and_fail(now: datetime) -> None:
    """Write, then fail."""
    append_log(kind="test.counted", now=now)
    raise ValueError


@task(takes_context=True)
def go_on(context: TaskContext, until: int) -> int:
    """Say how far it is."""
    note_progress(job_id=uuid.UUID(context.task_result.id), done=until - 1, of=until)
    return context.attempt


@task()
def add(one: int, two: int = 2) -> int:
    """Add two numbers.

    The rest is not for the page.
    """
    return one + two
