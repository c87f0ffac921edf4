"""What a person answers: an offer, and what becomes of their other applications once hired."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.services import append_log
from preceptor.jobs.models import Application, Stage
from preceptor.jobs.queries.tracker import open_others
from preceptor.jobs.services.applying import drop_with_documents
from preceptor.jobs.services.clock import Side, stop_waiting, wait_for
from preceptor.jobs.services.telling import team_address, tell_team
from preceptor.jobs.services.waiting import fresh_application
from preceptor.jobs.signals import application_closed

State = Application.State


class NothingToAnswer(Exception):
    """There is no offer to answer, or it was answered."""


@transaction.atomic
def accept_offer(*, application: Application, by: User | None, now: datetime) -> None:
    """Say yes to an offer; the organization is then to note the hire. Raises NothingToAnswer."""
    application = _offered(application)
    if application.offer_accepted_at is not None:
        return
    application.offer_accepted_at = application.answered_at = now
    organization = application.job.organization
    wait_for(
        application,
        Side.ORGANIZATION,
        days=organization.reply_days if organization else 10,
        now=now,
    )
    application.save()
    _tell(application, "An offer was accepted", "said yes to your offer", now)
    _log("jobs.offer_accepted", application, by, now)


@transaction.atomic
def decline_offer(
    *, application: Application, by: User | None, now: datetime, why: str = ""
) -> None:
    """Say no to an offer: the application ends. Raises NothingToAnswer."""
    application = _offered(application)
    application.state, application.closed_at = State.WITHDRAWN, now
    application.answered_at = now
    application.closed_why = (" ".join(why.split()) or "You said no to the offer.")[:300]
    stop_waiting(application)
    application.save()
    _tell(application, "An offer was declined", "said no to your offer", now)
    _log("jobs.offer_declined", application, by, now)
    transaction.on_commit(
        partial(application_closed.send, sender=Application, application=application)
    )


@transaction.atomic
def end_others(*, hired: Application, by: User | None, now: datetime) -> int:
    """End the hired person's other applications, as they agree; return how many.

    Each employer learns the truth: the person took another job, not which. Asked once; later
    nothing happens.
    """
    hired = fresh_application(hired)
    if hired.state != State.HIRED or hired.others_settled_at is not None:
        return 0
    count = 0
    for other in list(open_others(hired)):
        count += 1
        if other.state == State.DRAFT:
            _log("jobs.application_dropped", other, by, now)
            drop_with_documents(other)
            continue
        other.state, other.closed_at = State.WITHDRAWN, now
        other.closed_why = "You took another job."
        stop_waiting(other)
        other.save()
        _tell(other, "A person took another job", "took another job", now)
        _log("jobs.application_withdrawn", other, by, now)
        transaction.on_commit(
            partial(application_closed.send, sender=Application, application=other)
        )
    _settle(hired, by, now, ended=count)
    return count


@transaction.atomic
def keep_others(*, hired: Application, by: User | None, now: datetime) -> None:
    """Note that the hired person keeps their other applications open."""
    hired = fresh_application(hired)
    if hired.state == State.HIRED and hired.others_settled_at is None:
        _settle(hired, by, now, ended=0)


def _settle(hired: Application, by: User | None, now: datetime, *, ended: int) -> None:
    hired.others_settled_at = now
    hired.save(update_fields=["others_settled_at"])
    append_log(
        kind="jobs.others_settled",
        target=hired.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"ended": ended},
    )


def _offered(application: Application) -> Application:
    application = fresh_application(application)
    stage = application.stage
    if application.state != State.SENT or stage is None or stage.kind != Stage.Kind.OFFER:
        raise NothingToAnswer("There is no offer to answer here.")
    return application


def _tell(application: Application, subject: str, what: str, now: datetime) -> None:
    tell_team(
        job=application.job,
        kind="jobs.person_answered",
        text=f"A person who applied for {application.job.title} {what}.",
        address=team_address(application),
        now=now,
        subject=subject,
    )


def _log(kind: str, application: Application, by: User | None, now: datetime) -> None:
    append_log(
        kind=kind,
        target=application.public_id,
        by=by.public_id if by else application.person.public_id,
        now=now,
    )
