"""Keep a need that a team pastes to search people by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Organization, User
from preceptor.common.services import append_log
from preceptor.jobs.models import Job
from preceptor.jobs.reading import ReadPosting
from preceptor.jobs.services import store_posting


@transaction.atomic
def keep_need(
    *,
    read: ReadPosting,
    organization: Organization,
    by: User,
    now: datetime,
    filename: str = "",
) -> Job:
    """Store a need as read, a draft of the team's that nobody else sees."""
    job = store_posting(
        read=read, organization=organization, status=Job.Status.DRAFT, filename=filename, now=now
    )
    Job.objects.filter(pk=job.pk).update(created_by=by)
    append_log(
        kind="matches.need_searched",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"lines": job.lines.count()},
    )
    return job
