"""Who applied for a job: the list and the board, one application, and saying not now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Look, Organization
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.accounts.queries.seen import id_seen_by
from preceptor.accounts.services.privacy import note_looks
from preceptor.jobs.models import Application, Job, Move, Stage
from preceptor.jobs.queries import with_lines
from preceptor.jobs.queries.applying import earlier_applications, sent_documents
from preceptor.jobs.queries.clock import Side, clock_of
from preceptor.jobs.queries.invites import invite_counts
from preceptor.jobs.queries.pipeline import (
    applications_of,
    ended_words,
    hired_count,
    history_of,
    stages_with_counts,
)
from preceptor.jobs.queries.tracker import reasons_of
from preceptor.jobs.services.pipeline import CannotMove
from preceptor.jobs.services.refusals import NeedsReasons, refuse
from preceptor.jobs.services.stages import default_stages, stage_of_kind
from preceptor.matches.forms.applicants import ListForm, RefusalRow, refusal_rows
from preceptor.matches.queries.applicant_rows import columns_of, roster_of
from preceptor.matches.queries.applicants import (
    changed_since,
    explained,
    field_of,
    lines_shown,
    positions_of,
)

PAGE_SIZE = 50
State = Application.State


@require_safe
@signed_in
def applicants(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """List who applied, or show them by step."""
    now = timezone.now()
    organization = organization_or_404(request.user, slug, hat="hires")
    job = _job(organization, job_id)
    default_stages(organization=organization, now=now)
    form = ListForm(request.GET)
    wanted = form.wanted()
    found = list(applications_of(job, request.user))
    roster = roster_of(job, found, wanted, now=now)
    page = Paginator(roster, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page)
    stages = list(stages_with_counts(organization, job))
    _note(request, organization, job, [row.application for row in shown], now)
    context = {
        "organization": organization,
        "job": job,
        "stages": stages,
        "rows": shown,
        "board": columns_of(stages, shown, roster) if wanted["view"] == "board" else [],
        "page": page,
        "form": form,
        "wanted": wanted,
        "sort": wanted["sort"],
        "open_count": sum(each.state == State.SENT for each in found),
        "all_count": len(found),
        "hired": hired_count(job),
        "invited": invite_counts(job),
        "ways": [stage for stage in stages if stage.kind != Stage.Kind.NOT_NOW],
        "is_fillable": job.status in (Job.Status.OPEN, Job.Status.PAUSED),
    }
    return render(request, "matches/applicants.html", context)


@require_safe
@signed_in
def applicant(request: SignedRequest, slug: str, application_id: UUID) -> HttpResponse:
    """Show one application with name and record; what was taken back shows neither."""
    now = timezone.now()
    organization = organization_or_404(request.user, slug, hat="hires")
    application = _application(request, organization, application_id)
    job = with_lines(Job.objects.filter(pk=application.job_id)).get()
    context: dict[str, Any] = {
        "organization": organization,
        "job": job,
        "application": application,
        "history": list(history_of(application)),
    }
    if application.state == State.WITHDRAWN:
        return render(request, "matches/applicant_gone.html", context)
    _note(request, organization, job, [application], now, kind=Look.Kind.NAMED)
    found = explained(job, application.person, now=now)
    positions = positions_of(job)
    earlier = earlier_applications(application).exclude(state=State.WITHDRAWN).first()
    context |= {
        "person": application.person,
        "seen_id": id_seen_by(organization, application.person.public_id),
        "found": found,
        "lines": found.ordered(application.fact_order, positions),
        "first_count": len(application.fact_order),
        "documents": sent_documents(application),
        "clock": clock_of(application, Side.ORGANIZATION, now=now),
        "ended": ended_words(application),
        "ways": [
            stage
            for stage in default_stages(organization=organization, now=now)
            if stage.kind != Stage.Kind.NOT_NOW and stage.pk != application.stage_id
        ],
        "next_order": application.stage.order + 1 if application.stage else 0,
        "undo": _undo(request, context["history"]),
        "reasons": reasons_of(application),
        "earlier": earlier,
        "changes": changed_since(earlier, lines_shown(found.lines, positions)) if earlier else [],
    }
    return render(request, "matches/applicant.html", context)


def _undo(request: SignedRequest, history: list[Move]) -> str:
    """Return the batch of the last move in this session where it moved this one, else nothing."""
    batch = request.session.get("undo", "")
    last = [move for move in history if move.undone_at is None][-1:]
    return batch if any(str(move.batch) == batch for move in last) else ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def say_not_now(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Choose for each person why it is not now; each reason becomes their next step."""
    now = timezone.now()
    organization = organization_or_404(request.user, slug, hat="hires")
    job = _job(organization, job_id)
    people = _chosen(request, job)
    rows = _rows(request, job, people, now)
    back = redirect("matches:applicants", slug, job.public_id)
    if not rows:
        messages.error(request, "Choose at least one person whose application is open.")
        return back
    if request.method == "POST" and not any(row.problem for row in rows):
        stage = stage_of_kind(organization=organization, kind=Stage.Kind.NOT_NOW, now=now)
        try:
            moved = refuse(
                applications=people,
                because={row.application.pk: row.because() for row in rows},
                to=stage,
                by=request.user,
                now=now,
            )
        except (NeedsReasons, CannotMove) as refused:
            messages.error(request, str(refused))
            return back
        people_word = "person was" if moved.count == 1 else "people were"
        messages.success(
            request, f"{moved.count} {people_word} told, each with reasons and next steps."
        )
        request.session["undo"] = str(moved.batch)
        return back
    context = {"organization": organization, "job": job, "rows": rows}
    status = 422 if request.method == "POST" else 200
    return render(request, "matches/say_not_now.html", context, status=status)


def _rows(
    request: HttpRequest, job: Job, people: Sequence[Application], now: datetime
) -> list[RefusalRow]:
    data = request.POST if request.method == "POST" else None
    field = field_of(job, [each.person for each in people], now=now)
    return refusal_rows(job, people, field, data)


def _chosen(request: SignedRequest, job: Job) -> list[Application]:
    """Return the open applications that the request names, at most a page of them."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("a")
    ids = []
    for each in named[:PAGE_SIZE]:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    open_ones = applications_of(job, request.user).filter(state=State.SENT)
    return list(open_ones.filter(public_id__in=ids))


def _note(
    request: SignedRequest,
    organization: Organization,
    job: Job,
    applications: Sequence[Application],
    now: datetime,
    *,
    kind: str = Look.Kind.NAMED,
) -> None:
    people = [each.person_id for each in applications if each.state != State.WITHDRAWN]
    note_looks(
        people=people,
        viewer=request.user,
        organization=organization,
        kind=kind,
        about=job.public_id,
        now=now,
    )


def _job(organization: Organization, job_id: UUID) -> Job:
    return get_object_or_404(with_lines(organization.jobs.all()), public_id=job_id)


def _application(
    request: SignedRequest, organization: Organization, application_id: UUID
) -> Application:
    sent = Application.objects.for_user(request.user).exclude(state=State.DRAFT)
    return get_object_or_404(
        sent.select_related("person__user", "job__organization", "stage", "resume"),
        job__organization=organization,
        public_id=application_id,
    )
