"""Make adverse-impact reports: once for a job that is over, and over many for an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Organization
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import ImpactReport, Job
from preceptor.jobs.queries.closed_reports import impact_content
from preceptor.jobs.queries.fairness import (
    jobs_not_yet_together,
    jobs_without_report,
    people_count,
)

# An organization's report waits until the jobs that have ended hold so many people.
LEAST_PEOPLE = 20


def make_report(
    *, organization: Organization, jobs: Sequence[Job], job: Job | None, now: datetime
) -> ImpactReport:
    """Make a report about some jobs; ``job`` is the one it is about, None for the organization's.

    A job has one report of its own and stands in one of the organization's: asked for again, it is
    returned. It is worked out before the transaction opens, since writers wait for that; where
    another was made meanwhile, once more beside it.
    """
    while True:
        newest = _newest(organization)
        content = impact_content(organization, jobs, now=now)
        report = _kept(organization, jobs, job, content, newest, now)
        if report is not None:
            return report


@transaction.atomic
def _kept(
    organization: Organization,
    jobs: Sequence[Job],
    job: Job | None,
    content: Mapping[str, Any],
    newest: int,
    now: datetime,
) -> ImpactReport | None:
    """Keep a report, or return the one there is; None where it stands beside another by now."""
    lock_log()
    made = ImpactReport.objects.filter(organization=organization, job=job)
    kept = (made if job else made.filter(covers__in=jobs)).order_by("pk").first()
    if kept is not None:
        return kept
    if _newest(organization) != newest:
        return None
    report = ImpactReport.objects.create(
        organization=organization, job=job, content=dict(content), made_at=now
    )
    report.covers.set(jobs)
    append_log(
        kind="jobs.impact_report_made",
        target=job.public_id if job else organization.public_id,
        now=now,
        details={"jobs": len(jobs), "people": report.content["people"]},
    )
    return report


def _newest(organization: Organization) -> int:
    """Return the number of an organization's newest report, 0 without one."""
    reports = ImpactReport.objects.filter(organization=organization).order_by("-pk")
    return reports.values_list("pk", flat=True).first() or 0


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
