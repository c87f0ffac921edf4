"""A process in which two do the same about an application at the same moment.

Prints what came of it as JSON. Run by test_applying_side_by_side.py on a real file or server.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable

import django
from django.db import connections

THREADS = 4


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run the actions in threads that start together; return what came of each."""
    barrier, came = threading.Barrier(len(actions)), [""] * len(actions)

    def run(number: int) -> None:
        barrier.wait()
        try:
            came[number] = str(actions[number]())
        except Exception as problem:  # for whoever reads what came
            came[number] = type(problem).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def main() -> None:
    """Run every scene."""
    django.setup()
    from tests.factories import MONDAY
    from tests.factories.jobs import (
        make_application,
        make_candidate,
        make_opening,
        recruiter_of,
        stage_named,
    )

    from preceptor.common.models import LogEntry, new_public_id
    from preceptor.common.services import once
    from preceptor.jobs.models import Application, Job, Move, Stage
    from preceptor.jobs.services import applying, invites, pipeline
    from preceptor.jobs.services.publishing import close_job

    def events(kind: str) -> int:
        return LogEntry.objects.filter(kind=kind).count()

    ruth, wade = (make_candidate(name, text=None) for name in ("Ruth Moody", "Wade Libby"))
    job, keyed, closing, moving, inviting = (
        make_opening(slug) for slug in ("tabs", "keyed", "closing", "moving", "inviting")
    )

    def send() -> object:
        return applying.apply(job=job, person=ruth, by=ruth.user, now=MONDAY).public_id

    key = new_public_id()

    def send_keyed() -> object:
        with once(key=key, who=ruth.public_id, action="jobs.apply", now=MONDAY) as turn:
            if turn.is_first:
                sent = applying.apply(job=keyed, person=ruth, by=ruth.user, now=MONDAY)
                turn.answer = str(sent.public_id)
        return turn.answer

    def send_closing() -> object:
        fresh = Job.objects.select_related("organization").get(pk=closing.pk)
        return applying.apply(job=fresh, person=ruth, by=ruth.user, now=MONDAY).state

    # The first ones of all: both find that the steps are not made yet.
    tabs = at_once(*[send] * THREADS)
    first = {"stages": Stage.objects.count(), "sent": events("jobs.application_sent")}
    first["moves"] = Move.objects.count()
    same_key = at_once(*[send_keyed] * THREADS)
    recruiter = recruiter_of(closing)
    at_once(
        send_closing,
        lambda: close_job(job=Job.objects.get(pk=closing.pk), by=recruiter, now=MONDAY),
    )
    waiting = Application.objects.filter(job=closing, state="sent").count()
    application = make_application(moving, wade)
    talk = stage_named(application.job.organization, "talk")
    at_once(
        lambda: applying.withdraw(application=application, by=None, now=MONDAY),
        lambda: pipeline.move(applications=[application], to=talk, by=None, now=MONDAY),
    )
    application.refresh_from_db()
    invite = invites.invite(job=inviting, person=ruth, text="Come", by=None, now=MONDAY)
    yes = at_once(
        *[lambda: invites.accept(invite=invite, by=ruth.user, now=MONDAY).public_id] * THREADS
    )
    sys.stdout.write(
        json.dumps(
            {
                "tabs": tabs,
                "first": first,
                "same_key": same_key,
                "waiting": waiting,
                "withdrawn": [str(application.state), str(application.waits_for)],
                "yes": yes,
                "answered": events("jobs.invite_answered"),
            }
        )
    )


if __name__ == "__main__":
    main()
