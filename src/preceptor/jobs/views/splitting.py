"""Make two honest postings of one that glues two jobs together."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Organization
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.common.addresses import address_of
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import NOT_HEALTH_IT
from preceptor.jobs.forms.splitting import SplitForm
from preceptor.jobs.models import Job
from preceptor.jobs.reading import ReadPosting
from preceptor.jobs.services.splitting import split_job
from preceptor.jobs.splitting import Proposal, half_text, proposal_for, read_half, roles_of
from preceptor.jobs.views.authoring import job_or_404

Halves = tuple[ReadPosting, ReadPosting]


@dataclass(frozen=True, slots=True)
class Half:
    """What one half reads as: its role and support, how many lines, whether it is one job."""

    name: str
    title: str
    role: str
    percent: int
    lines: int
    musts: int
    is_glued: bool
    is_empty: bool


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Show which sentence goes where, read both halves, and make two drafts when asked."""
    organization, job = job_or_404(request, slug, job_id)
    proposal = proposal_for(job, _roles(job, request.POST or request.GET))
    form = SplitForm(request.POST or None, proposal=proposal)
    titles, sides = form.titles(), form.sides()
    halves = _read(organization, proposal, titles, sides)
    if request.method == "POST" and "make" in request.POST and form.is_valid_for(halves):
        first, second = split_job(job=job, halves=halves, by=request.user, now=timezone.now())
        messages.success(
            request,
            f"Two drafts are made: {first.title}; {second.title}. "
            "Look over the lines of each, then publish it.",
        )
        return redirect(address_of("job_lines", organization.slug, first.public_id))
    is_part = request.headers.get("HX-Request-Type") == "partial"
    context = {
        "organization": organization,
        "job": job,
        "form": form,
        "proposal": proposal,
        "halves": [_half(name, half) for name, half in zip(("A", "B"), halves, strict=True)],
        "role_names": [load_vocabulary().role_by_id[role].name for role in proposal.roles],
        "rows": form.rows(),
    }
    template = "jobs/_halves.html" if is_part else "jobs/split_job.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


def _roles(job: Job, query: QueryDict) -> tuple[str, str]:
    """Return the two roles asked for, else those the reader found."""
    known = load_vocabulary().role_by_id
    asked = (query.get("role_a", ""), query.get("role_b", ""))
    if asked[0] in known and asked[1] in known and asked[0] != asked[1]:
        return asked
    return roles_of(job)


def _read(
    organization: Organization,
    proposal: Proposal,
    titles: tuple[str, str],
    sides: dict[int, str],
) -> Halves:
    named = any(organization.name in part.text for part in proposal.parts)
    employer = "" if named else organization.name
    first, second = (
        read_half(half_text(proposal, sides, side, title=title, employer=employer))
        for side, title in zip(("first", "second"), titles, strict=True)
    )
    return first, second


def _half(name: str, half: ReadPosting) -> Half:
    best = half.roles[0]
    known = load_vocabulary().role_by_id
    return Half(
        name=name,
        title=half.facts.title,
        role="work outside health IT" if best.role == NOT_HEALTH_IT else known[best.role].name,
        percent=round(100 * best.p),
        lines=len(half.lines),
        musts=sum(line.necessity == "must" for line in half.lines),
        is_glued=any(warning.startswith("two jobs in one text") for warning in half.warnings),
        is_empty=not half.lines,
    )
