"""The reply clock of applications and invitations: wait, remind once, end a silence truthfully."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.models import Waiting
from preceptor.common.services import append_log
from preceptor.jobs.models import Application, Invite, Stage
from preceptor.jobs.queries.clock import due, is_time_to_remind, to_remind
from preceptor.jobs.services.telling import (
    employer_name,
    invite_address,
    list_address,
    own_address,
    team_address,
    tell_person,
    tell_team,
)
from preceptor.jobs.services.waiting import fresh_application, fresh_invite
from preceptor.jobs.signals import application_closed

Side = Waiting.Side
State = Application.State
# One sweep does so many at most of each kind; the next one goes on.
AT_ONCE = 500


@dataclass(slots=True)
class Swept:
    """What a sweep did."""

    reminded: int = 0
    closed: int = 0
    invites_reminded: int = 0
    invites_closed: int = 0


def end_of_day(moment: datetime) -> datetime:
    """Return the last second of a day: what is due on a day may come until it is over."""
    return datetime.combine(moment.astimezone(UTC).date(), time(23, 59, 59), tzinfo=UTC)


def wait_for(waiting: Waiting, side: str, *, days: int, now: datetime) -> None:
    """Set the clock of an application or invitation, unsaved: this side is to answer by the day."""
    waiting.waits_for = side
    waiting.reply_by = end_of_day(now + timedelta(days=days))
    waiting.reminded_at = None


def stop_waiting(waiting: Waiting) -> None:
    """Stop the clock, unsaved: nobody is to answer."""
    waiting.waits_for, waiting.reply_by, waiting.reminded_at = Side.NOBODY, None, None


def note_answer(application: Application, *, now: datetime) -> None:
    """Note, unsaved, that the organization answered; the first answer is what its rate counts."""
    application.answered_at = now
    if application.first_answer_at is None:
        application.first_answer_at = now


@transaction.atomic
def note_message(*, application: Application, by: User, now: datetime) -> bool:
    """Note that somebody of the team wrote to an applicant; tell whether it was their first answer.

    The first word is an answer: silence is over, and the days to decide begin again. That happens
    once. Later messages move nothing, so that words alone keep nobody waiting.
    """
    application = fresh_application(application)
    is_due = application.state == State.SENT and application.waits_for == Side.ORGANIZATION
    if not is_due or application.first_answer_at is not None:
        return False
    organization = application.job.organization
    assert organization is not None  # what was sent has an employer  # noqa: S101
    note_answer(application, now=now)
    wait_for(application, Side.ORGANIZATION, days=organization.reply_days, now=now)
    application.save(update_fields=["answered_at", "first_answer_at", "reply_by", "reminded_at"])
    append_log(
        kind="jobs.application_answered", target=application.public_id, by=by.public_id, now=now
    )
    return True


@transaction.atomic
def set_clock(
    *, application: Application, side: str, until: datetime | None, now: datetime
) -> None:
    """Say who of an open application is to answer by when; for an interview that is booked.

    Nobody with ``until`` None. Part of the caller's event.
    """
    application.waits_for = side if until is not None else Side.NOBODY
    application.reply_by = end_of_day(until) if until is not None else None
    application.reminded_at = None
    if side != Side.ORGANIZATION:
        note_answer(application, now=now)
    application.save(
        update_fields=["waits_for", "reply_by", "reminded_at", "answered_at", "first_answer_at"]
    )


def sweep(*, now: datetime) -> Swept:
    """Remind who is silent, and end what nobody answered; doing it twice changes nothing more.

    Each one in a transaction of its own: one that cannot be closed does not hold up the others.
    Raises ExceptionGroup of what went wrong once everything else is done.
    """
    troubles: list[Exception] = []

    def each(numbers: list[int], do: Callable[..., bool]) -> int:
        done = 0
        for number in numbers[:AT_ONCE]:
            try:
                done += do(number, now=now)
            except Exception as trouble:  # whoever waits for another answer is not to wait for it
                troubles.append(trouble)
        return done

    swept = Swept(
        closed=each(due(Application, now=now), _lapse_application),
        invites_closed=each(due(Invite, now=now), _lapse_invite),
        reminded=each(to_remind(Application, now=now), _remind_application),
        invites_reminded=each(to_remind(Invite, now=now), _remind_invite),
    )
    if troubles:
        raise ExceptionGroup("Some clocks could not be swept.", troubles)
    return swept


@transaction.atomic
def _lapse_application(number: int, *, now: datetime) -> bool:
    application = fresh_application(number)
    reply_by = application.reply_by
    if application.state != State.SENT or reply_by is None or reply_by > now:
        return False
    side = application.waits_for
    application.closed_why = _why_lapsed(application, side, _day(reply_by))
    application.state, application.silent_side = State.LAPSED, side
    application.closed_at = now
    stop_waiting(application)
    application.save()
    _tell_lapsed(application, side, _day(reply_by), now)
    append_log(
        kind="jobs.application_lapsed",
        target=application.public_id,
        now=now,
        details={"silent": str(side)},
    )
    transaction.on_commit(
        partial(application_closed.send, sender=Application, application=application)
    )
    return True


def _why_lapsed(application: Application, side: str, day: str) -> str:
    """Say what did not come, and no more: who answered once and then fell silent did answer."""
    if side != Side.ORGANIZATION:
        return f"You did not answer by {day}."
    who, first = employer_name(application.job), application.first_answer_at
    if first is None:
        return f"{who} did not answer by {day}."
    return f"{who} answered on {_day(first)}, but did not go on by {day}."


def _tell_lapsed(application: Application, side: str, day: str, now: datetime) -> None:
    job = application.job
    if side == Side.ORGANIZATION:
        counts = "We closed this for you: you are free. It counts in their answer rate."
        to_team = f"An application for {job.title} was not answered by {day} and is closed."
    elif application.stage is not None and application.stage.kind == Stage.Kind.OFFER:
        counts = f"The offer for {job.title} is closed."
        to_team = f"An offer for {job.title} was not answered by {day} and is closed."
    else:
        counts = f"No interview time was chosen: the application for {job.title} is closed."
        to_team = (
            f"Somebody who applied for {job.title} chose no interview time by {day}. The "
            "application is closed."
        )
    tell_person(
        person=application.person,
        kind="jobs.application_lapsed",
        text=f"{application.closed_why} {counts}",
        address=own_address(application),
        now=now,
        subject=f"No answer by {day}: your application is closed",
    )
    tell_team(
        job=job,
        kind="jobs.application_lapsed",
        text=to_team,
        address=team_address(application),
        now=now,
        subject="A silence was closed",
    )


@transaction.atomic
def _remind_application(number: int, *, now: datetime) -> bool:
    application = fresh_application(number)
    if application.state != State.SENT or not is_time_to_remind(application, now=now):
        return False
    application.reminded_at = now
    application.save(update_fields=["reminded_at"])
    day = _day(application.reply_by)
    job = application.job
    if application.waits_for == Side.ORGANIZATION:
        tell_team(
            job=job,
            kind="jobs.answer_due",
            text=f"An application for {job.title} waits for your answer until {day}.",
            address=team_address(application),
            now=now,
            subject=f"An answer is due by {day}",
        )
    else:
        tell_person(
            person=application.person,
            kind="jobs.answer_due",
            text=f"{employer_name(job)} waits for your answer until {day}.",
            address=own_address(application),
            now=now,
            subject=f"An answer is due by {day}",
        )
    append_log(
        kind="jobs.application_reminded",
        target=application.public_id,
        now=now,
        details={"side": str(application.waits_for)},
    )
    return True


@transaction.atomic
def _lapse_invite(number: int, *, now: datetime) -> bool:
    invite = fresh_invite(number)
    reply_by = invite.reply_by
    if invite.answer or reply_by is None or reply_by > now:
        return False
    invite.answer = Invite.Answer.LAPSED
    stop_waiting(invite)
    invite.save()
    day, job = _day(reply_by), invite.job
    tell_person(
        person=invite.person,
        kind="jobs.invite_lapsed",
        text=f"The invitation of {employer_name(job)} ran until {day} and is closed. "
        "They do not learn your name.",
        address=invite_address(invite),
        now=now,
        subject="An invitation is closed",
    )
    tell_team(
        job=job,
        kind="jobs.invite_lapsed",
        text=f"An invitation to {job.title} was not answered by {day} and is closed.",
        address=list_address(job),
        now=now,
        subject="An invitation was not answered",
    )
    append_log(kind="jobs.invite_lapsed", target=invite.public_id, now=now)
    return True


@transaction.atomic
def _remind_invite(number: int, *, now: datetime) -> bool:
    invite = fresh_invite(number)
    if invite.answer or not is_time_to_remind(invite, now=now):
        return False
    invite.reminded_at = now
    invite.save(update_fields=["reminded_at"])
    day = _day(invite.reply_by)
    tell_person(
        person=invite.person,
        kind="jobs.answer_due",
        text=f"{employer_name(invite.job)} invited you and waits for a yes or no until {day}.",
        address=invite_address(invite),
        now=now,
        subject=f"An answer is due by {day}",
    )
    append_log(kind="jobs.invite_reminded", target=invite.public_id, now=now)
    return True


def _day(moment: datetime | None) -> str:
    return f"{moment:%-d %B %Y}" if moment else ""
