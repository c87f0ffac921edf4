"""A process in which several people choose interview times at the same moment.

Prints what came of it as JSON. Run by test_interviews_side_by_side.py on a real file or server.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django
from django.db import connections

NINE = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run the actions in threads that start together; return what came of each."""
    barrier, came = threading.Barrier(len(actions)), [""] * len(actions)

    def run(number: int) -> None:
        barrier.wait()
        try:
            actions[number]()
            came[number] = "done"
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
    from tests.factories.hiring import bare_application, bare_job
    from tests.factories.jobs import recruiter_of

    from preceptor.common.models import Mail
    from preceptor.jobs.models import Application, Slot
    from preceptor.jobs.services.interviews import add_slots, book_slot, cancel_slot

    job = bare_job()
    by = recruiter_of(job)
    people = [bare_application(job, name=f"Person {number}") for number in range(6)]

    def make_times(*starts: datetime) -> list[Slot]:
        return add_slots(
            job=job,
            starts=starts,
            minutes=45,
            zone="America/New_York",
            where="Room 4",
            interviewer=by,
            offer_to=people,
            by=by,
            now=MONDAY,
        )

    def choosing(slot: Slot, application: Application) -> Callable[[], object]:
        user = application.person.user
        return lambda: book_slot(slot=slot, application=application, by=user, now=MONDAY)

    def booked(*slots: Slot) -> list[int | None]:
        numbers = [person.pk for person in people]
        found = [Slot.objects.get(pk=slot.pk).booked_by_id for slot in slots]
        return [numbers.index(each) if each else None for each in found]

    answer: dict[str, object] = {}
    (one,) = make_times(NINE)
    answer["six for one time"] = at_once(*(choosing(one, each) for each in people))
    answer["invited"] = Mail.objects.filter(calendar_method="REQUEST").count()

    tabs = make_times(*(NINE + n * HOUR for n in range(1, 5)))
    answer["one in four tabs"] = at_once(*(choosing(slot, people[0]) for slot in tabs))
    answer["has"] = booked(one, *tabs).count(0)

    Slot.objects.update(booked_by=None, booked_at=None, calendar_id=None)
    choosing(tabs[0], people[0])()
    choosing(tabs[1], people[1])()
    answer["two for each other's"] = at_once(
        choosing(tabs[1], people[0]), choosing(tabs[0], people[1])
    )
    answer["they have"] = booked(tabs[0], tabs[1])

    answer["both booked and cancelled"] = 0
    for slot in make_times(*(NINE + n * HOUR for n in range(10, 16))):
        at_once(
            choosing(slot, people[2]),
            lambda slot=slot: cancel_slot(slot=slot, by=by, now=MONDAY),
        )
        row = Slot.objects.get(pk=slot.pk)
        answer["both booked and cancelled"] += bool(row.booked_by_id and row.cancelled_at)

    before = Slot.objects.count()
    answer["the same times four times"] = at_once(
        *(lambda: make_times(NINE + 30 * HOUR, NINE + 31 * HOUR) for _ in range(4))
    )
    answer["times added"] = Slot.objects.count() - before
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
