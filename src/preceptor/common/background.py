"""The Django Tasks API over our own table: what is enqueued commits, or not, with its cause.

    @task(queue_name="slow", most_attempts=3, lease_seconds=120)
    def rebuild(now: datetime, name: str) -> None: ...

    rebuild.enqueue(name="pool")

A parameter ``now`` is filled in by the worker with the moment at which the task really runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from preceptor.common.models import BackgroundJob
from preceptor.common.services.work import enqueue_work

STATUSES = {
    BackgroundJob.State.READY: TaskResultStatus.READY,
    BackgroundJob.State.RUNNING: TaskResultStatus.RUNNING,
    BackgroundJob.State.DONE: TaskResultStatus.SUCCESSFUL,
    BackgroundJob.State.FAILED: TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task[Any, Any]):
    """A task with what a lease needs.

    ``in_one_transaction``: its effect on the database commits together with the note that it is
    done, so that even a worker killed in between does it exactly once. For short tasks: SQLite
    lets nobody else write meanwhile. All others must be such that doing them twice changes
    nothing more.
    """

    most_attempts: int = 5
    lease_seconds: int = 60
    in_one_transaction: bool = False


class LeasedBackend(BaseTaskBackend):
    """Stores what is enqueued as rows that ``preceptor worker`` leases."""

    task_class = LeasedTask
    supports_defer = True
    supports_get_result = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job in the caller's transaction."""
        self.validate_task(task)
        now = timezone.now()
        job = enqueue_work(
            task=task.module_path,
            arguments=normalize_json(_by_name(task, args, kwargs)),
            run_at=task.run_after,
            now=now,
        )
        return result_of(job)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how far a job is. Raises TaskResultDoesNotExist, also once it is pruned."""
        try:
            return result_of(BackgroundJob.objects.get(public_id=result_id))
        except (BackgroundJob.DoesNotExist, ValidationError):
            raise TaskResultDoesNotExist(result_id) from None


def result_of(job: BackgroundJob) -> TaskResult[Any]:
    """Return a job as the Tasks API shows it."""
    errors = []
    if job.state == BackgroundJob.State.FAILED:
        errors.append(TaskError(exception_class_path="builtins.Exception", traceback=job.trouble))
    result: TaskResult[Any] = TaskResult(
        task=import_string(job.task),
        id=str(job.public_id),
        status=STATUSES[BackgroundJob.State(job.state)],
        enqueued_at=job.made_at,
        started_at=None,
        finished_at=job.ended_at,
        last_attempted_at=None,
        args=[],
        kwargs=dict(job.arguments),
        backend="default",
        errors=errors,
        worker_ids=[job.holder] * job.attempts,
    )
    # The API keeps what was returned apart from its constructor, and sets it just so.
    object.__setattr__(result, "_return_value", job.result)
    return result


def declared_schedule() -> Mapping[str, int]:
    """Return what falls due regularly, by dotted path: ``schedule`` of every app's AppConfig."""
    return dict(_declared())


def _declared() -> Iterator[tuple[str, int]]:
    for config in apps.get_app_configs():
        yield from getattr(config, "schedule", ())


def _by_name(task: Task[Any, Any], args: Any, kwargs: Any) -> dict[str, Any]:
    signature = inspect.signature(task.func)
    first = [None] if task.takes_context else []
    given = dict(signature.bind_partial(*first, *args, **kwargs).arguments)
    given.pop("context", None)
    return given
