"""What falls due before an interview."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.queries.interviews import to_call_off, to_remind
from preceptor.jobs.services.interviews import REMIND_AHEAD, call_off, remind_interview


@task()
def watch_interviews(now: datetime) -> None:
    """Remind both sides of tomorrow's interviews, and call off those of ended applications."""
    for application in to_call_off(now=now):
        call_off(application=application, by=None, now=now)
    for slot in to_remind(now=now, ahead=REMIND_AHEAD):
        remind_interview(slot=slot, now=now)
