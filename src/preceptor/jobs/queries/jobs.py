"""Find jobs and their lines."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from preceptor.jobs.models import Job, JobPlace, Line

# What was shown to candidates once keeps its address, and says that it is over.
WAS_SHOWN = (Job.Status.PAUSED, Job.Status.FILLED, Job.Status.CLOSED, Job.Status.EXPIRED)
_MAY_SHOW = Q(organization__verified_at__isnull=False) | Q(organization__is_demo=True)


def shown_jobs(*, on: date | None = None) -> QuerySet[Job]:
    """Return the jobs that candidates see, by number: every list and count of jobs is of these.

    Open, of an organization that a steward verified (or of the demo world), and not past the last
    day to apply. ``on``: as of that day, today unless given.
    """
    day = on or timezone.now().date()
    open_now = Q(status=Job.Status.OPEN) & (Q(expires_on__isnull=True) | Q(expires_on__gte=day))
    return Job.objects.filter(open_now & _MAY_SHOW).order_by("pk")


def is_shown(job: Job, *, on: date | None = None) -> bool:
    """Tell whether candidates see a job; its organization should be loaded."""
    day = on or timezone.now().date()
    organization = job.organization
    return (
        job.status == Job.Status.OPEN
        and (job.expires_on is None or job.expires_on >= day)
        and organization is not None
        and (organization.verified_at is not None or organization.is_demo)
    )


def addressed_jobs() -> QuerySet[Job]:
    """Return the jobs with a public page: those shown, and those that were and say they are over.

    An open one past its last day is among them too.
    """
    has_page = Q(status__in=[Job.Status.OPEN, *WAS_SHOWN], slug__isnull=False)
    return Job.objects.filter(has_page & _MAY_SHOW).order_by("pk")


def open_jobs() -> QuerySet[Job]:
    """Return the jobs that candidates see by number, with organization and lines in order."""
    return with_lines(shown_jobs()).order_by("pk")


def with_lines(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Load what an answer about a job needs in three queries, however many jobs."""
    return jobs.select_related("organization", "site", "document").prefetch_related(
        Prefetch("lines", queryset=Line.objects.order_by("order"))
    )


def with_places(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Load the places of work in order, with their sites."""
    return jobs.prefetch_related(
        Prefetch("places", queryset=JobPlace.objects.select_related("site").order_by("order"))
    )
