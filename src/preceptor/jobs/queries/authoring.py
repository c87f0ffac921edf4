"""An organization's own jobs as those who hire see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from preceptor.accounts.models import Membership, Organization, User
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application, Job, Stage
from preceptor.jobs.queries.jobs import with_lines, with_places

Status = Job.Status
SHELVES: dict[str, tuple[str, ...]] = {
    "current": (Status.DRAFT, Status.REVIEW, Status.OPEN, Status.PAUSED),
    "ended": (Status.FILLED, Status.CLOSED, Status.EXPIRED),
    "templates": (Status.TEMPLATE,),
}


def own_jobs(user: Any, organization: Organization) -> QuerySet[Job]:
    """Return an organization's jobs that a user may see, in whatever status."""
    return Job.objects.for_user(user).filter(organization=organization)


def counted_jobs(user: Any, organization: Organization) -> QuerySet[Job]:
    """Return an organization's jobs with ``new_count`` and ``waiting_count`` of applications.

    New: nobody has moved it yet; waiting: the organization is to answer.
    """
    sent = Q(applications__state=Application.State.SENT)
    new = sent & Q(applications__stage__kind=Stage.Kind.NEW)
    waiting = sent & Q(applications__waits_for=Application.Side.ORGANIZATION)
    return own_jobs(user, organization).annotate(
        new_count=Count("applications", filter=new, distinct=True),
        waiting_count=Count("applications", filter=waiting, distinct=True),
    )


def shelf_counts(user: Any, organization: Organization) -> dict[str, int]:
    """Return how many jobs stand on each shelf: current, ended, templates."""
    rows = own_jobs(user, organization).order_by().values_list("status")
    counts = dict(rows.annotate(count=Count("pk")))
    return {
        shelf: sum(counts.get(status, 0) for status in statuses)
        for shelf, statuses in SHELVES.items()
    }


def own_job(user: Any, organization: Organization, job_id: UUID) -> Job | None:
    """Return a job with lines, places and team, None if it is not the organization's."""
    team = Prefetch("team", queryset=User.objects.order_by("name", "email"))
    jobs = with_places(with_lines(own_jobs(user, organization))).prefetch_related(team)
    return jobs.select_related("copied_from").filter(public_id=job_id).first()


def halves_beside(job: Job) -> list[Job]:
    """Return what else came of the glued posting that a job is a half of, none for any other."""
    whole = job.copied_from
    is_half = whole is not None and whole.status == Status.CLOSED and whole.opened_at is None
    if not is_half:
        return []
    return list(Job.objects.filter(copied_from=whole).exclude(pk=job.pk).order_by("pk"))


def colleagues_of(organization: Organization) -> QuerySet[User]:
    """Return who hires for an organization, by name."""
    hiring = Membership.objects.filter(organization=organization, hires=True)
    return User.objects.filter(pk__in=hiring.values("user")).order_by("name", "email")


def hiring_for(user: Any) -> list[Organization]:
    """Return the organizations a user hires for, by name; none for who is not signed in."""
    if not user.is_authenticated:
        return []
    return list(
        Organization.objects.filter(memberships__user=user, memberships__hires=True).order_by(
            "name", "pk"
        )
    )


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a job, in words; ``who`` is empty for the clock."""

    at: datetime
    words: str
    who: str


_WORDS = {
    "jobs.taken_in": "Written",
    "jobs.taken_in_again": "Changed by another site's feed",
    "jobs.copied": "Copied from another",
    "jobs.need_adopted": "Made of a pasted need",
    "jobs.text_changed": "Text changed",
    "jobs.facts_changed": "Facts changed",
    "jobs.terms_chosen": "Weight of proof chosen",
    "jobs.line_added": "Line added",
    "jobs.line_changed": "Line changed",
    "jobs.line_removed": "Line removed",
    "jobs.lines_ordered": "Lines put in another order",
    "jobs.split": "Split into two",
    "jobs.sent_to_review": "Sent to review",
    "jobs.sent_back": "Made a draft again",
    "jobs.opened": "Opened",
    "jobs.paused": "Paused",
    "jobs.filled": "Filled",
    "jobs.closed": "Closed",
    "jobs.expired": "Expired",
}
_SHOWN = 50


def job_history(job: Job) -> list[Happening]:
    """Return what happened to a job, newest first; of a row of alike changes the last."""
    entries = list(
        LogEntry.objects.filter(target=job.public_id, kind__in=_WORDS).order_by("-number")[:_SHOWN]
    )
    names = dict(
        User.objects.filter(public_id__in={entry.actor for entry in entries}).values_list(
            "public_id", "name"
        )
    )
    found: list[Happening] = []
    for entry in entries:
        words = _WORDS[entry.kind]
        who = names.get(entry.actor, "") if entry.actor else ""
        if not found or (found[-1].words, found[-1].who) != (words, who):
            found.append(Happening(entry.at, words, who))
    return found
