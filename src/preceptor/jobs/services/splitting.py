"""Make two postings of one that glues two jobs together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.services import append_log
from preceptor.jobs.models import Job
from preceptor.jobs.reading import ReadPosting
from preceptor.jobs.services.authoring import copy_facts
from preceptor.jobs.services.postings import store_posting
from preceptor.jobs.services.publishing import NEVER_SHOWN, set_aside


@transaction.atomic
def split_job(
    *, job: Job, halves: tuple[ReadPosting, ReadPosting], by: User, now: datetime
) -> tuple[Job, Job]:
    """Make a draft of each half, with the pay, places and terms of the whole.

    A whole that was never shown is set aside, and can be taken up again; one that was stays as
    it is, for its employer to end.
    """
    drafts = []
    for half in halves:
        draft = store_posting(
            read=half,
            organization=job.organization,
            status=Job.Status.DRAFT,
            is_demo=job.is_demo,
            by=by,
            now=now,
        )
        copy_facts(of=job, to=draft)
        drafts.append(draft)
    if job.status in NEVER_SHOWN:
        set_aside(job=job, by=by, now=now)
    append_log(
        kind="jobs.split",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"into": [str(draft.public_id) for draft in drafts]},
    )
    return drafts[0], drafts[1]
