"""How practices find a local consultant and share one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Look
from preceptor.accounts.policies.access import (
    SignedRequest,
    organization_or_404,
    signed_in,
    trusted_organization_or_404,
)
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.answers import once_key
from preceptor.common.csv_answer import csv_answer
from preceptor.common.services import once
from preceptor.jobs.forms.consultants import CENTS, FindForm, ShareForm
from preceptor.jobs.policies.consultants import may_verify_offers
from preceptor.jobs.queries import consultants as queries
from preceptor.jobs.services import consultants as services
from preceptor.jobs.services import sharing


@signed_in
@require_safe
def consultant_list(request: SignedRequest, slug: str) -> HttpResponse:
    """List the consultants near, and what this organization asked of some."""
    organization = trusted_organization_or_404(request.user, slug)
    form = FindForm(request.GET)
    found: list[queries.Found] = []
    if form.is_valid():
        said = form.cleaned_data
        found = queries.find_consultants(
            words=said["q"],
            place=said["near"],
            miles=said["miles"],
            percent=said["percent"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            rate_most=said["rate_most"] * CENTS if said["rate_most"] else None,
        )
    if request.GET.get("format") == "csv":
        return csv_answer("consultants", CSV_HEAD, (_csv_row(each) for each in found))
    context = {
        "organization": organization,
        "form": form,
        "found": found,
        "served": queries.sites_served([each.offer for each in found]),
        "asked": list(queries.requests_of(organization)),
        "is_search": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "jobs/consultant_list.html", context, status=422 if form.errors else 200)


CSV_HEAD = ("name", "what", "place", "miles", "free_percent", "rate_from", "rate_to", "references")


def _csv_row(each: queries.Found) -> tuple[str | int | float, ...]:
    offer, person = each.offer, each.offer.person
    return (
        person.name,
        offer.headline,
        f"{person.city}, {person.state}",
        "" if each.miles is None else each.miles,
        "" if each.free is None else each.free,
        "" if offer.rate_least is None else offer.rate_least / CENTS,
        "" if offer.rate_most is None else offer.rate_most / CENTS,
        each.references,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consultant(request: SignedRequest, slug: str, offer_id: UUID) -> HttpResponse:
    """Show one consultant and ask for a share of their week."""
    organization = trusted_organization_or_404(request.user, slug)
    offer = get_object_or_404(queries.shown_offers(), public_id=offer_id)
    now = timezone.now()
    form = ShareForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        key = once_key(request)
        try:
            with once(key=key, who=request.user.public_id, action="jobs.share", now=now) as turn:
                if turn.is_first:
                    sharing.ask_share(
                        offer=offer,
                        organization=organization,
                        by=request.user,
                        now=now,
                        **form.cleaned_data,
                    )
        except sharing.NothingLeft as problem:
            form.add_error("percent", str(problem))
        else:
            messages.success(request, "The consultant is asked, and has a week to answer.")
            return redirect("jobs:consultant_list", slug)
    note_looks(
        people=[offer.person],
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.NAMED,
        about=offer.public_id,
        now=now,
    )
    context = {
        "organization": organization,
        "offer": offer,
        "form": form,
        "free": list(offer.free.filter(ends_on__gte=now.date()).order_by("starts_on")),
        "references": list(offer.references.exclude(confirmed_at=None).order_by("-confirmed_at")),
        "served": queries.sites_served([offer])[offer.pk],
        "today": now.date(),
    }
    return render(request, "jobs/consultant.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_share(request: SignedRequest, slug: str, request_id: UUID) -> HttpResponse:
    organization = organization_or_404(request.user, slug)
    asked = get_object_or_404(queries.requests_of(organization), public_id=request_id)
    sharing.end_share(request=asked, by=request.user, now=timezone.now())
    messages.success(request, "This share of the week ends today.")
    return redirect("jobs:consultant_list", slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def verify_offers(request: SignedRequest) -> HttpResponse:
    """Let stewards and extension centers verify the offers that nobody looked at yet."""
    if not may_verify_offers(request.user):
        return render(request, "common/errors/forbidden.html", status=403)
    offers = list(queries.shown_offers().filter(verified_at__isnull=True))
    if request.method == "POST":
        named = request.POST.get("offer")
        offer = next((each for each in offers if str(each.public_id) == named), None)
        if offer is None:
            raise Http404("Nobody such waits to be verified.")
        services.verify_offer(offer=offer, by=request.user, now=timezone.now())
        messages.success(request, f"{offer.person.name} is verified.")
        return redirect("jobs:verify_offers")
    return render(request, "jobs/verify_offers.html", {"offers": offers})
