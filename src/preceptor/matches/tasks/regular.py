"""What falls due in matching, as the worker runs it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

from preceptor.matches.nightly.daily import run_when_due
from preceptor.matches.tasks.pool import sweep


@task(queue_name="slow", most_attempts=3, lease_seconds=120)
def keep_pool(now: datetime) -> dict[str, Any]:
    """Erase visitors after their hours, keep the snapshot of the pool of today."""
    done = sweep(now=now)
    return {
        "erased": done.erased,
        "is_rebuilt": done.is_rebuilt,
        "is_merged": done.is_merged,
        "trouble": done.trouble,
    }


@task(queue_name="night", most_attempts=3, lease_seconds=120)
def match_everybody(now: datetime) -> dict[str, Any]:
    """Do the run of the day where it is due."""
    # The run goes on for long and looks at the clock as it goes.
    run = run_when_due(clock=timezone.now)
    return {"run": "" if run is None else str(run.public_id)}
