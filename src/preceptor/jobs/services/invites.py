"""Invite a person who is still a stranger; they say yes or no, or it lapses."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from preceptor.accounts.models import Consent, Person, User
from preceptor.accounts.queries import findable_people
from preceptor.accounts.queries.consent import has_consent
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.queries.applying import is_taking
from preceptor.jobs.queries.clock import INVITE_DAYS
from preceptor.jobs.services import applying
from preceptor.jobs.services.clock import Side, stop_waiting, wait_for
from preceptor.jobs.services.telling import (
    employer_name,
    invite_address,
    list_address,
    tell_person,
    tell_team,
)
from preceptor.jobs.services.waiting import fresh_invite
from preceptor.jobs.signals import invite_answered

TEXT_LENGTH = 2_000
Answer = Invite.Answer


class CannotInvite(Exception):
    """This person cannot be invited to this job; the message says why."""


class AnsweredAlready(Exception):
    """The invitation was answered, or has lapsed."""


@transaction.atomic
def invite(*, job: Job, person: Person, text: str, by: User | None, now: datetime) -> Invite:
    """Invite a person to apply; they stay unnamed until they say yes.

    Raises CannotInvite where they may not be found or contacted, the job is not open, or they
    were invited to it before, or applied by themselves.
    """
    if not is_taking(job, now=now):
        raise CannotInvite("This job is not open: open it first.")
    may = findable_people().filter(pk=person.pk).exists()
    if not may or not has_consent(person, Consent.Purpose.CONTACTED):
        raise CannotInvite("This person does not want to be contacted now.")
    if Application.objects.filter(job=job, person=person, state=Application.State.SENT).exists():
        raise CannotInvite("This person has applied for this job already.")
    made = Invite(job=job, person=person, by=by, text=text.strip()[:TEXT_LENGTH], sent_at=now)
    wait_for(made, Side.PERSON, days=INVITE_DAYS, now=now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise CannotInvite("This person was invited to this job already; once is enough.") from None
    tell_person(
        person=person,
        kind="jobs.invited",
        text=f"{employer_name(job)} invites you to apply for {job.title}. They do not know your "
        f"name; they ask for a yes or no by {made.reply_by:%-d %B %Y}.",
        address=invite_address(made),
        now=now,
        subject=f"{employer_name(job)} invites you to apply",
    )
    _log("jobs.invited", made, by, now)
    return made


@transaction.atomic
def accept(*, invite: Invite, by: User | None, now: datetime) -> Application:
    """Say yes: the employer sees who it is, and an application is begun.

    Raises AnsweredAlready, and CannotApply where the job takes nobody any more.
    """
    made = _open_invite(invite)
    if made.answer == Answer.YES:
        return applying.begin(
            job=made.job, person=made.person, by=by, now=now, source=Application.Source.INVITED
        )
    _answer(made, Answer.YES, by, now)
    application = applying.begin(
        job=made.job, person=made.person, by=by, now=now, source=Application.Source.INVITED
    )
    _tell_answer(made, f"Somebody you invited to {made.job.title} said yes.", now)
    return application


@transaction.atomic
def decline(*, invite: Invite, by: User | None, now: datetime, why: str = "") -> None:
    """Say no; the employer never learns who it was. Raises AnsweredAlready."""
    made = _open_invite(invite)
    if made.answer == Answer.NO:
        return
    made.answer_why = " ".join(why.split())[:300]
    _answer(made, Answer.NO, by, now)
    _tell_answer(made, f"Somebody you invited to {made.job.title} said no, thank you.", now)


@transaction.atomic
def end_invites(*, job: Job, now: datetime) -> int:
    """End the open invitations of a job that takes nobody any more; return how many."""
    lock_log()
    open_ones = Invite.objects.filter(job=job, answer=Answer.NONE)
    count = 0
    for made in open_ones.order_by("pk"):
        made.answer, made.answer_why = Answer.LAPSED, "The job takes nobody any more."
        stop_waiting(made)
        made.save()
        tell_person(
            person=made.person,
            kind="jobs.invite_lapsed",
            text=f"{employer_name(job)} takes nobody for {job.title} any more; "
            "their invitation is closed.",
            address=invite_address(made),
            now=now,
            subject="An invitation is closed",
        )
        count += 1
    return count


def _open_invite(invite: Invite) -> Invite:
    made = fresh_invite(invite)
    if made.answer == Answer.LAPSED:
        raise AnsweredAlready("This invitation has ended.")
    return made


def _answer(made: Invite, answer: str, by: User | None, now: datetime) -> None:
    if made.answer:
        raise AnsweredAlready("You answered this invitation already.")
    made.answer, made.answered_at = answer, now
    stop_waiting(made)
    made.save()
    _log("jobs.invite_answered", made, by, now, answer=answer)
    transaction.on_commit(partial(invite_answered.send, sender=Invite, invite=made))


def _tell_answer(made: Invite, text: str, now: datetime) -> None:
    tell_team(
        job=made.job,
        kind="jobs.invite_answered",
        text=text,
        address=list_address(made.job),
        now=now,
        subject="An invitation was answered",
    )


def _log(kind: str, made: Invite, by: User | None, now: datetime, **details: str) -> None:
    append_log(
        kind=kind,
        target=made.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"job": str(made.job.public_id), **details},
    )
