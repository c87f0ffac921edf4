"""Keep the search index in step where a job or its organization changes."""

from __future__ import annotations

from typing import Any

from preceptor.accounts.models import Organization
from preceptor.jobs.models import Job
from preceptor.jobs.services.indexing import forget_job, index_jobs


def job_saved(*, instance: Job, created: bool, raw: bool = False, **_: Any) -> None:
    """Follow a job that was changed; a new one has no lines yet, its maker indexes it."""
    if not created and not raw:
        index_jobs(jobs=[instance])


def job_deleted(*, instance: Job, **_: Any) -> None:
    """Forget a job, also one that goes with its organization or owner."""
    forget_job(number=instance.pk)


def organization_saved(
    *, instance: Organization, created: bool, raw: bool = False, **_: Any
) -> None:
    """Follow a new name: it stands in the words of every open job."""
    if not created and not raw:
        index_jobs(jobs=Job.objects.filter(organization=instance, status=Job.Status.OPEN))
