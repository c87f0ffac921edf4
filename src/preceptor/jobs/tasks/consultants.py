"""What falls due between consultants and practices."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.models import Reference, ShareRequest
from preceptor.jobs.services.consultants import close_reference
from preceptor.jobs.services.sharing import lapse_share, remind_share


def remind_at(asked_at: datetime, reply_by: datetime) -> datetime:
    """Return when who is silent is reminded: at two thirds of the time."""
    return asked_at + (reply_by - asked_at) * 2 / 3


@task()
def watch_shares(now: datetime) -> None:
    """Remind the consultant at two thirds of the time, then close what nobody answered."""
    waiting = ShareRequest.objects.filter(state=ShareRequest.State.ASKED).order_by("pk")
    for request in waiting.filter(reply_by__lte=now).iterator():
        lapse_share(request=request, now=now)
    for request in waiting.filter(reply_by__gt=now, reminded_at__isnull=True).iterator():
        if request.reply_by and now >= remind_at(request.asked_at, request.reply_by):
            remind_share(request=request, now=now)
    for reference in Reference.objects.filter(reply_by__lte=now).order_by("pk").iterator():
        close_reference(reference=reference, now=now)
