"""Move applications from step to step, and back; hire; end what a closed job leaves open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from preceptor.accounts.models import User
from preceptor.common.models import new_public_id
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, Job, Move, Refusal, Stage
from preceptor.jobs.queries.clock import OFFER_DAYS
from preceptor.jobs.services.clock import Side, note_answer, stop_waiting, wait_for
from preceptor.jobs.services.invites import end_invites
from preceptor.jobs.services.telling import (
    employer_name,
    own_address,
    tell_person,
)
from preceptor.jobs.services.waiting import fresh_application
from preceptor.jobs.signals import application_closed, application_moved

State = Application.State
Kind = Stage.Kind
UNDO_FOR = timedelta(hours=24)
# What an undone move gives back.
KEPT = (
    "state",
    "waits_for",
    "reply_by",
    "reminded_at",
    "answered_at",
    "first_answer_at",
    "offer_accepted_at",
    "stage_since",
    "closed_at",
    "closed_why",
)
# What tells whether anybody did something since: the person answered, times were offered or booked.
LEFT = ("state", "waits_for", "reply_by", "offer_accepted_at", "others_settled_at")
MOMENTS = frozenset(name for name in KEPT if name.endswith("_at") or name in {"reply_by"}) | {
    "stage_since"
}
CLOSED_WORDS = {
    Job.Status.FILLED: "was filled",
    Job.Status.EXPIRED: "ran out",
    Job.Status.CLOSED: "was closed",
}


class CannotMove(Exception):
    """These applications cannot go there; the message says why and what to do."""


class NothingToUndo(Exception):
    """The move was undone already, is too old, or something else happened since."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: its batch, by which it can be undone, and how many went."""

    batch: uuid.UUID
    count: int


@transaction.atomic
def move(
    *, applications: Sequence[Application], to: Stage, by: User | None, now: datetime
) -> Moved:
    """Move open applications to a step together; those that stand there already stay.

    Hiring ends an application well. Raises CannotMove for *not now*, which needs its reasons
    (``refusals.refuse``), for another organization's step, and for what has ended.
    """
    if to.kind == Kind.NOT_NOW:
        raise CannotMove("Not now needs a reason for each person: choose the lines it is about.")
    locked = lock_open(applications, to, by=by)
    batch = new_public_id()
    going = [application for application in locked if application.stage_id != to.pk]
    for application in going:
        was, came_from = stood(application), application.stage
        _set_clock(application, to, now)
        note_move(application, to, was=was, batch=batch, by=by, now=now)
        application.save()
        _tell_moved(application, came_from, to, now)
    if going:
        log_moved("jobs.applications_moved", going, to, batch, by, now)
        transaction.on_commit(
            partial(
                application_moved.send, sender=Application, applications=going, to=to, batch=batch
            )
        )
    return Moved(batch, len(going))


@transaction.atomic
def undo(*, batch: uuid.UUID, by: User | None, now: datetime) -> int:
    """Take a move back for everybody to whom nothing happened since; return how many.

    Steps, states and clocks are as before; the reasons and to-dos of a refusal go, and who was
    told of the move is told that it counts no more. Raises NothingToUndo where nothing is left of
    it, or after 24 hours.
    """
    moves = list(
        Move.objects.filter(batch=batch, undone_at__isnull=True, at__gt=now - UNDO_FOR)
        .select_related("to_stage")
        .order_by("pk")
    )
    undone = []
    for each in moves:
        application = fresh_application(each.application_id)
        newest = Move.objects.filter(application=application, undone_at__isnull=True)
        is_newest = newest.order_by("-at", "-pk").first() == each
        if not is_newest or not each.before or not _stands_as_moved(application, each):
            continue
        _restore(application, each)
        _tell_undone(application, each, now)
        each.undone_at = now
        each.save(update_fields=["undone_at"])
        undone.append(application)
    if not undone:
        raise NothingToUndo("This move cannot be taken back any more.")
    append_log(
        kind="jobs.move_undone",
        target=batch,
        by=by.public_id if by else None,
        now=now,
        details={"applications": len(undone)},
    )
    return len(undone)


@transaction.atomic
def end_applications(*, job: Job, by: User | None, now: datetime) -> int:
    """End what is open for a job that takes nobody any more, truthfully: it is not about them.

    Return how many applications ended. Invitations that nobody answered end too; drafts stay
    with the person, who is told on their page.
    """
    ended = 0
    words = CLOSED_WORDS.get(Job.Status(job.status), "was closed")
    lock_log()
    open_ones = Application.objects.filter(job=job, state=State.SENT).select_related(
        "job__organization", "person__user"
    )
    for application in open_ones.order_by("pk"):
        application.state, application.closed_at = State.REFUSED, now
        application.closed_why = f"The job {words} before a decision about you was made."
        if job.status != Job.Status.EXPIRED:
            # Of a day that came by itself nobody said anything: that is no answer.
            note_answer(application, now=now)
        stop_waiting(application)
        application.save()
        Refusal.objects.create(
            application=application, reason=Refusal.Reason.JOB_GONE, label=job.title, made_at=now
        )
        tell_person(
            person=application.person,
            kind="jobs.job_gone",
            text=f"{job.title} at {employer_name(job)} {words}. Your application is closed with "
            "it; that is not about you.",
            address=own_address(application),
            now=now,
            subject=f"{job.title} {words}",
        )
        transaction.on_commit(
            partial(application_closed.send, sender=Application, application=application)
        )
        ended += 1
    invites = end_invites(job=job, now=now)
    if ended or invites:
        append_log(
            kind="jobs.applications_ended",
            target=job.public_id,
            by=by.public_id if by else None,
            now=now,
            details={"applications": ended, "invites": invites, "status": str(job.status)},
        )
    return ended


def lock_open(
    applications: Sequence[Application], to: Stage, *, by: User | None
) -> list[Application]:
    """Lock open applications of the step's organization, in order.

    Raises CannotMove for what is another's, has ended, or is one's own to decide about.
    """
    lock_log()
    locked = list(
        Application.objects.filter(pk__in=[application.pk for application in applications])
        .select_related("job__organization", "person__user", "stage")
        .order_by("sent_at", "pk")
    )
    if not locked:
        raise CannotMove("Choose at least one person.")
    for application in locked:
        if application.job.organization_id != to.organization_id:
            raise CannotMove("This step belongs to another organization.")
        if by is not None and application.person.user_id == by.pk:
            raise CannotMove("Nobody decides about themselves: a colleague moves yours.")
        if application.state != State.SENT:
            raise CannotMove("One of these applications has ended meanwhile. Look again.")
    return locked


def stood(application: Application) -> dict[str, Any]:
    """Return state and clock of an application as a move keeps them; call before changing it."""
    return {name: _plain(getattr(application, name)) for name in KEPT}


def note_move(
    application: Application,
    to: Stage,
    *,
    was: Mapping[str, Any],
    batch: uuid.UUID,
    by: User | None,
    now: datetime,
) -> None:
    """Write a move with what it may be undone to, and set the step, unsaved.

    Call it once state and clock are as the move leaves them; ``was`` is how they stood before.
    """
    left = {name: _plain(getattr(application, name)) for name in LEFT}
    Move.objects.create(
        application=application,
        batch=batch,
        from_stage=application.stage,
        to_stage=to,
        at=now,
        by=by,
        before={**was, "left": left},
    )
    application.stage, application.stage_since = to, now


def log_moved(
    kind: str,
    applications: Sequence[Application],
    to: Stage,
    batch: uuid.UUID,
    by: User | None,
    now: datetime,
) -> None:
    """Append the one event of a move together."""
    append_log(
        kind=kind,
        target=batch,
        by=by.public_id if by else None,
        now=now,
        details={
            "applications": [str(application.public_id) for application in applications],
            "stage": str(to.public_id),
            "kind": str(to.kind),
        },
    )


def _set_clock(application: Application, to: Stage, now: datetime) -> None:
    """Say who is next. Reading is no answer: the clock that runs, runs on."""
    organization = to.organization
    if to.kind != Kind.HIRED:
        # A yes was to the offer of then.
        application.offer_accepted_at = None
    if to.kind in (Kind.TALK, Kind.INTERVIEW):
        note_answer(application, now=now)
        wait_for(application, Side.ORGANIZATION, days=organization.reply_days, now=now)
    elif to.kind == Kind.OFFER:
        note_answer(application, now=now)
        wait_for(application, Side.PERSON, days=OFFER_DAYS, now=now)
    elif to.kind == Kind.HIRED:
        note_answer(application, now=now)
        stop_waiting(application)
        application.state, application.closed_at = State.HIRED, now
        application.closed_why = f"Hired by {organization.name}."
        transaction.on_commit(
            partial(application_closed.send, sender=Application, application=application)
        )
    elif application.waits_for != Side.ORGANIZATION:
        wait_for(application, Side.ORGANIZATION, days=organization.reply_days, now=now)


def _tell_moved(
    application: Application, came_from: Stage | None, to: Stage, now: datetime
) -> None:
    job = application.job
    who = employer_name(job)
    said = {
        Kind.TALK: (f"{who} wants to talk with you about {job.title}.", f"{who} wants to talk"),
        Kind.INTERVIEW: (
            f"{who} wants to interview you for {job.title}.",
            f"{who} wants to interview you",
        ),
        Kind.OFFER: (
            f"{who} offers you {job.title}. They wait for your answer.",
            f"An offer from {who}",
        ),
        Kind.HIRED: (f"{who} notes that you are hired for {job.title}.", f"You are hired by {who}"),
    }.get(Kind(to.kind))
    if said is None and came_from is not None and came_from.kind == Kind.OFFER:
        said = (f"{who} took its offer for {job.title} back.", f"{who} took its offer back")
    if said is not None:
        tell_person(
            person=application.person,
            kind=f"jobs.stage_{to.kind}",
            text=said[0],
            address=own_address(application),
            now=now,
            subject=said[1],
        )


def _tell_undone(application: Application, moved: Move, now: datetime) -> None:
    """Tell the person that what they were told counts no more; of a mere step nobody was told."""
    if moved.to_stage is None or moved.to_stage.kind in (Kind.NEW, Kind.READING):
        return
    who = employer_name(application.job)
    tell_person(
        person=application.person,
        kind="jobs.move_undone",
        text=f"{who} took back what we told you about {application.job.title} before. Your "
        "application stands as it did until then.",
        address=own_address(application),
        now=now,
        subject=f"{who} took a step back",
    )


def _stands_as_moved(application: Application, moved: Move) -> bool:
    """Tell whether nobody did anything since: not the person, the clock, its job, another team.

    Nor is there a second application by now: of one job a person has one open at a time.
    """
    left = moved.before.get("left")
    now_left = {name: _plain(getattr(application, name)) for name in LEFT}
    if application.stage_id != moved.to_stage_id or left != now_left:
        return False
    if application.job.status in CLOSED_WORDS:
        return False
    again = Application.objects.filter(
        job=application.job_id, person=application.person_id, state__in=(State.DRAFT, State.SENT)
    )
    return not again.exclude(pk=application.pk).exists()


def _restore(application: Application, moved: Move) -> None:
    was_refused = application.state == State.REFUSED
    for name in KEPT:
        value = moved.before.get(name)
        if name in MOMENTS and value is not None:
            value = parse_datetime(value)
        setattr(application, name, value)
    application.stage = moved.from_stage or application.stage
    application.save()
    if was_refused:
        drop_reasons(application, since=moved.at)


def drop_reasons(application: Application, *, since: datetime) -> None:
    """Delete the reasons of a refusal that is taken back, with the steps that nobody took yet."""
    reasons = list(
        Refusal.objects.filter(application=application, made_at__gte=since).select_related("todo")
    )
    for reason in reasons:
        todo = reason.todo
        reason.delete()
        if todo is not None and todo.done_at is None:
            todo.delete()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
