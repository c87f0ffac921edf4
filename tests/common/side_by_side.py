"""A process whose threads do the same thing at the same time, on the database it is given.

Prints what came of it as JSON. Run by test_side_by_side.py on a real file or server.
"""

from __future__ import annotations

import json
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import django
from django.db import connections

THREADS = 6
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def at_once(do: Callable[[int], object]) -> list[object]:
    """Do something in several threads that start together; return what each returned."""
    barrier, answers = threading.Barrier(THREADS), [None] * THREADS

    def one(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = do(number)
        except Exception as error:  # for whoever reads the answers
            answers[number] = f"{type(error).__name__}: {error}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main() -> None:
    """Run every scene."""
    django.setup()
    from preceptor.common.models import BackgroundJob, LogEntry, Mail
    from preceptor.common.queries import verify_log
    from preceptor.common.services import append_log, once, send_mail
    from preceptor.common.services.mail import claim_mail
    from preceptor.common.services.tries import take
    from preceptor.common.services.work import claim_work, enqueue_due, enqueue_work, every

    token = str(uuid.UUID(int=1))
    count_once = "tests.common.working.count_once"

    for _ in range(30):
        enqueue_work(task=count_once, arguments={"token": token}, now=NOW)
        send_mail(kind="test", to="ruth@example.org", subject="x", text="x", now=NOW)

    def claim_all(claim: Callable[[], BackgroundJob | Mail | None]) -> list[int]:
        mine = []
        while got := claim():
            mine.append(got.pk)
        return mine

    jobs = at_once(
        lambda number: claim_all(
            lambda: claim_work(queue="default", holder=f"worker {number}", now=NOW)
        )
    )
    mails = at_once(lambda _: claim_all(lambda: claim_mail(now=NOW)))

    key, who = uuid.uuid4(), uuid.uuid4()

    def apply(_number: int) -> str:
        with once(key=key, who=who, action="test.apply", now=NOW) as turn:
            if turn.is_first:
                turn.answer = str(append_log(kind="test.applied", now=NOW).number)
        return turn.answer

    answers = at_once(apply)
    taken = at_once(lambda _: sum(take("test", 25, 3600, NOW) for _ in range(10)))
    every(count_once, seconds=60, now=NOW)
    due = at_once(lambda _: enqueue_due(now=NOW))
    keyed = at_once(
        lambda _: enqueue_work(task=count_once, arguments={"token": token}, key="same", now=NOW).pk
    )
    sys.stdout.write(
        json.dumps(
            {
                "jobs": jobs,
                "mails": mails,
                "answers": answers,
                "applied": LogEntry.objects.filter(kind="test.applied").count(),
                "taken": taken,
                "due": due,
                "keyed": keyed,
                "is_whole": verify_log().is_whole,
            }
        )
    )


if __name__ == "__main__":
    main()
