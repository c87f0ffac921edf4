"""An organization's jobs: the list, a job's own page, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Organization
from preceptor.accounts.policies import is_administrator
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.common.addresses import address_of
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.forms.authoring import PublishForm
from preceptor.jobs.models import Job
from preceptor.jobs.queries.authoring import (
    SHELVES,
    colleagues_of,
    counted_jobs,
    job_history,
    shelf_counts,
)
from preceptor.jobs.queries.fairness import open_count
from preceptor.jobs.services import publishing
from preceptor.jobs.services.authoring import copy_job
from preceptor.jobs.services.publishing import (
    DAYS_OPEN,
    ENDED,
    NEVER_SHOWN,
    WAYS,
    JobNotReady,
    NoWayThere,
)
from preceptor.jobs.splitting import is_glued
from preceptor.jobs.views.authoring import job_or_404

PAGE_SIZE = 25
Status = Job.Status
SORTS = {
    "title": "title",
    "status": "status",
    "opened": "opened_at",
    "expires": "expires_on",
    "new": "new_count",
    "waiting": "waiting_count",
}

# What a button says, the service behind it, and what is said afterwards.
ACTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "review": (publishing.send_to_review, "Sent to review: your colleagues are told."),
    "back": (publishing.send_back, "It is a draft again."),
    "pause": (publishing.pause_job, "Paused: candidates do not see it. Who applied stays."),
    "fill": (publishing.fill_job, "Filled. Whoever still waited is told."),
    "close": (publishing.close_job, "Closed. Whoever still waited is told."),
    "take_up": (publishing.take_up, "It is a draft again."),
}
# What tells people who wait that the job is gone.
ENDING = ("fill", "close")


@signed_in
@require_safe
def own_job_list(request: SignedRequest, slug: str) -> HttpResponse:
    organization = organization_or_404(request.user, slug, "hires")
    shelf = request.GET.get("show", "current")
    shelf = shelf if shelf in SHELVES else "current"
    jobs = counted_jobs(request.user, organization).filter(status__in=SHELVES[shelf])
    sort = request.GET.get("sort", "")
    ordered = _ordered(jobs, sort)
    if request.GET.get("format") == "csv":
        return _csv(ordered)
    context = {
        "organization": organization,
        "page": Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page")),
        "shelf": shelf,
        "counts": shelf_counts(request.user, organization),
        "sort": sort,
        "is_trusted": organization.verified_at is not None or organization.is_demo,
    }
    return render(request, "jobs/own_job_list.html", context)


def _ordered(jobs: QuerySet[Job], sort: str) -> QuerySet[Job]:
    """Order by a column, either way; what changed last first unless one is asked for."""
    field = SORTS.get(sort.removeprefix("-"))
    if field is None:
        return jobs.order_by(F("changed_at").desc(nulls_last=True), "-pk")
    if sort.startswith("-"):
        return jobs.order_by(F(field).desc(nulls_last=True), "pk")
    return jobs.order_by(F(field).asc(nulls_last=True), "pk")


def _csv(jobs: QuerySet[Job]) -> HttpResponse:
    return csv_answer(
        "our-jobs",
        ("title", "kind", "status", "place", "opened_on", "last_day", "new", "waiting_for_you"),
        (
            (
                job.title,
                job.kind,
                job.status,
                f"{job.city}, {job.state}".strip(", "),
                job.opened_at.date().isoformat() if job.opened_at else "",
                job.expires_on.isoformat() if job.expires_on else "",
                job.new_count,  # type: ignore[attr-defined]
                job.waiting_count,  # type: ignore[attr-defined]
            )
            for job in jobs
        ),
    )


@signed_in
@require_safe
def own_job(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    organization, job = job_or_404(request, slug, job_id)
    today = timezone.now().date()
    day = job.expires_on if job.expires_on and job.expires_on >= today else None
    form = PublishForm(
        initial={"expires_on": day or today + timedelta(days=DAYS_OPEN)}, today=today
    )
    return _own_job(request, organization, job, form)


def _own_job(
    request: SignedRequest,
    organization: Organization,
    job: Job,
    form: PublishForm,
    problem: str = "",
) -> HttpResponse:
    lines = list(job.lines.all())
    is_aside = job.status == Status.CLOSED and job.opened_at is None
    context = {
        "organization": organization,
        "job": job,
        "form": form,
        "problem": problem,
        "wants": publishing.lacking(job),
        "is_trusted": publishing.is_trusted(job),
        "is_glued": is_glued(job) and job.status in NEVER_SHOWN,
        "musts": sum(line.necessity == "must" for line in lines),
        "nices": sum(line.necessity == "nice" for line in lines),
        "can_open": Status.OPEN in WAYS.get(job.status, ()) and not is_aside,
        "is_draft": job.status in NEVER_SHOWN,
        "is_ended": job.status in ENDED and not is_aside,
        "is_aside": is_aside,
        "may_read_impact": is_administrator(request.user, organization),
        "can_delete": publishing.is_deletable(job),
        "colleagues": colleagues_of(organization).exclude(pk=request.user.pk).exists(),
        "halves": list(Job.objects.for_user(request.user).filter(copied_from=job).order_by("pk"))
        if is_aside
        else [],
        "history": job_history(job),
        "lines_address": address_of("job_lines", organization.slug, job.public_id),
        "public_address": address_of("job", job.slug) if job.slug else "",
    }
    status = 422 if form.errors or problem else 200
    return render(request, "jobs/own_job.html", context, status=status)


@signed_in
@require_POST
def publish_job(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Show a job to candidates until the day given."""
    organization, job = job_or_404(request, slug, job_id)
    now = timezone.now()
    form = PublishForm(request.POST, today=now.date())
    if not form.is_valid():
        return _own_job(request, organization, job, form)
    try:
        publishing.open_job(
            job=job,
            by=request.user,
            expires_on=form.cleaned_data["expires_on"],
            now=now,
        )
    except (JobNotReady, NoWayThere) as refused:
        return _own_job(request, organization, job, form, str(refused))
    messages.success(request, "Published: candidates see it now, and it goes out with the feeds.")
    return redirect("jobs:own_job", organization.slug, job.public_id)


@signed_in
@require_POST
def change_status(request: SignedRequest, slug: str, job_id: UUID, action: str) -> HttpResponse:
    """Move a job on in its life, as one of the buttons says; ask first where that ends others."""
    organization, job = job_or_404(request, slug, job_id)
    service, said = ACTIONS[action]
    if action in ENDING and "sure" not in request.POST and (waiting := open_count(job)):
        context = {"organization": organization, "job": job, "action": action, "waiting": waiting}
        return render(request, "jobs/end_job.html", context)
    try:
        service(job=job, by=request.user, now=timezone.now())
    except NoWayThere as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("jobs:own_job", organization.slug, job.public_id)


@signed_in
@require_POST
def copy(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Copy a job, or make a template of it, and go to the copy."""
    organization, job = job_or_404(request, slug, job_id)
    is_template = "template" in request.POST
    made = copy_job(
        job=job,
        organization=organization,
        by=request.user,
        status=Status.TEMPLATE if is_template else Status.DRAFT,
        now=timezone.now(),
    )
    if is_template:
        messages.success(request, "Kept as a template. It is offered whenever you write a job.")
        return redirect("jobs:own_job", organization.slug, made.public_id)
    messages.success(request, "Copied. Change what differs; nobody sees it before you publish.")
    return redirect(address_of("job_lines", organization.slug, made.public_id))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete_job(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Ask once, then delete a draft that nobody ever saw."""
    organization, job = job_or_404(request, slug, job_id)
    if request.method != "POST":
        if publishing.is_deletable(job):
            context = {"organization": organization, "job": job}
            return render(request, "jobs/delete_job.html", context)
        messages.error(request, publishing.SHOWN_ONCE)
        return redirect("jobs:own_job", organization.slug, job.public_id)
    try:
        publishing.delete_draft(job=job, by=request.user, now=timezone.now())
    except NoWayThere as refused:
        messages.error(request, str(refused))
        return redirect("jobs:own_job", organization.slug, job.public_id)
    messages.success(request, "The draft is deleted.")
    return redirect("jobs:own_job_list", organization.slug)
