"""Make adverse-impact reports: once for a job that is over, and over many for an organization."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Organization
from preceptor.common.services import append_log
from preceptor.jobs.models import ImpactReport, Job
from preceptor.jobs.queries.closed_reports import impact_content
from preceptor.jobs.queries.fairness import (
    jobs_not_yet_together,
    jobs_without_report,
    people_count,
)

# An organization's report waits until the jobs that have ended hold so many people.
LEAST_PEOPLE = 20


@transaction.atomic
def make_report(
    *, organization: Organization, jobs: Sequence[Job], job: Job | None, now: datetime
) -> ImpactReport:
    """Make a report about some jobs; ``job`` is the one it is about, None for the organization's.

    A job has one report: asked for again, it is returned.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    if job is not None:
        kept = ImpactReport.objects.filter(job=job).first()
        if kept is not None:
            return kept
    report = ImpactReport.objects.create(
        organization=organization,
        job=job,
        content=impact_content(organization, jobs, now=now),
        made_at=now,
    )
    report.covers.set(jobs)
    append_log(
        kind="jobs.impact_report_made",
        target=job.public_id if job else organization.public_id,
        now=now,
        details={"jobs": len(jobs), "people": report.content["people"]},
    )
    return report


def make_due_reports(*, now: datetime) -> int:
    """Make every report that is due, jobs first; return how many. Doing it twice changes nothing.

    Each in a transaction of its own.
    """
    made = 0
    for job in jobs_without_report():
        if job.organization is not None:
            make_report(organization=job.organization, jobs=[job], job=job, now=now)
            made += 1
    hiring = Organization.objects.filter(impact_reports__job__isnull=False).distinct()
    for organization in hiring.order_by("pk"):
        jobs = list(jobs_not_yet_together(organization))
        if jobs and people_count(jobs) >= LEAST_PEOPLE:
            make_report(organization=organization, jobs=jobs, job=None, now=now)
            made += 1
    return made
