"""What falls due between consultants and practices."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.models import Reference, ShareRequest
from preceptor.jobs.services.consultants import close_reference
from preceptor.jobs.services.sharing import lapse_share, remind_share


@task()
def watch_shares(now: datetime) -> None:
    """Remind the consultant at two thirds of the time, then close what nobody answered."""
    waiting = ShareRequest.objects.filter(state=ShareRequest.State.ASKED).order_by("pk")
    for request in waiting.filter(reply_by__lte=now).iterator():
        lapse_share(request=request, now=now)
    for request in waiting.filter(reply_by__gt=now, reminded_at__isnull=True).iterator():
        if request.is_to_be_reminded(asked_at=request.asked_at, now=now):
            remind_share(request=request, now=now)
    for reference in Reference.objects.filter(reply_by__lte=now).order_by("pk").iterator():
        close_reference(reference=reference, now=now)
