"""Take jobs in from another site: bring a feed or page, look at it item by item, take it in."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Organization
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.feed_reading import FeedRefused
from preceptor.jobs.fetching import NotFetched, fetch_feed
from preceptor.jobs.forms.intake import IntakeForm
from preceptor.jobs.models import Intake
from preceptor.jobs.policies.intake import intake_organization_or_404
from preceptor.jobs.queries.intake import intake_of, intakes_of
from preceptor.jobs.services.intake import (
    FATES,
    Fate,
    IntakeOver,
    ask_intake,
    bring_intake,
    drop_intake,
    fates_of,
    items_of_intake,
)
from preceptor.jobs.tasks.intake import take_intake

PAGE_SIZE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: SignedRequest, slug: str) -> HttpResponse:
    """Bring a feed or page; what cannot be read is refused with the reason."""
    organization = intake_organization_or_404(request.user, slug)
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    if form.is_valid():
        try:
            return _bring(request, organization, form)
        except (FeedRefused, NotFetched) as refused:
            form.add_error("address" if form.cleaned_data.get("address") else "file", str(refused))
    context = {"organization": organization, "form": form, "earlier": intakes_of(organization)}
    return render(request, "jobs/intake.html", context, status=422 if form.errors else 200)


def _bring(request: SignedRequest, organization: Organization, form: IntakeForm) -> HttpResponse:
    address = form.cleaned_data.get("address")
    if address:
        data, name = fetch_feed(address, most_bytes=settings.UPLOAD_MAX_BYTES), address
    else:
        data, name = form.brought()
    brought = bring_intake(
        organization=organization,
        data=data,
        name=name or "pasted",
        by=request.user,
        now=timezone.now(),
    )
    return redirect("jobs:intake_look", organization.slug, brought.public_id)


def _intake_or_404(
    request: SignedRequest, slug: str, intake_id: UUID
) -> tuple[Organization, Intake]:
    organization = intake_organization_or_404(request.user, slug)
    found = intake_of(organization, intake_id)
    if found is None:
        raise Http404("Nothing such was brought.")
    return organization, found


@signed_in
@require_safe
def intake_look(request: SignedRequest, slug: str, intake_id: UUID) -> HttpResponse:
    """Show what would become of each item, or what became of all."""
    organization, brought = _intake_or_404(request, slug, intake_id)
    fates: list[Fate] = []
    if brought.taken_at is None and brought.document is not None:
        fates = fates_of(organization, items_of_intake(brought))
    if request.GET.get("format") == "csv":
        return _csv(fates)
    counts = Counter(fate.fate for fate in fates) if fates else Counter(brought.counts)
    wanted = request.GET.get("show", "")
    shown = [fate for fate in fates if fate.fate == wanted] if wanted in FATES else fates
    context = {
        "organization": organization,
        "intake": brought,
        "counts": [(fate, counts.get(fate, 0)) for fate in FATES],
        "to_take": counts.get("new", 0) + counts.get("changed", 0),
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "total": sum(counts.values()),
    }
    return render(request, "jobs/intake_look.html", context)


def _csv(fates: list[Fate]) -> HttpResponse:
    return csv_answer(
        "jobs-to-take-in",
        ("line", "id", "title", "what", "why"),
        (
            (each.item.line or "", each.item.source_id, each.item.title, each.fate, each.item.why)
            for each in fates
        ),
    )


@signed_in
@require_POST
def intake_take(request: SignedRequest, slug: str, intake_id: UUID) -> HttpResponse:
    """Take in what was looked at; the work is done beside the page."""
    organization, brought = _intake_or_404(request, slug, intake_id)
    try:
        ask_intake(intake=brought, by=request.user, now=timezone.now())
    except IntakeOver as refused:
        messages.error(request, str(refused))
    else:
        # The worker gives the moment.
        take_intake.enqueue(intake_id=str(brought.public_id))  # type: ignore[call-arg]
        messages.success(request, "Being taken in. New jobs are drafts until you publish them.")
    return redirect("jobs:intake_look", organization.slug, brought.public_id)


@signed_in
@require_POST
def intake_drop(request: SignedRequest, slug: str, intake_id: UUID) -> HttpResponse:
    """Drop what was brought."""
    organization, brought = _intake_or_404(request, slug, intake_id)
    try:
        drop_intake(intake=brought, by=request.user, now=timezone.now())
    except IntakeOver as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Dropped. Nothing was taken in.")
    return redirect("jobs:intake", organization.slug)
