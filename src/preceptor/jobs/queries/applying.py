"""What a person may apply for, with what, and how it stood before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from preceptor.accounts.models import Organization, Person
from preceptor.common.models import Document
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.queries.clock import AnswerRate, answer_rate
from preceptor.jobs.queries.jobs import is_shown
from preceptor.resumes.models import Resume

State = Application.State
OPEN_STATES = (State.DRAFT, State.SENT)
# From here on the employer knows who it is; whoever took it back is a stranger again.
KNOWN_STATES = (State.SENT, State.HIRED, State.REFUSED, State.LAPSED)


def is_taking(job: Job, *, now: datetime) -> bool:
    """Tell whether one may apply for a job now: open, not over, its employer verified."""
    return is_shown(job, on=now.date())


def open_application(job: Job, person: Person) -> Application | None:
    """Return a person's draft or sent application for a job."""
    return Application.objects.filter(job=job, person=person, state__in=OPEN_STATES).first()


@dataclass(frozen=True, slots=True)
class Applying:
    """What a job's page says of applying: whether one may, what one has open, how it answers."""

    may: bool
    current: Application | None
    rate: AnswerRate | None
    reply_days: int


def applying_to(job: Job, person: Person | None, *, now: datetime) -> Applying:
    """Return what a job's page says of applying; its organization should be loaded."""
    organization = job.organization
    return Applying(
        may=is_taking(job, now=now),
        current=open_application(job, person) if person is not None else None,
        rate=answer_rate(organization, now=now) if organization is not None else None,
        reply_days=organization.reply_days if organization is not None else 0,
    )


def earlier_applications(application: Application) -> QuerySet[Application]:
    """Return the person's ended applications for the same job, the newest first."""
    return (
        Application.objects.filter(job=application.job_id, person=application.person_id)
        .exclude(state__in=OPEN_STATES)
        .exclude(pk=application.pk)
        .order_by("-sent_at", "-pk")
    )


def newest_resume(person: Person) -> Resume | None:
    """Return the resume that counts, without its text."""
    return Resume.objects.filter(person=person).order_by("-pk").first()


def documents_of(person: Person) -> QuerySet[Document]:
    """Return the documents a person brought: resumes, and what they sent along, newest first."""
    read = Resume.objects.filter(person=person).values("document")
    brought = Application.documents.through.objects.filter(application__person=person)
    return (
        Document.objects.filter(Q(pk__in=read) | Q(pk__in=brought.values("document")))
        .defer("text")
        .order_by("-created_at", "-pk")
    )


def said_yes(application: Application) -> bool:
    """Tell whether an application was begun by a yes to an invitation, which showed the name."""
    return Invite.objects.filter(
        job=application.job_id, person=application.person_id, answer=Invite.Answer.YES
    ).exists()


def sent_documents(application: Application) -> QuerySet[Document]:
    """Return the documents that go with an application, the oldest first."""
    return application.documents.defer("text").order_by("created_at", "pk")


def has_applied(organization: Organization, numbers: Collection[int]) -> Iterable[int]:
    """Return who of some people applied to an organization, or said yes to its invitation.

    The ground on which it may see their names. A yes holds until what was begun with it is sent,
    dropped or taken back: whoever took it back is a stranger again.
    """
    if not numbers:
        return ()
    applied = Application.objects.filter(
        job__organization=organization, person__in=list(numbers), state__in=KNOWN_STATES
    )
    begun = Application.objects.filter(job=OuterRef("job"), person=OuterRef("person"))
    agreed = Invite.objects.filter(
        Exists(begun.filter(state=State.DRAFT)),
        ~Exists(begun.filter(state=State.WITHDRAWN)),
        job__organization=organization,
        person__in=list(numbers),
        answer=Invite.Answer.YES,
    )
    return {
        *applied.values_list("person_id", flat=True),
        *agreed.values_list("person_id", flat=True),
    }
