"""``preceptor worker``: background work, mail, and what falls due."""

from __future__ import annotations

import argparse
import signal
from functools import partial
from types import FrameType

from django.conf import settings

from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED
from preceptor.cli.tables import counted
from preceptor.common.background import declared_schedule
from preceptor.common.outbox import send_next
from preceptor.common.services.work import declare_schedule
from preceptor.common.worker import Worker, run_all_due

EXAMPLES = """\
  preceptor worker
  preceptor worker --once"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--once", action="store_true", help="do all that is due now, and stop")


def run(options: argparse.Namespace) -> int:
    """Serve every queue and the outbox until stopped."""
    ready_database(fill=False)
    declare_schedule(entries=declared_schedule(), now=now())
    queues = tuple(settings.TASKS["default"]["QUEUES"])
    send = partial(send_next, clock=now)
    if options.once:
        jobs, mails = run_all_due(clock=now, queues=queues), 0
        while send():
            mails += 1
        print(f"Done: {counted(jobs, 'job')}, {counted(mails, 'mail')}.")
        return ANSWERED
    worker = Worker(clock=now, queues=queues)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run(others=(send,))
    return ANSWERED
