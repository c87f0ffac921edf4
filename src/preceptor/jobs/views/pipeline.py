"""What a team does with applications: move, undo, open a document, note that a job is filled."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.models import Look
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.addresses import address_of
from preceptor.common.answers import created
from preceptor.jobs.models import Application, Move, Stage
from preceptor.jobs.queries.clock import answer_rate
from preceptor.jobs.queries.pipeline import applications_of, due_soonest, jobs_with_counts
from preceptor.jobs.services import pipeline
from preceptor.jobs.services.publishing import NoWayThere, fill_job
from preceptor.jobs.views.documents import document_answer

State = Application.State


@require_safe
@signed_in
def overview(request: SignedRequest, slug: str) -> HttpResponse:
    """Show what waits for an organization: its jobs with applications, and what is due."""
    now = timezone.now()
    organization = organization_or_404(request.user, slug, hat="hires")
    jobs = list(jobs_with_counts(organization))
    context = {
        "organization": organization,
        "jobs": jobs,
        "due": due_soonest(organization, request.user),
        "open_count": sum(getattr(job, "open_count", 0) for job in jobs),
        "rate": answer_rate(organization, now=now),
        "now": now,
    }
    return render(request, "jobs/applications.html", context)


@require_POST
@signed_in
def move(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Move the chosen applications to a step together."""
    organization = organization_or_404(request.user, slug, hat="hires")
    job = get_object_or_404(organization.jobs, public_id=job_id)
    to = Stage.objects.for_user(request.user).filter(
        organization=organization, public_id=_id(request.POST.get("to", ""))
    )
    stage = to.first()
    chosen = [_id(each) for each in request.POST.getlist("a")]
    found = list(applications_of(job, request.user).filter(public_id__in=chosen))
    back = request.POST.get("back", "")
    is_one = back == "application" and len(found) == 1
    address = (
        address_of("applicant", slug, found[0].public_id)
        if is_one
        else address_of("applicants", slug, job.public_id)
    )
    if found and "not_now" in request.POST:
        # By an address that holds the choice, so that the page of reasons can be come back to.
        chosen_now = urlencode([("a", str(each.public_id)) for each in found])
        return redirect(f"{address_of('not_now', slug, job.public_id)}?{chosen_now}")
    if stage is None or not found:
        messages.error(request, "Choose at least one person, and a step to move to.")
        return redirect(address)
    try:
        moved = pipeline.move(applications=found, to=stage, by=request.user, now=timezone.now())
    except pipeline.CannotMove as refused:
        messages.error(request, str(refused))
        return redirect(address)
    what = "1 application is" if moved.count == 1 else f"{moved.count} applications are"
    messages.success(request, f"{what} in {stage.name} now.")
    if moved.count:
        request.session["undo"] = str(moved.batch)
    return created(request, address, {"batch": str(moved.batch), "moved": moved.count})


@require_POST
@signed_in
def undo(request: SignedRequest, slug: str, batch: UUID) -> HttpResponse:
    """Take a move back for everybody who was not moved again."""
    organization = organization_or_404(request.user, slug, hat="hires")
    first = (
        Move.objects.for_user(request.user)
        .filter(batch=batch, application__job__organization=organization)
        .select_related("application__job")
        .first()
    )
    if first is None:
        raise Http404("No such move.")
    try:
        count = pipeline.undo(batch=batch, by=request.user, now=timezone.now())
        what = "1 application is" if count == 1 else f"{count} applications are"
        messages.success(request, f"{what} back in the step before.")
    except pipeline.NothingToUndo as nothing:
        messages.error(request, str(nothing))
    request.session.pop("undo", None)
    application = first.application
    if request.POST.get("back") == "application":
        return redirect(address_of("applicant", slug, application.public_id))
    return redirect(address_of("applicants", slug, application.job.public_id))


@require_safe
@signed_in
def document(
    request: SignedRequest, slug: str, application_id: UUID, document_id: UUID
) -> HttpResponse:
    """Hand a sent document out as a download; the person can read that somebody opened it."""
    organization = organization_or_404(request.user, slug, hat="hires")
    application = get_object_or_404(
        Application.objects.for_user(request.user)
        .exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .filter(job__organization=organization)
        .select_related("person"),
        public_id=application_id,
    )
    found = get_object_or_404(application.documents, public_id=document_id)
    note_looks(
        people=[application.person],
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.FILE,
        about=application.public_id,
        now=timezone.now(),
    )
    return cast("HttpResponse", document_answer(found))


@require_POST
@signed_in
def fill(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Note that a job is filled; whoever is still waiting is told."""
    organization = organization_or_404(request.user, slug, hat="hires")
    job = get_object_or_404(organization.jobs, public_id=job_id)
    open_count = Application.objects.filter(job=job, state=State.SENT).count()
    try:
        fill_job(job=job, by=request.user, now=timezone.now())
        told = {0: "Nobody else was waiting.", 1: "The other person was told."}.get(
            open_count, f"The other {open_count} people were told."
        )
        messages.success(request, f"{job.title} is filled. {told}")
    except NoWayThere as refused:
        messages.error(request, str(refused))
    return redirect(address_of("applicants", slug, job.public_id))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
