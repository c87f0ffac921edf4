"""A consultant's own pages: the offer, free weeks, references, and who asks for a share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.common.addresses import site_address
from preceptor.common.limits import limited
from preceptor.common.tokens import digest_of
from preceptor.jobs.forms.consultants import (
    CENTS,
    OfferForm,
    ReferenceAnswerForm,
    ReferenceForm,
    WeeksForm,
)
from preceptor.jobs.models import ConsultantOffer, Reference, ShareRequest
from preceptor.jobs.queries import consultants as queries
from preceptor.jobs.services import consultants as services
from preceptor.jobs.services import sharing

HOME = "jobs:consulting"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consulting(request: SignedRequest) -> HttpResponse:
    """Show and keep the offer; below it weeks, references and requests."""
    offer = queries.offers_for(request.user).first()
    form = OfferForm(request.POST or None, initial=_said(offer))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        person = person_for(user=request.user, now=now)
        services.keep_offer(person=person, by=request.user, now=now, **form.cleaned_data)
        messages.success(request, "Your offer is kept.")
        return redirect(HOME)
    return _page(request, offer, form=form)


@signed_in
@require_POST
def show_offer(request: SignedRequest) -> HttpResponse:
    offer = get_object_or_404(queries.offers_for(request.user))
    is_open = request.POST.get("open") == "yes"
    try:
        services.show_offer(offer=offer, is_open=is_open, by=request.user, now=timezone.now())
    except services.OfferNotReady as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, "Practices can find you now." if is_open else "Nobody sees your offer now."
        )
    return redirect(HOME)


@signed_in
@require_POST
def keep_weeks(request: SignedRequest) -> HttpResponse:
    offer = get_object_or_404(queries.offers_for(request.user))
    form = WeeksForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, weeks_form=form)
    services.set_free_weeks(
        offer=offer, weeks=form.cleaned_data["weeks"], by=request.user, now=timezone.now()
    )
    messages.success(request, "Your free weeks are kept.")
    return redirect(f"{reverse(HOME)}#weeks")


@limited("jobs.reference", 20, 86_400)
@signed_in
@require_POST
def ask_reference(request: SignedRequest) -> HttpResponse:
    offer = get_object_or_404(queries.offers_for(request.user))
    form = ReferenceForm(request.POST)
    if form.is_valid():
        pattern = site_address(reverse("jobs:give_reference", args=["TOKEN"]))
        try:
            services.ask_reference(
                offer=offer,
                address=pattern.replace("TOKEN", "{token}"),
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except services.OfferNotReady as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "They are asked by mail. You see here once they answer.")
            return redirect(f"{reverse(HOME)}#references")
    return _page(request, offer, reference_form=form)


@signed_in
@require_POST
def drop_reference(request: SignedRequest, reference_id: UUID) -> HttpResponse:
    reference = get_object_or_404(queries.references_for(request.user), public_id=reference_id)
    services.drop_reference(reference=reference, by=request.user, now=timezone.now())
    messages.success(request, "The reference is removed.")
    return redirect(f"{reverse(HOME)}#references")


@signed_in
@require_POST
def answer_share(request: SignedRequest, request_id: UUID) -> HttpResponse:
    asked = get_object_or_404(queries.requests_for_person(request.user), public_id=request_id)
    agrees = request.POST.get("answer") == "yes"
    try:
        sharing.answer_share(request=asked, agrees=agrees, by=request.user, now=timezone.now())
    except sharing.NothingLeft as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request,
            f"You work for {asked.organization.name} now, {asked.percent} % of the week."
            if agrees
            else f"{asked.organization.name} is told that you cannot take it on.",
        )
    return redirect(f"{reverse(HOME)}#requests")


@signed_in
@require_POST
def leave_share(request: SignedRequest, request_id: UUID) -> HttpResponse:
    """Let a consultant end what they agreed to."""
    agreed = queries.requests_for_person(request.user).filter(state=ShareRequest.State.AGREED)
    asked = get_object_or_404(agreed, public_id=request_id)
    sharing.end_share(request=asked, by=request.user, now=timezone.now())
    messages.success(request, f"It ends today. {asked.organization.name} is told.")
    return redirect(HOME)


@require_http_methods(["GET", "HEAD", "POST"])
def give_reference(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever holds the link from the mail confirm or decline, without an account."""
    reference = get_object_or_404(
        Reference.objects.select_related("offer__person"),
        token_digest=digest_of(token),
    )
    form = ReferenceAnswerForm(request.POST or None)
    is_open = reference.answered_at is None and reference.reply_by is not None
    if request.method == "POST" and is_open and form.is_valid():
        services.answer_reference(
            reference=reference,
            confirms=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )
        return redirect("jobs:give_reference", token)
    context = {"reference": reference, "form": form, "is_open": is_open}
    return render(request, "jobs/give_reference.html", context, status=422 if form.errors else 200)


def _said(offer: ConsultantOffer | None) -> dict[str, Any]:
    if offer is None:
        return {}
    names = ("headline", "summary", "hours_week", "radius_miles", "is_remote")
    said: dict[str, Any] = {name: getattr(offer, name) for name in names}
    for name in ("rate_least", "rate_most"):
        cents = getattr(offer, name)
        said[name] = None if cents is None else f"{cents / CENTS:g}"
    return said


def _page(
    request: SignedRequest,
    offer: ConsultantOffer | None,
    *,
    form: OfferForm | None = None,
    weeks_form: WeeksForm | None = None,
    reference_form: ReferenceForm | None = None,
) -> HttpResponse:
    weeks = list(offer.free.order_by("starts_on")) if offer else []
    shown = [f"{each.starts_on} to {each.ends_on}, {each.percent} %" for each in weeks]
    requests = list(queries.requests_for_person(request.user))
    context = {
        "offer": offer,
        "today": timezone.now().date(),
        "person": getattr(request.user, "person", None),
        "form": form or OfferForm(initial=_said(offer)),
        "weeks": weeks,
        "weeks_form": weeks_form or WeeksForm(initial={"weeks": "\n".join(shown)}),
        "references": list(offer.references.order_by("pk")) if offer else [],
        "reference_form": reference_form or ReferenceForm(),
        "waiting": [each for each in requests if each.waits_for],
        "settled": [each for each in requests if not each.waits_for],
    }
    is_wrong = any(each is not None and each.errors for each in (form, weeks_form, reference_form))
    return render(request, "jobs/consulting.html", context, status=422 if is_wrong else 200)
