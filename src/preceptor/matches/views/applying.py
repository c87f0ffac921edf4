"""Apply in two steps: what goes along, then check and send. For oneself, or for a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Person
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.common.answers import created, once_key
from preceptor.common.documents import DocumentRefused
from preceptor.common.models import Document
from preceptor.common.services import once
from preceptor.jobs.forms.applying import ApplyForm
from preceptor.jobs.models import Application, Job, Line
from preceptor.jobs.queries.applying import (
    documents_of,
    earlier_applications,
    is_taking,
    open_application,
    sent_documents,
)
from preceptor.jobs.queries.jobs import addressed_jobs
from preceptor.jobs.services import applying
from preceptor.matches.answers import LineState
from preceptor.matches.forms.desk import ClientAgreedForm
from preceptor.matches.queries.applicants import (
    Explained,
    Field,
    best_first,
    changed_since,
    field_of,
    lines_shown,
    positions_of,
)
from preceptor.matches.views.whom import Whom, case_or_404, client_of, door_of, oneself
from preceptor.resumes.queries import current_resume

State = Application.State


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply(request: SignedRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    return _choose(request, oneself(request, _job(slug), now=now), now)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: SignedRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    return _check(request, oneself(request, _job(slug), now=now), now)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply_for_client(
    request: SignedRequest, slug: str, case_id: UUID, job_slug: str
) -> HttpResponse:
    now, case = timezone.now(), case_or_404(request, slug, case_id)
    return _choose(request, client_of(request, case, _job(job_slug), now=now), now)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check_for_client(
    request: SignedRequest, slug: str, case_id: UUID, job_slug: str
) -> HttpResponse:
    now, case = timezone.now(), case_or_404(request, slug, case_id)
    return _check(request, client_of(request, case, _job(job_slug), now=now), now)


def _choose(request: SignedRequest, whom: Whom, now: datetime) -> HttpResponse:
    """Choose what goes along. Everything typed is kept as a draft, whatever happens next."""
    job, person = whom.job, whom.person
    current = open_application(job, person)
    if current is not None and current.state == State.SENT:
        return _answer(request, whom, current)
    if not is_taking(job, now=now):
        return render(request, "matches/apply_closed.html", {"job": job}, status=409)
    if not person.resumes.exists():
        status = 409 if request.method == "POST" else 200
        return render(
            request, "matches/apply_record.html", {"job": job, "whom": whom}, status=status
        )
    field = field_of(job, [person], now=now)
    form = _form(request, job, person, current, field.states(person.pk))
    if request.method == "POST" and form.is_valid():
        answer = _keep(request, form, field, whom)
        if answer is not None:
            return answer
    found = field.explain([person.pk])[person.pk]
    context = {
        "job": job,
        "whom": whom,
        "form": form,
        "resume": current_resume(person),
        "found": found,
        "lines": found.ordered(current.fact_order if current else [], positions_of(job)),
        "earlier": _earlier(job, person, found),
    }
    return render(request, "matches/apply.html", context, status=422 if form.errors else 200)


def _check(request: SignedRequest, whom: Whom, now: datetime) -> HttpResponse:
    """Show what the employer will see, and send it."""
    job, person = whom.job, whom.person
    current = open_application(job, person)
    if current is None:
        return redirect(whom.first)
    if current.state == State.SENT:
        return _answer(request, whom, current)
    if not is_taking(job, now=now):
        return render(request, "matches/apply_closed.html", {"job": job}, status=409)
    field = field_of(job, [person], now=now)
    agreed = _agreed(request, whom)
    if request.method == "POST" and (agreed is None or agreed.is_valid()):
        parts = _Parts(note=current.note, fact_order=current.fact_order, documents=None)
        return _send(request, whom, field, parts)
    found = field.explain([person.pk])[person.pk]
    context = {
        "job": job,
        "whom": whom,
        "agreed": agreed,
        "application": current,
        "documents": sent_documents(current),
        "found": found,
        "lines": found.ordered(current.fact_order, positions_of(job)),
        "earlier": _earlier(job, person, found),
    }
    status = 422 if agreed is not None and agreed.errors else 200
    return render(request, "matches/apply_check.html", context, status=status)


def _keep(request: SignedRequest, form: ApplyForm, field: Field, whom: Whom) -> HttpResponse | None:
    """Keep the draft and go on; None where something was refused, which the form then says."""
    now, user = timezone.now(), request.user
    said = form.cleaned_data
    parts = _Parts(
        note=said["note"],
        fact_order=form.fact_order(),
        documents=list(documents_of(whom.person).filter(public_id__in=said["documents"])),
    )
    if request.POST.get("action") == "send" and said["file"] is None:
        agreed = _agreed(request, whom)
        if agreed is None or agreed.is_valid():
            return _send(request, whom, field, parts)
        form.add_error(None, agreed.errors["agreed"])
        return None
    draft = applying.begin(
        job=whom.job, person=whom.person, by=user, now=now, source=_source(request)
    )
    applying.save_draft(application=draft, by=user, now=now, **parts)
    if said["file"] is not None:
        try:
            applying.add_document(
                application=draft,
                data=said["file"].read(),
                filename=said["file"].name or "",
                by=user,
                now=now,
            )
        except (DocumentRefused, applying.CannotApply) as refused:
            form.refuse(str(refused))
            return None
        messages.success(request, "The document is added, and what you wrote is kept.")
        return redirect(whom.first + "#documents")
    facts = {"application": str(draft.public_id), "state": str(draft.state)}
    if request.POST.get("action") == "later":
        messages.success(request, f"{whom.whose.capitalize()} draft is kept. {whom.found_again}")
        return created(request, whom.home, facts)
    return created(request, whom.check, facts)


class _Parts(TypedDict):
    """What somebody chose to go along."""

    note: str
    fact_order: list[int]
    documents: list[Document] | None


def _send(request: SignedRequest, whom: Whom, field: Field, parts: _Parts) -> HttpResponse:
    """Send it, once for each key, and lead to where one follows it."""
    now, job, person = timezone.now(), whom.job, whom.person
    key = once_key(request)
    try:
        with once(key=key, who=request.user.public_id, action="jobs.apply", now=now) as turn:
            if turn.is_first:
                sent = applying.apply(
                    job=job,
                    person=person,
                    by=request.user,
                    now=now,
                    source=_source(request),
                    lines=lines_shown(field.states(person.pk), positions_of(job)),
                    **parts,
                )
                turn.answer = str(sent.public_id)
    except (applying.CannotApply, applying.NotADraft) as refused:
        messages.error(request, str(refused))
        return redirect(whom.home)
    messages.success(
        request,
        f"{whom.whose.capitalize()} application is sent. {job.organization} is to answer within "
        f"{job.organization.reply_days if job.organization else 10} days.",
    )
    facts = {"application": turn.answer, "state": str(State.SENT)}
    return created(request, whom.application(turn.answer), facts)


def _agreed(request: HttpRequest, whom: Whom) -> ClientAgreedForm | None:
    """Return what a counselor confirms before sending; None where one applies oneself."""
    return None if whom.case is None else ClientAgreedForm(request.POST or None)


def _source(request: SignedRequest) -> str:
    return door_of(request) or Application.Source.BOARD


def _answer(request: HttpRequest, whom: Whom, application: Application) -> HttpResponse:
    """Lead to an application that was sent; a program learns its facts."""
    facts = {"application": str(application.public_id), "state": str(application.state)}
    address = whom.application(application.public_id)
    return created(request, address, facts) if request.method == "POST" else redirect(address)


def _job(slug: str) -> Job:
    lines = Prefetch("lines", queryset=Line.objects.order_by("order"))
    jobs = addressed_jobs().select_related("organization").prefetch_related(lines)
    return get_object_or_404(jobs, slug=slug)


def _form(
    request: HttpRequest,
    job: Job,
    person: Person,
    current: Application | None,
    standing: Sequence[LineState],
) -> ApplyForm:
    positions = positions_of(job)
    words = {"met": "met", "partly": "partly met", "not_stated": "not stated", "not_met": "not yet"}
    lines = [(positions[line.position], f"{line.label} ({words[line.state]})") for line in standing]
    documents = [
        (str(each.public_id), each.filename or "Your resume as you pasted it")
        for each in documents_of(person)
    ]
    if request.method == "POST":
        return ApplyForm(request.POST, request.FILES, lines=lines, documents=documents)
    if current is None:
        first = best_first(standing, positions)
        chosen = [documents[0][0]] if documents else []
        note = ""
    else:
        first, note = current.fact_order, current.note
        chosen = [str(each.public_id) for each in sent_documents(current)]
    initial = dict(zip(("first", "second", "third"), map(str, first), strict=False))
    return ApplyForm(
        initial={**initial, "note": note, "documents": chosen}, lines=lines, documents=documents
    )


def _earlier(job: Job, person: Person, found: Explained) -> dict[str, object] | None:
    """Return the last ended application for the same job, and what has changed since."""
    earlier = earlier_applications(Application(job=job, person=person)).first()
    if earlier is None or earlier.sent_at is None:
        return None
    changes = changed_since(earlier, lines_shown(found.lines, positions_of(job)))
    return {"application": earlier, "changes": changes}
