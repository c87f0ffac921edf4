"""Jobs past their last day end."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.services.publishing import expire_jobs


@task()
def expire_old_jobs(now: datetime) -> dict[str, int]:
    """End every job past its last day to apply."""
    return {"expired": expire_jobs(now=now)}
