"""Take jobs in from another site, as the worker runs it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django_tasks import task

from preceptor.jobs.models import Intake
from preceptor.jobs.services.intake import take_in


@task(queue_name="slow", most_attempts=3, lease_seconds=600)
def take_intake(now: datetime, intake_id: str) -> dict[str, int]:
    """Take in what was asked for; dropped or taken meanwhile, nothing is done."""
    intake = (
        Intake.objects.select_related("organization", "document", "made_by")
        .filter(public_id=uuid.UUID(intake_id), asked_at__isnull=False, taken_at__isnull=True)
        .first()
    )
    return {} if intake is None else dict(take_in(intake=intake, now=now))
