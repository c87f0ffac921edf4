"""Find jobs and their lines."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from preceptor.jobs.models import Job, Line


def open_jobs() -> QuerySet[Job]:
    """Return the open jobs by number, with organization and lines in order."""
    return with_lines(Job.objects.filter(status=Job.Status.OPEN)).order_by("pk")


def with_lines(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Load what an answer about a job needs in three queries, however many jobs."""
    return jobs.select_related("organization", "site", "document").prefetch_related(
        Prefetch("lines", queryset=Line.objects.order_by("order"))
    )
