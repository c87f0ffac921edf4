"""Kills workers at random moments, and counts what came of every job and mail.

    python -m tests.common.kill_workers --kills 50 --jobs 1500

On a SQLite file of its own; with --servers on a PostgreSQL that is started for it, and killed too,
every second time. Workers are real processes, ended with SIGKILL.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 3
MOST_SECONDS = 300
SENT = "SENT_FILE"


def work() -> None:
    """Be a worker with short leases, until killed."""
    import django

    django.setup()
    from django.conf import settings

    settings.EMAIL_BACKEND = "tests.common.kill_workers.Counting"
    from functools import partial

    from django.utils import timezone

    from preceptor.common.outbox import send_next
    from preceptor.common.services import mail
    from preceptor.common.worker import Worker

    mail.LEASE = timedelta(seconds=LEASE_SECONDS)
    worker = Worker(clock=timezone.now, queues=("default", "slow"), pause_seconds=0.05)
    worker.run(others=(partial(send_next, clock=timezone.now),))


def finish() -> None:
    """Run jobs until none is left, then print the entries they wrote and their attempts."""
    import django

    django.setup()
    from django.utils import timezone

    from preceptor.common.models import BackgroundJob, LogEntry
    from preceptor.common.worker import run_all_due

    while left():
        run_all_due(clock=timezone.now, queues=("default",))
        time.sleep(0.1)
    found = {
        "entries": LogEntry.objects.filter(kind="test.counted").count(),
        "attempts": list(BackgroundJob.objects.values_list("attempts", flat=True)),
    }
    sys.stdout.write(json.dumps(found))


class Counting:
    """A mail server that takes a moment, and notes each mail that it was given."""

    def __init__(self, *_args: Any, **_more: Any) -> None:
        pass

    def send_messages(self, messages: list[Any]) -> int:
        """Note the Message-IDs."""
        for message in messages:
            with Path(os.environ[SENT]).open("a") as file:
                file.write(f"{message.extra_headers['Message-ID']}\n")
                file.flush()
            time.sleep(0.01)
        return len(messages)


def fill(count: int) -> dict[str, list[str]]:
    """Ask for jobs of both sorts and for mails; return their tokens."""
    from django.utils import timezone

    from preceptor.common.services import enqueue_work, send_mail

    now, made = timezone.now(), {"count_once": [], "note_once": []}
    for task, tokens in made.items():
        for _ in range(count):
            tokens.append(str(uuid.uuid4()))
            enqueue_work(
                task=f"tests.common.working.{task}",
                arguments={"token": tokens[-1], "pause": 0.03},
                now=now,
            )
    mails = [
        send_mail(kind="test", to="ruth@example.org", subject="x", text="x", now=now)
        for _ in range(count)
    ]
    return {**made, "mails": [str(mail.public_id) for mail in mails]}


def start(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a worker."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.common.kill_workers", "--work"], cwd=ROOT, env=environment
    )


def left() -> int:
    """Return how much is not done yet."""
    from preceptor.common.models import BackgroundJob, Mail

    return (
        BackgroundJob.objects.exclude(state=BackgroundJob.State.DONE).count()
        + Mail.objects.filter(sent_at=None).count()
    )


def patiently(ask: Any) -> Any:
    """Ask the database again until it is back."""
    from django.db import DatabaseError, connections

    while True:
        try:
            return ask()
        except DatabaseError:
            connections.close_all()
            time.sleep(0.1)


def count(made: dict[str, list[str]], sent_file: Path) -> dict[str, Any]:
    """Count the effects of everything that was asked for."""
    from preceptor.common.models import BackgroundJob, LogEntry, RequestKey
    from preceptor.common.queries import verify_log

    counted = Counter(
        str(target)
        for target in LogEntry.objects.filter(kind="test.counted").values_list("target", flat=True)
    )
    ran = Counter(
        str(target)
        for target in LogEntry.objects.filter(kind="test.ran").values_list("target", flat=True)
    )
    noted = {str(key) for key in RequestKey.objects.values_list("key", flat=True)}
    sent = Counter(sent_file.read_text().split())
    return {
        "in one transaction: done once": sum(counted[token] == 1 for token in made["count_once"]),
        "in one transaction: lost": sum(counted[token] == 0 for token in made["count_once"]),
        "in one transaction: doubled": sum(counted[token] > 1 for token in made["count_once"]),
        "repeatable: effect there": sum(token in noted for token in made["note_once"]),
        "repeatable: ran more than once": sum(ran[token] > 1 for token in made["note_once"]),
        "mails sent": len(sent),
        "mails sent more than once": sum(times > 1 for times in sent.values()),
        "given up": BackgroundJob.objects.filter(state=BackgroundJob.State.FAILED).count(),
        "chain is whole": verify_log().is_whole,
    }


def kill(
    workers: list[subprocess.Popen[bytes]], server: Any, options: argparse.Namespace
) -> dict[str, int]:
    """Kill a worker, and every second time the database too, again and again."""
    chance, kills = random.Random(options.seed), {"workers": 0, "database": 0}  # noqa: S311
    for number in range(options.kills):
        time.sleep(chance.uniform(*options.between))
        if server is not None and number % 2:
            server.kill9()
            time.sleep(0.3)
            server.start()
            kills["database"] += 1
        victim = chance.randrange(len(workers))
        workers[victim].kill()
        workers[victim].wait()
        workers[victim] = start(dict(os.environ))
        kills["workers"] += 1
    return kills


def run(options: argparse.Namespace, folder: Path, server: Any) -> dict[str, Any]:
    """Kill, wait until all is done, count."""
    made = fill(options.jobs)
    workers = [start(dict(os.environ)) for _ in range(options.workers)]
    began = time.monotonic()
    time.sleep(3)
    kills = kill(workers, server, options)
    last_kill = time.monotonic()
    left_then = patiently(left)
    while patiently(left) and time.monotonic() - last_kill < MOST_SECONDS:
        time.sleep(0.2)
    done = time.monotonic()
    for worker in workers:
        worker.kill()
        worker.wait()
    return {
        "kills": kills,
        "seconds": round(last_kill - began, 1),
        "left when the last was killed": left_then,
        "seconds until all was done": round(done - last_kill, 1),
        **patiently(lambda: count(made, folder / "sent")),
    }


def parsed() -> argparse.Namespace:
    """Return the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", action="store_true", help="be a worker")
    parser.add_argument("--finish", action="store_true", help="run all jobs, say what they did")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--between", type=float, nargs=2, default=(1.0, 2.5))
    parser.add_argument("--servers", help="folder whose common.py starts and kills PostgreSQL")
    return parser.parse_args()


def main() -> None:
    """Prepare a database, kill, print what came of it."""
    options = parsed()
    if options.work or options.finish:
        work() if options.work else finish()
        return
    folder = Path(tempfile.mkdtemp(prefix="kill-workers-"))
    (folder / "sent").touch()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "preceptor.settings",
        "PRECEPTOR_VAR": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        SENT: str(folder / "sent"),
    }
    server = None
    if options.servers:
        sys.path.insert(0, options.servers)
        server = import_module("common").TempPostgres()
        server.start()
        os.environ["DATABASE_URL"] = server.url
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(run(options, folder, server), indent=1) + "\n")
    connections.close_all()
    if server is not None:
        server.stop()


if __name__ == "__main__":
    main()
