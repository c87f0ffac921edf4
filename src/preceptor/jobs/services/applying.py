"""Apply: a draft that is kept, then sent once; taken back when the person wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from preceptor.accounts.models import Person, User
from preceptor.common.documents import extract_text
from preceptor.common.models import Document
from preceptor.common.services import append_log, drop_document, keep_document, lock_log
from preceptor.jobs.models import Application, Job, Move, Stage
from preceptor.jobs.queries.applying import (
    documents_of,
    is_taking,
    newest_resume,
    open_application,
)
from preceptor.jobs.services.clock import Side, stop_waiting, wait_for
from preceptor.jobs.services.stages import stage_of_kind
from preceptor.jobs.services.telling import (
    employer_name,
    own_address,
    team_address,
    tell_person,
    tell_team,
)
from preceptor.jobs.services.waiting import fresh_application
from preceptor.jobs.signals import application_closed, application_sent

State = Application.State
Source = Application.Source
NOTE_LENGTH = 4_000
MOST_DOCUMENTS = 6


class CannotApply(Exception):
    """One cannot apply now; the message says why and what to do."""


class NotADraft(Exception):
    """It was sent already, or has ended: it stays as it is."""


@transaction.atomic
def begin(
    *, job: Job, person: Person, by: User | None, now: datetime, source: str = Source.BOARD
) -> Application:
    """Begin an application, or return the one that is open already, draft or sent.

    Raises CannotApply where the job takes nobody any more.
    """
    found = open_application(job, person)
    if found is not None:
        return found
    _may_apply(job, now=now)
    application = _new(job, person, by, now, source)
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError:
        # Another tab began it at the same time.
        return Application.objects.get(job=job, person=person, state__in=(State.DRAFT, State.SENT))
    resume = newest_resume(person)
    if resume is not None:
        application.documents.add(resume.document_id)
    _log("jobs.application_begun", application, by, now, source=str(application.source))
    return application


@transaction.atomic
def save_draft(
    *,
    application: Application,
    by: User | None,
    now: datetime,
    note: str = "",
    fact_order: Sequence[int] = (),
    documents: Sequence[Document] | None = None,
) -> Application:
    """Keep a draft as it stands: the note, which lines to speak of first, which documents.

    ``fact_order``: order numbers of the job's lines. ``documents`` None leaves them as they are;
    one that is not the person's own is passed over. Raises NotADraft.
    """
    application = _locked_draft(application)
    _put_in(application, note, fact_order)
    application.save(update_fields=["note", "fact_order"])
    if documents is not None:
        application.documents.set(_own(application, documents))
    _log("jobs.application_drafted", application, by, now, lines=len(application.fact_order))
    return application


def add_document(
    *, application: Application, data: bytes, filename: str, by: User | None, now: datetime
) -> Document:
    """Add an upload to a draft. Raises DocumentRefused, NotADraft, CannotApply for too many.

    It is taken apart before the transaction opens: that may take a second, and writers wait.
    """
    read = extract_text(data, filename=filename)
    return _keep(
        application=application,
        data=data,
        text=read.text,
        kind=read.kind,
        pages=read.pages,
        filename=filename,
        by=by,
        now=now,
    )


@transaction.atomic
def _keep(
    *,
    application: Application,
    data: bytes,
    text: str,
    kind: str,
    pages: int,
    filename: str,
    by: User | None,
    now: datetime,
) -> Document:
    application = _locked_draft(application)
    if application.documents.count() >= MOST_DOCUMENTS:
        raise CannotApply(f"At most {MOST_DOCUMENTS} documents go with an application.")
    document = keep_document(
        data=data, text=text, kind=kind, filename=filename, now=now, page_count=pages
    )
    application.documents.add(document)
    _log("jobs.application_document_added", application, by, now, size=document.size)
    return document


@transaction.atomic
def send(
    *,
    application: Application,
    by: User | None,
    now: datetime,
    lines: Sequence[Mapping[str, Any]] = (),
) -> Application:
    """Send an application: from now on the employer sees name and record, and owes an answer.

    Sent already, it is returned as it is: twice is once. ``lines``: how each line stands now, as
    ``Application.lines_shown`` keeps it. Raises CannotApply where the job takes nobody any more,
    NotADraft for one that has ended.
    """
    application = fresh_application(application)
    if application.state == State.SENT:
        return application
    if application.state != State.DRAFT:
        raise NotADraft("This application has ended. Begin a new one.")
    _may_apply(application.job, now=now)
    _hand_over(application, by, now, lines)
    return application


@transaction.atomic
def apply(
    *,
    job: Job,
    person: Person,
    by: User | None,
    now: datetime,
    source: str = Source.BOARD,
    note: str = "",
    fact_order: Sequence[int] = (),
    documents: Sequence[Document] | None = None,
    lines: Sequence[Mapping[str, Any]] = (),
) -> Application:
    """Apply at once, without a draft in between; one that was sent is returned.

    A draft that is there already is the one that is sent. Arguments and exceptions as of
    ``begin``, ``save_draft`` and ``send``.
    """
    lock_log()
    application = open_application(job, person)
    if application is not None:
        if application.state == State.DRAFT:
            save_draft(
                application=application,
                by=by,
                now=now,
                note=note,
                fact_order=fact_order,
                documents=documents,
            )
        return send(application=application, by=by, now=now, lines=lines)
    job.refresh_from_db(fields=["status", "expires_on"])
    _may_apply(job, now=now)
    application = _new(job, person, by, now, source)
    _put_in(application, note, fact_order)
    _hand_over(application, by, now, lines)
    if documents:
        application.documents.set(_own(application, documents))
    return application


@transaction.atomic
def withdraw(
    *, application: Application, by: User | None, now: datetime, why: str = ""
) -> Application | None:
    """Take an application back; the employer no longer sees name or record. A draft is deleted.

    Return what is left of it, None for a draft. Ended already, nothing changes.
    """
    application = fresh_application(application)
    if application.state == State.DRAFT:
        _log("jobs.application_dropped", application, by, now)
        drop_with_documents(application)
        return None
    if application.state != State.SENT:
        return application
    application.state, application.closed_at = State.WITHDRAWN, now
    application.closed_why = why[:300] or "You took it back."
    stop_waiting(application)
    application.save()
    tell_team(
        job=application.job,
        kind="jobs.application_withdrawn",
        text=f"A person took an application for {application.job.title} back.",
        address=team_address(application),
        now=now,
        subject="An application was taken back",
    )
    _log("jobs.application_withdrawn", application, by, now)
    transaction.on_commit(
        partial(application_closed.send, sender=Application, application=application)
    )
    return application


def drop_with_documents(application: Application) -> None:
    """Delete an application and the documents that were brought for it alone."""
    documents = list(application.documents.all())
    application.delete()
    for document in documents:
        if not document.resumes.exists() and not document.applications.exists():
            drop_document(document)


def _new(job: Job, person: Person, by: User | None, now: datetime, source: str) -> Application:
    """Return a draft, unsaved; who acts for somebody else is noted."""
    is_own = by is None or person.user_id == by.pk
    return Application(
        job=job,
        person=person,
        source=source if is_own else Source.COUNSELOR,
        acted_by=None if is_own or by is None else by.public_id,
        begun_at=now,
    )


def _put_in(application: Application, note: str, fact_order: Sequence[int]) -> None:
    """Set note and order, unsaved; an order number that is no line's is passed over."""
    known = {line.order for line in application.job.lines.all()} if fact_order else set()
    application.note = note[:NOTE_LENGTH]
    application.fact_order = [order for order in dict.fromkeys(fact_order) if order in known]


def _own(application: Application, documents: Sequence[Document]) -> list[Document]:
    """Return those of some documents that are the person's own."""
    chosen = [document.pk for document in documents]
    return list(documents_of(application.person).filter(pk__in=chosen)[:MOST_DOCUMENTS])


def _hand_over(
    application: Application, by: User | None, now: datetime, lines: Sequence[Mapping[str, Any]]
) -> None:
    """Save an application as sent, start the clock and tell both sides."""
    job = application.job
    organization = job.organization
    assert organization is not None  # a job that takes applications has an employer  # noqa: S101
    stage = stage_of_kind(organization=organization, kind=Stage.Kind.NEW, now=now)
    application.state, application.stage = State.SENT, stage
    application.sent_at = application.stage_since = now
    if by is not None and application.person.user_id != by.pk:
        # Begun by the person and sent for them: who sent it is who acted.
        application.acted_by = by.public_id
    application.resume = newest_resume(application.person)
    application.lines_shown = list(lines)
    wait_for(application, Side.ORGANIZATION, days=organization.reply_days, now=now)
    application.promised_by = application.reply_by
    application.save()
    Move.objects.create(application=application, to_stage=stage, at=now, by=by)
    _tell_sent(application, now)
    _log("jobs.application_sent", application, by, now, job=str(job.public_id))
    transaction.on_commit(
        partial(application_sent.send, sender=Application, application=application)
    )


def _may_apply(job: Job, *, now: datetime) -> None:
    if not is_taking(job, now=now):
        raise CannotApply("This job takes no applications any more.")


def _locked_draft(application: Application) -> Application:
    application = fresh_application(application)
    if application.state != State.DRAFT:
        raise NotADraft("This application was sent already; it stays as it is.")
    return application


def _tell_sent(application: Application, now: datetime) -> None:
    job, by_day = application.job, f"{application.reply_by:%-d %B %Y}"
    tell_person(
        person=application.person,
        kind="jobs.application_sent",
        text=f"Your application for {job.title} is with {employer_name(job)}. "
        f"They are to answer by {by_day}.",
        address=own_address(application),
        now=now,
        subject=f"Your application for {job.title} was sent",
    )
    tell_team(
        job=job,
        kind="jobs.application_came",
        text=f"An application for {job.title} came in. Your answer is due by {by_day}.",
        address=team_address(application),
        now=now,
        subject=f"An application for {job.title}",
    )


def _log(
    kind: str, application: Application, by: User | None, now: datetime, **details: Any
) -> None:
    append_log(
        kind=kind,
        target=application.public_id,
        by=by.public_id if by else application.person.public_id,
        now=now,
        details=details,
    )
