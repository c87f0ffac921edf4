"""Say *not now* with reasons, each a next step for the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from preceptor.accounts.models import ToDo, User
from preceptor.accounts.services.talk import add_todo
from preceptor.common.models import new_public_id
from preceptor.jobs.models import Application, Line, Refusal, Stage
from preceptor.jobs.services.clock import note_answer, stop_waiting
from preceptor.jobs.services.pipeline import Moved, lock_open, log_moved, note_move, stood
from preceptor.jobs.services.telling import employer_name, own_address, tell_person
from preceptor.jobs.signals import application_closed, application_moved

Reason = Refusal.Reason
# Of these one says what would have met the line; the others are about no line.
ABOUT_A_LINE = frozenset(
    {
        Reason.NOT_SHOWN,
        Reason.NOT_YET,
        Reason.NOT_ENOUGH_YEARS,
        Reason.NO_CREDENTIAL,
        Reason.GATE,
    }
)
ADVICE_LENGTH = 500
MOST_REASONS = 12


class NeedsReasons(Exception):
    """A refusal without a reason, or a reason without its line: it would help nobody."""


@dataclass(frozen=True, slots=True)
class Because:
    """One reason of a refusal.

    ``line`` is needed where it is about one; ``needed`` says what would have met it, in words,
    and ``competency`` which one that is.
    """

    reason: str
    line: Line | None = None
    advice: str = ""
    needed: str = ""
    competency: str = ""


@transaction.atomic
def refuse(
    *,
    applications: Sequence[Application],
    because: Mapping[int, Sequence[Because]],
    to: Stage,
    by: User | None,
    now: datetime,
) -> Moved:
    """Say *not now* to people, each with their own reasons; every reason becomes a to-do.

    ``because``: reasons by application number; ``to``: the organization's step for it. Raises
    NeedsReasons where one has none, CannotMove as ``pipeline.move``.
    """
    if to.kind != Stage.Kind.NOT_NOW:
        raise NeedsReasons("Reasons belong to the step that says not now.")
    locked = lock_open(applications, to, by=by)
    for application in locked:
        _check(because.get(application.pk, ()), application)
    batch = new_public_id()
    for application in locked:
        was = stood(application)
        reasons = because[application.pk][:MOST_REASONS]
        for each in reasons:
            _write(application, each, by, now)
        application.state, application.closed_at = Application.State.REFUSED, now
        application.closed_why = _summary(reasons)
        note_answer(application, now=now)
        stop_waiting(application)
        note_move(application, to, was=was, batch=batch, by=by, now=now)
        application.save()
        _tell(application, len(reasons), now)
        transaction.on_commit(
            partial(application_closed.send, sender=Application, application=application)
        )
    log_moved("jobs.applications_refused", locked, to, batch, by, now)
    transaction.on_commit(
        partial(application_moved.send, sender=Application, applications=locked, to=to, batch=batch)
    )
    return Moved(batch, len(locked))


def todo_of(because: Because, application: Application) -> tuple[str, str, str]:
    """Return kind, title and why of the step that a reason asks for."""
    label = because.line.label if because.line else ""
    needed = because.needed or label
    job = application.job
    place = f"Asked by {employer_name(job)} for {job.title}: {label}." if label else ""
    kind, title, how = _STEPS[Reason(because.reason)]
    why = " ".join(part for part in (place, how.format(needed=needed), because.advice) if part)
    return kind, title.format(needed=needed, job=job.title)[:300], why


_STEPS: dict[Refusal.Reason, tuple[str, str, str]] = {
    Reason.NOT_SHOWN: (
        ToDo.Kind.SHOW,
        "Show it: {needed}",
        (
            "Your record does not show it yet. If you have done it, say where and when in your "
            "record; if not, it is the next thing to learn."
        ),
    ),
    Reason.NOT_YET: (
        ToDo.Kind.LEARN,
        "Go further: {needed}",
        "What would have met it: {needed}.",
    ),
    Reason.NOT_ENOUGH_YEARS: (
        ToDo.Kind.SHOW,
        "Count your time: {needed}",
        (
            "What would have met it: {needed}. Give every job its months in your record; "
            "internships and signed hours count too."
        ),
    ),
    Reason.NO_CREDENTIAL: (
        ToDo.Kind.LEARN,
        "Earn it, or add it: {needed}",
        "What would have met it: {needed}, in force. If you hold it, add it to your record.",
    ),
    Reason.GATE: (
        ToDo.Kind.ASK,
        "Settle it first: {needed}",
        (
            "It decides whether, not how well: say in your record how it stands, or ask what they "
            "accept."
        ),
    ),
    Reason.OTHER_CHOSEN: (
        ToDo.Kind.ASK,
        "Ask what decided for {job}",
        (
            "Somebody else fitted more closely. You met what they asked; ask what made the "
            "difference, and to be told of the next opening."
        ),
    ),
    Reason.JOB_GONE: (
        ToDo.Kind.ASK,
        "Ask when {job} opens again",
        "Nobody was hired, and it is not about you.",
    ),
}


def _check(reasons: Sequence[Because], application: Application) -> None:
    if not reasons:
        raise NeedsReasons("Choose at least one reason for each person.")
    for each in reasons:
        if each.reason in ABOUT_A_LINE and each.line is None:
            raise NeedsReasons("Say which line this reason is about.")
        if each.line is not None and each.line.job_id != application.job_id:
            raise NeedsReasons("This line belongs to another job.")


def _write(application: Application, because: Because, by: User | None, now: datetime) -> None:
    kind, title, why = todo_of(because, application)
    todo = add_todo(
        person=application.person,
        kind=kind,
        title=title,
        why=why,
        competency=because.competency,
        source=application.public_id,
        by=by,
        now=now,
    )
    Refusal.objects.create(
        application=application,
        reason=because.reason,
        line=because.line,
        label=because.line.label[:300] if because.line else "",
        advice=because.advice[:ADVICE_LENGTH],
        todo=todo,
        made_at=now,
    )


def _summary(reasons: Sequence[Because]) -> str:
    count = len(reasons)
    return f"Not now, for {count} reason{'' if count == 1 else 's'}."


def _tell(application: Application, reasons: int, now: datetime) -> None:
    job = application.job
    what = "one reason, with a next step" if reasons == 1 else f"{reasons} reasons, each a step"
    tell_person(
        person=application.person,
        kind="jobs.refused",
        text=f"{employer_name(job)} says not now for {job.title}. They give {what}; you may apply "
        "again.",
        address=own_address(application),
        now=now,
        subject=f"{employer_name(job)} answered: not now",
    )
