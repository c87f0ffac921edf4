"""The reply clocks fall due."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.services.clock import sweep


@task()
def sweep_clocks(now: datetime) -> dict[str, int]:
    """Remind who is silent about an application or invitation, and close what nobody answered."""
    swept = sweep(now=now)
    return {
        "reminded": swept.reminded,
        "closed": swept.closed,
        "invites_reminded": swept.invites_reminded,
        "invites_closed": swept.invites_closed,
    }
