"""Edit the lines of a job beside what they cost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Organization
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.jobs.forms.lines import GRADES, KINDS, LEVELS, LineForm
from preceptor.jobs.models import Job, Line
from preceptor.jobs.queries.authoring import halves_beside
from preceptor.jobs.queries.unasked import unasked_lines
from preceptor.jobs.services import lines as services
from preceptor.jobs.services.authoring import adopt_need, choose_terms
from preceptor.jobs.splitting import is_glued, roles_of
from preceptor.jobs.views.authoring import job_or_404
from preceptor.matches.forms import ProofForm
from preceptor.matches.line_states import GRADE_NAMES
from preceptor.matches.price_rows import (
    NEVER_GIVEN_UP,
    costs_of,
    decisions_of,
    edited_rows,
    marked_paragraphs,
    rarely_met,
)
from preceptor.matches.queries.authoring import (
    EditedPrice,
    decided_lines,
    edited_price,
    lowered,
)
from preceptor.matches.queries.shown import role_name
from preceptor.matches.services import ready_pool, stamp_view
from preceptor.matches.visitors import readable_job

_NECESSITIES = ("must", "nice")


@signed_in
@require_safe
def job_lines(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Show every line with what it costs; to htmx only the part that changes."""
    organization, job = job_or_404(request, slug, job_id)
    proof_form = ProofForm(
        {
            "proof": request.GET.get("proof") or job.proof_weight,
            "hours": request.GET.get("hours") or job.hours_per_year,
        }
    )
    proof_form.is_valid()
    current = ready_pool(now=timezone.now())
    edited = edited_price(
        job,
        current,
        stamp_view(current, job),
        proof_weight=proof_form.cleaned_data.get("proof"),
        hours_per_year=proof_form.cleaned_data.get("hours"),
    )
    context = {
        "organization": organization,
        "job": job,
        "proof_form": proof_form,
        "kinds": KINDS.items(),
        "is_glued": is_glued(job),
        "two_roles": [role_name(role) for role in roles_of(job)],
        "halves": halves_beside(job),
        "is_draft": job.status in (Job.Status.DRAFT, Job.Status.REVIEW),
        **_priced(edited),
    }
    is_part = request.headers.get("HX-Request-Type") == "partial"
    template = "matches/_lines.html" if is_part else "matches/lines.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


def _priced(edited: EditedPrice) -> dict[str, Any]:
    """Return what the page shows of a price: rows, the text with its marks, the terms."""
    price = edited.price
    rows = edited_rows(price.lines, price.text, edited.lines)
    return {
        "price": price,
        "rows": rows,
        "unasked": edited.unasked,
        "text": marked_paragraphs(price.text),
        "costs": costs_of(price.text),
        "numbers": {str(row.line.position): row.number for row in rows},
        "proof": price.proof,
        "grades": list(zip(GRADE_NAMES, price.proof.earns, strict=True)),
        "softer": rarely_met(price.lines, price.pool),
        "has_fixed_gate": any(line.kind in NEVER_GIVEN_UP for line in price.lines),
        "most_share": max((row.line.share or 0 for row in rows), default=0),
    }


def _line_or_404(job: Job, number: int) -> Line:
    return get_object_or_404(Line.objects.select_related("job").filter(job=job), pk=number)


def _to_lines(slug: str, job_id: UUID) -> HttpResponse:
    return redirect("matches:job_lines", slug, job_id)


@signed_in
@require_POST
def do_line(
    request: SignedRequest, slug: str, job_id: UUID, number: int, action: str
) -> HttpResponse:
    """Switch, lower, move or remove one line."""
    _, job = job_or_404(request, slug, job_id)
    line = _line_or_404(job, number)
    now = timezone.now()
    if action in _NECESSITIES:
        services.switch_line(line=line, necessity=action, by=request.user, now=now)
    elif action == "lower":
        _lower(line, request, now)
    elif action == "remove":
        services.remove_line(line=line, by=request.user, now=now)
    else:
        services.move_line(line=line, up=action == "up", by=request.user, now=now)
    return _to_lines(slug, job_id)


def _lower(line: Line, request: SignedRequest, now: Any) -> None:
    spec = lowered(line)
    if spec is not None:
        services.change_line(
            line=line,
            necessity=line.necessity,
            weight=line.weight,
            spec=spec,
            by=request.user,
            now=now,
        )


@signed_in
@require_POST
def relax(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Make the changes that were proposed: lower what can be, free what cannot."""
    _, job = job_or_404(request, slug, job_id)
    now = timezone.now()
    decisions = decisions_of(request.POST)
    for line in Line.objects.select_related("job").filter(job=job).order_by("-order"):
        how = decisions.get(line.order)
        if how == "lower":
            _lower(line, request, now)
        elif how == "drop" and line.kind in services.GATE_KINDS:
            services.remove_line(line=line, by=request.user, now=now)
        elif how in ("drop", "nice"):
            services.switch_line(line=line, necessity="nice", by=request.user, now=now)
    return _to_lines(slug, job_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_line(request: SignedRequest, slug: str, job_id: UUID, number: int) -> HttpResponse:
    """Change what a line asks; a search among competencies keeps what was typed."""
    organization, job = job_or_404(request, slug, job_id)
    line = _line_or_404(job, number)
    if line.kind == Line.Kind.PLACE:
        return redirect("jobs:job_facts", slug, job_id)
    form = LineForm(request.POST or None, kind=line.kind, line=line)
    if request.method == "POST" and not form.is_search and form.is_valid():
        services.change_line(
            line=line,
            necessity=form.cleaned_data.get("necessity", line.necessity),
            weight=form.cleaned_data.get("weight") or line.weight,
            spec=form.cleaned_data["spec"],
            by=request.user,
            now=timezone.now(),
        )
        return _to_lines(slug, job_id)
    return _line_page(request, organization, job, form, line)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_line(request: SignedRequest, slug: str, job_id: UUID, kind: str) -> HttpResponse:
    """Add a line of a kind that the text does not ask."""
    organization, job = job_or_404(request, slug, job_id)
    if kind not in KINDS:
        raise Http404("No such kind of line.")
    form = LineForm(request.POST or None, kind=kind)
    is_sent = request.method == "POST" and not form.is_search
    if is_sent and form.is_valid():
        try:
            services.add_line(
                job=job,
                kind=kind,
                necessity=form.cleaned_data.get("necessity", "must"),
                weight=form.cleaned_data.get("weight"),
                spec=form.cleaned_data["spec"],
                by=request.user,
                now=timezone.now(),
            )
        except services.TooManyLines as refused:
            form.add_error(None, str(refused))
        else:
            return _to_lines(slug, job_id)
    return _line_page(request, organization, job, form, None)


def _line_page(
    request: SignedRequest, organization: Organization, job: Job, form: LineForm, line: Line | None
) -> HttpResponse:
    is_wrong = form.is_bound and not form.is_search and bool(form.errors)
    context = {
        "organization": organization,
        "job": job,
        "form": form,
        "line": line,
        "kind": form.kind,
        "kind_name": KINDS[Line.Kind(form.kind)],
        "levels": LEVELS,
        "grades": GRADES,
        "is_wrong": is_wrong,
    }
    is_part = request.headers.get("HX-Request-Type") == "partial"
    template = "matches/_line_ways.html" if is_part else "matches/line.html"
    response = render(request, template, context, status=422 if is_wrong else 200)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


@signed_in
@require_POST
def ask_again(request: SignedRequest, slug: str, job_id: UUID, number: int) -> HttpResponse:
    """Put a line back that the text asks."""
    _, job = job_or_404(request, slug, job_id)
    found = next((each for each in unasked_lines(job) if each.number == number), None)
    if found is None:
        raise Http404("The text asks no such line, or it is back already.")
    try:
        services.ask_again(job=job, draft=found.draft, by=request.user, now=timezone.now())
    except services.TooManyLines as refused:
        messages.error(request, str(refused))
    return _to_lines(slug, job_id)


@signed_in
@require_POST
def keep_terms(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Keep how much proof counts and how many signed hours stand for a year."""
    _, job = job_or_404(request, slug, job_id)
    form = ProofForm(request.POST)
    if form.is_valid():
        choose_terms(
            job=job,
            proof_weight=form.cleaned_data["proof"],
            hours_per_year=form.cleaned_data["hours"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "Kept: people are ordered by these terms from now on.")
    else:
        messages.error(request, " ".join(str(each[0]) for each in form.errors.values()))
    return _to_lines(slug, job_id)


@signed_in
@require_POST
def publish_need(request: SignedRequest, job_id: UUID) -> HttpResponse:
    """Make a draft of a pasted need for the organization chosen, with the switches applied."""
    now = timezone.now()
    organization = organization_or_404(request.user, request.POST.get("organization", ""), "hires")
    need = readable_job(request, job_id, now=now)
    if need.status != Job.Status.PASTED:
        raise Http404("This is a job already.")
    proof = ProofForm(request.POST)
    proof.is_valid()
    draft = adopt_need(
        need=need,
        organization=organization,
        decided=decided_lines(need, decisions_of(request.POST)),
        proof_weight=proof.cleaned_data.get("proof"),
        hours_per_year=proof.cleaned_data.get("hours"),
        by=request.user,
        now=now,
    )
    messages.success(request, "It is a draft of yours now. Nobody sees it before you publish.")
    return redirect("matches:job_lines", organization.slug, draft.public_id)
