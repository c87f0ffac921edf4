"""Write a job: from a text, from its parts, from a template; change its text and facts; split."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Organization
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.common.addresses import address_of
from preceptor.common.documents import DocumentRefused
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.forms import PostingForm
from preceptor.jobs.forms.authoring import (
    SPARE_PLACES,
    FactsForm,
    TextForm,
    WriteForm,
    facts_initial,
)
from preceptor.jobs.models import Job
from preceptor.jobs.posting_templates import items_of, posting_templates, posting_text
from preceptor.jobs.queries.authoring import colleagues_of, own_job, own_jobs
from preceptor.jobs.reading import read_posting_file, read_posting_text
from preceptor.jobs.services.authoring import Facts, change_facts, change_text, write_draft

MOST_COPIES = 50
# While a job is so, a last day that is past would end it.
SHOWN = (Job.Status.OPEN, Job.Status.PAUSED)


def job_or_404(request: SignedRequest, slug: str, job_id: UUID) -> tuple[Organization, Job]:
    """Return an organization one hires for and a job of it, loaded. Raises Http404."""
    organization = organization_or_404(request.user, slug, "hires")
    job = own_job(request.user, organization, job_id)
    if job is None:
        raise Http404("No such job of yours.")
    return organization, job


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_job(request: SignedRequest, slug: str) -> HttpResponse:
    organization = organization_or_404(request.user, slug, "hires")
    form = PostingForm(request.POST, request.FILES) if request.method == "POST" else PostingForm()
    if form.is_valid():
        answer = _take_in(request, organization, form)
        if answer is not None:
            return answer
    context = {"organization": organization, "form": form}
    return render(request, "jobs/new_job.html", context, status=422 if form.errors else 200)


def _take_in(
    request: SignedRequest, organization: Organization, form: PostingForm
) -> HttpResponse | None:
    """Read what was brought and lead to its lines; None with the form's error if refused."""
    data, filename = form.brought()
    try:
        read = read_posting_file(data, filename=filename)
    except DocumentRefused as refused:
        form.refuse(str(refused))
        return None
    job = write_draft(
        organization=organization,
        read=read,
        by=request.user,
        filename=filename,
        now=timezone.now(),
    )
    return redirect(address_of("job_lines", organization.slug, job.public_id))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write_job(request: SignedRequest, slug: str) -> HttpResponse:
    """Write a posting part by part, from nothing or from a role's template."""
    organization = organization_or_404(request.user, slug, "hires")
    template = posting_templates().get(request.GET.get("template", ""))
    initial = {}
    if template is not None:
        initial = {
            "title": template.title,
            "duties": "\n".join(template.duties),
            "musts": "\n".join(template.musts),
            "nices": "\n".join(template.nices),
        }
    form = WriteForm(request.POST or None, initial=initial)
    if form.is_valid():
        text = posting_text(
            title=form.cleaned_data["title"],
            employer=organization.name,
            about=form.cleaned_data["about"].strip(),
            duties=items_of(form.cleaned_data["duties"]),
            musts=items_of(form.cleaned_data["musts"]),
            nices=items_of(form.cleaned_data["nices"]),
        )
        read = read_posting_text(text)
        job = write_draft(organization=organization, read=read, by=request.user, now=timezone.now())
        return redirect(address_of("job_lines", organization.slug, job.public_id))
    role = load_vocabulary().role_by_id[template.role].name if template else ""
    context = {"organization": organization, "form": form, "role": role}
    return render(request, "jobs/write_job.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def start_from(request: SignedRequest, slug: str) -> HttpResponse:
    """Offer the templates per role, the organization's own, and its jobs to copy."""
    organization = organization_or_404(request.user, slug, "hires")
    jobs = own_jobs(request.user, organization)
    roles = load_vocabulary().role_by_id
    context = {
        "organization": organization,
        "shipped": [(roles[role], each) for role, each in posting_templates().items()],
        "own": jobs.filter(status=Job.Status.TEMPLATE).order_by("title", "pk"),
        "jobs": jobs.exclude(status=Job.Status.TEMPLATE).order_by("-created_at", "-pk")[
            :MOST_COPIES
        ],
    }
    return render(request, "jobs/start_from.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def job_text(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    organization, job = job_or_404(request, slug, job_id)
    form = TextForm(request.POST or None, initial={"text": job.document.text})
    if form.is_valid():
        text = form.cleaned_data["text"]
        change_text(job=job, text=text, by=request.user, now=timezone.now())
        messages.success(request, "The text was read anew.")
        return redirect(address_of("job_lines", organization.slug, job.public_id))
    context = {"organization": organization, "job": job, "form": form}
    return render(request, "jobs/job_text.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def job_facts(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    organization, job = job_or_404(request, slug, job_id)
    form = FactsForm(
        request.POST or None,
        initial=facts_initial(job),
        organization=organization,
        colleagues=colleagues_of(organization),
        rows=len(job.places.all()) + SPARE_PLACES,
        shown_on=timezone.now().date() if job.status in SHOWN else None,
    )
    if form.is_valid():
        change_facts(job=job, facts=_facts(form), by=request.user, now=timezone.now())
        messages.success(request, "The facts of the job are kept.")
        return redirect("jobs:own_job", organization.slug, job.public_id)
    context = {"organization": organization, "job": job, "form": form}
    return render(request, "jobs/job_facts.html", context, status=422 if form.errors else 200)


def _facts(form: FactsForm) -> Facts:
    names = Facts.__dataclass_fields__
    data: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
    return Facts(**data)
