"""Runs what is due: one thread a queue, one that keeps leases, one that asks for what falls due."""

from __future__ import annotations

import inspect
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from traceback import format_exception
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.utils.module_loading import import_string
from django_tasks.base import TaskContext

from preceptor.common.background import LeasedTask, result_of
from preceptor.common.models import BackgroundJob
from preceptor.common.services import work

logger = logging.getLogger(__name__)

GRACE_SECONDS = 5
Clock = Callable[[], datetime]


class LeaseLost(Exception):
    """Another worker took the job over: this one was silent for too long."""


def new_holder() -> str:
    """Return a name to hold leases under, unlike any other's."""
    return f"{os.uname().nodename[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def run_job(*, job: BackgroundJob, clock: Clock) -> None:
    """Run a leased job and note how it ended; trouble of the task never leaves here."""
    try:
        task = import_string(job.task)
    except ImportError as error:
        # A version without this task runs here: trying again changes nothing.
        work.fail_work(job=job, trouble=str(error), now=clock(), is_final=True)
        return
    try:
        if getattr(task, "in_one_transaction", False):
            with transaction.atomic():
                _finish(job, _call(task, job, clock), clock)
        else:
            _finish(job, _call(task, job, clock), clock)
    except LeaseLost:
        logger.warning("%s ran for longer than its lease, and elsewhere too.", job.task)
    except Exception as error:  # whatever a task raises is its own trouble, not the worker's
        logger.exception("%s failed, attempt %s.", job.task, job.attempts)
        work.fail_work(job=job, trouble="".join(format_exception(error)), now=clock())


def run_all_due(*, clock: Clock, queues: tuple[str, ...]) -> int:
    """Run everything that is due, one after another, until nothing is; return how many ran."""
    holder, count = new_holder(), 0
    work.enqueue_due(now=clock())
    for queue in queues:
        while job := work.claim_work(queue=queue, holder=holder, now=clock()):
            run_job(job=job, clock=clock)
            count += 1
    return count


def _call(task: LeasedTask, job: BackgroundJob, clock: Clock) -> Any:
    arguments = dict(job.arguments)
    if "now" in inspect.signature(task.func).parameters:
        arguments["now"] = clock()
    if task.takes_context:
        return task.func(TaskContext(task_result=result_of(job)), **arguments)
    return task.func(**arguments)


def _finish(job: BackgroundJob, result: Any, clock: Clock) -> None:
    if not work.finish_work(job=job, result=result, now=clock()):
        raise LeaseLost


@dataclass
class Worker:
    """Serves every queue until it is told to stop."""

    clock: Clock
    queues: tuple[str, ...]
    pause_seconds: float = 1.0
    stopping: threading.Event = field(default_factory=threading.Event)
    holder: str = field(default_factory=new_holder)
    held: dict[str, BackgroundJob] = field(default_factory=dict)
    _kept_at: datetime | None = None

    def run(self, *, others: tuple[Callable[[], object], ...] = ()) -> None:
        """Work until ``stopping`` is set; ``others`` are done again and again in threads too."""
        rounds: list[Callable[[], object]] = [
            *(partial(self.one_job, queue) for queue in self.queues),
            *others,
            self.ask_for_what_is_due,
            self.keep_leases,
        ]
        threads = [
            threading.Thread(target=self._again_and_again, args=(each,), daemon=True)
            for each in rounds
        ]
        for thread in threads:
            thread.start()
        self.stopping.wait()
        # Short work comes to its end; what is long is leased again by whoever starts next.
        until = time.monotonic() + GRACE_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def one_job(self, queue: str) -> bool:
        """Run one job of a queue; tell whether there was one."""
        job = work.claim_work(queue=queue, holder=self.holder, now=self.clock())
        if job is None:
            return False
        self.held[queue] = job
        try:
            run_job(job=job, clock=self.clock)
        finally:
            self.held.pop(queue, None)
        return True

    def ask_for_what_is_due(self) -> bool:
        """Ask for scheduled tasks that have fallen due."""
        work.enqueue_due(now=self.clock())
        return False

    def keep_leases(self) -> bool:
        """Say that the jobs in hand are alive, three times within the shortest lease."""
        now, held = self.clock(), list(self.held.values())
        if not held:
            self._kept_at = now
            return False
        beat = timedelta(seconds=min(job.lease_seconds for job in held) / 3)
        if self._kept_at is None or now - self._kept_at >= beat:
            self._kept_at = now
            for job in held:
                work.keep_work(job=job, now=now)
        return False

    def _again_and_again(self, do: Callable[[], object]) -> None:
        # A connection stays open from round to round: making one costs more than a look.
        while not self.stopping.is_set():
            try:
                went_on = do()
            except DatabaseError:
                # The database restarts or is busy: it will be back.
                logger.warning("The database does not answer; trying again.", exc_info=True)
                connections.close_all()
                went_on = False
            except Exception:  # a thread that ends would leave its queue unserved, unseen
                logger.exception("A round of the worker failed; going on.")
                went_on = False
            if not went_on:
                self.stopping.wait(self.pause_seconds)
        connections.close_all()
