"""The life of a job: draft, review, open, paused, and how it ends and comes back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from preceptor.accounts.models import User
from preceptor.accounts.services.talk import tell
from preceptor.common.services import append_log, drop_document, lock_log
from preceptor.jobs.models import Job
from preceptor.jobs.queries.authoring import colleagues_of
from preceptor.jobs.services.postings import TITLE_UNKNOWN
from preceptor.jobs.signals import job_closed, job_opened

Status = Job.Status
# How long a job stands open unless its employer says otherwise.
DAYS_OPEN = 45
MOST_DAYS_OPEN = 365

# What may become what, by hand.
WAYS: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.REVIEW, Status.OPEN),
    Status.REVIEW: (Status.DRAFT, Status.OPEN),
    Status.OPEN: (Status.PAUSED, Status.FILLED, Status.CLOSED),
    Status.PAUSED: (Status.OPEN, Status.FILLED, Status.CLOSED),
    Status.FILLED: (Status.OPEN,),
    Status.CLOSED: (Status.OPEN,),
    Status.EXPIRED: (Status.OPEN, Status.FILLED, Status.CLOSED),
}
ENDED = (Status.FILLED, Status.CLOSED, Status.EXPIRED)
NEVER_SHOWN = (Status.DRAFT, Status.REVIEW)

SHOWN_ONCE = "It was shown: close it instead, so that who applied keeps their record."


class JobNotReady(Exception):
    """The job cannot be shown yet; the message says what is missing."""


class NoWayThere(Exception):
    """A job of this status does not become one of that; somebody else may have changed it."""


def touch(*, job: Job, now: datetime, fields: tuple[str, ...] = ()) -> None:
    """Store what changed of a job as its next revision, so that every answer about it follows."""
    job.revision += 1
    job.changed_at = now
    job.save(update_fields=["revision", "changed_at", *fields])


def lacking(job: Job) -> list[str]:
    """Return what a job still needs before it can be shown, as sentences; empty for nothing.

    The job's organization should be loaded.
    """
    wants = []
    if not job.title or job.title == TITLE_UNKNOWN:
        wants.append("Give it a title.")
    if not job.lines.exists():
        wants.append("Add at least one line: without any it would fit everyone alike.")
    is_remote = job.work_mode in (Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE)
    if not is_remote and not job.places.exists():
        wants.append("Say where the work is, or that it can be done from home.")
    return wants


def is_trusted(job: Job) -> bool:
    """Tell whether a steward verified who offers the job, or it belongs to the demo world."""
    organization = job.organization
    return organization is not None and (
        organization.verified_at is not None or organization.is_demo
    )


@transaction.atomic
def open_job(*, job: Job, by: User | None, now: datetime, expires_on: date | None = None) -> Job:
    """Show a job to candidates, for the first time or again.

    It stands open until ``expires_on``, or for 45 days where its own last day is not ahead.
    Raises JobNotReady where something is missing or nobody verified the organization, and
    NoWayThere for a job that is open already.
    """
    _lock(job)
    if Status.OPEN not in WAYS.get(job.status, ()):
        raise NoWayThere(f"It is {job.get_status_display().lower()} already.")
    if wants := lacking(job):
        raise JobNotReady(" ".join(wants))
    if not is_trusted(job):
        raise JobNotReady("A steward has to verify your organization before its jobs are shown.")
    was = job.status
    expires_on = expires_on or job.expires_on
    if expires_on is None or expires_on < now.date():
        expires_on = now.date() + timedelta(days=DAYS_OPEN)
    job.status = Status.OPEN
    job.slug = job.slug or slug_for(job)
    job.expires_on = expires_on
    job.closed_at = None
    # A pause is no news: the day it was opened stays. What had ended is opened anew.
    if job.opened_at is None or was in ENDED:
        job.opened_at = now
    touch(job=job, now=now, fields=("status", "slug", "expires_on", "closed_at", "opened_at"))
    append_log(
        kind="jobs.opened",
        target=job.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"was": was, "expires_on": expires_on.isoformat()},
    )
    transaction.on_commit(partial(job_opened.send, sender=Job, job=job, now=now))
    return job


@transaction.atomic
def send_to_review(*, job: Job, by: User, now: datetime) -> Job:
    """Ask colleagues to look before the job is shown. Raises NoWayThere unless it is a draft.

    Whoever else hires for the organization is told.
    """
    _move(job, Status.REVIEW, by, now)
    organization = job.organization
    if organization is None:
        return job
    address = reverse("jobs:own_job", args=[organization.slug, job.public_id])
    for colleague in colleagues_of(organization).exclude(pk=by.pk):
        tell(
            user=colleague,
            kind="jobs.review",
            text="A job of your organization waits for somebody to look before it is published.",
            address=address,
            mail_subject="A job waits for you to look",
            now=now,
        )
    return job


@transaction.atomic
def send_back(*, job: Job, by: User, now: datetime) -> Job:
    """Make a job in review a draft again. Raises NoWayThere for any other."""
    return _move(job, Status.DRAFT, by, now)


@transaction.atomic
def pause_job(*, job: Job, by: User, now: datetime) -> Job:
    """Hide a job for a while; whoever applied stays. Raises NoWayThere unless it is open."""
    return _move(job, Status.PAUSED, by, now)


@transaction.atomic
def fill_job(*, job: Job, by: User | None, now: datetime) -> Job:
    """End a job because somebody was hired. Raises NoWayThere for one that was never open."""
    return _move(job, Status.FILLED, by, now)


@transaction.atomic
def close_job(*, job: Job, by: User | None, now: datetime) -> Job:
    """End a job without a hire. Raises NoWayThere for one that was never open."""
    return _move(job, Status.CLOSED, by, now)


@transaction.atomic
def set_aside(*, job: Job, by: User, now: datetime) -> Job:
    """Close a draft that others came of, without deleting it. Raises NoWayThere otherwise."""
    _lock(job)
    if job.status not in NEVER_SHOWN:
        raise NoWayThere("Only a draft is set aside.")
    return _set(job, Status.CLOSED, by, now)


@transaction.atomic
def take_up(*, job: Job, by: User, now: datetime) -> Job:
    """Make a draft of what was set aside before it was ever shown. Raises NoWayThere otherwise."""
    _lock(job)
    if job.status != Status.CLOSED or job.opened_at is not None:
        raise NoWayThere("It was shown before: open it again instead.")
    return _set(job, Status.DRAFT, by, now)


def is_deletable(job: Job) -> bool:
    """Tell whether nobody outside ever saw a job: a draft, a template, one set aside."""
    is_aside = job.status == Status.CLOSED and job.opened_at is None
    return is_aside or job.status in (*NEVER_SHOWN, Status.TEMPLATE)


@transaction.atomic
def delete_draft(*, job: Job, by: User, now: datetime) -> None:
    """Delete a draft that nobody ever saw, with its text. Raises NoWayThere for any other job."""
    _lock(job)
    if not is_deletable(job):
        raise NoWayThere(SHOWN_ONCE)
    public_id, document, was = job.public_id, job.document, job.status
    job.delete()
    drop_document(document)
    append_log(
        kind="jobs.draft_deleted",
        target=public_id,
        by=by.public_id,
        now=now,
        details={"was": was},
    )


@transaction.atomic
def expire_job(*, job: Job, now: datetime) -> bool:
    """End an open or paused job past its last day; False where it is not, or no longer so."""
    _lock(job)
    is_over = job.expires_on is not None and job.expires_on < now.date()
    if not is_over or job.status not in (Status.OPEN, Status.PAUSED):
        return False
    _set(job, Status.EXPIRED, None, now)
    return True


def expire_jobs(*, now: datetime) -> int:
    """End every open or paused job past its last day; return how many."""
    over = Job.objects.filter(
        status__in=(Status.OPEN, Status.PAUSED), expires_on__lt=now.date()
    ).order_by("pk")
    return sum(expire_job(job=job, now=now) for job in over.select_related("organization"))


def slug_for(job: Job) -> str:
    """Return a public address that no other job has: title, organization, a number if needed."""
    organization = job.organization.slug if job.organization else ""
    stem = slugify(f"{job.title[:60]} {organization}")[:100].strip("-") or "job"
    taken = set(
        Job.objects.filter(slug__startswith=stem).exclude(pk=job.pk).values_list("slug", flat=True)
    )
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _move(job: Job, to: str, by: User | None, now: datetime) -> Job:
    _lock(job)
    if to not in WAYS.get(job.status, ()):
        name = Status(to).label.lower()
        raise NoWayThere(f"It is {job.get_status_display().lower()} now and cannot be {name}.")
    return _set(job, to, by, now)


def _set(job: Job, to: str, by: User | None, now: datetime) -> Job:
    was = job.status
    job.status = to
    if to in ENDED:
        job.closed_at = now
    elif to == Status.DRAFT:
        job.closed_at = None
    touch(job=job, now=now, fields=("status", "closed_at"))
    append_log(
        kind=EVENTS[to],
        target=job.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"was": was},
    )
    if to in ENDED and was not in (*NEVER_SHOWN, *ENDED):
        # Whoever applied is told within this transaction: no job ends and leaves them waiting.
        job_closed.send(sender=Job, job=job, why=to, now=now)
    return job


EVENTS: dict[str, str] = {
    Status.DRAFT: "jobs.sent_back",
    Status.REVIEW: "jobs.sent_to_review",
    Status.PAUSED: "jobs.paused",
    Status.FILLED: "jobs.filled",
    Status.CLOSED: "jobs.closed",
    Status.EXPIRED: "jobs.expired",
}


def _lock(job: Job) -> None:
    """Wait for whoever writes, then read the job as it stands; the log's lock parts writers."""
    lock_log()
    job.refresh_from_db(fields=["status", "revision", "slug", "opened_at", "expires_on"])
