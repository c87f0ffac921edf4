"""Where I learned: stated here, confirmed by the program."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from preceptor.accounts.forms.schooling import SchoolingForm
from preceptor.accounts.models import Schooling
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.consent import give_consent
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.schooling import drop_schooling, state_schooling


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def schooling(request: SignedRequest) -> HttpResponse:
    form = SchoolingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _state(request, form)
        messages.success(request, "It is stated. The program is asked to confirm it.")
        return redirect("accounts:schooling")
    stated = Schooling.objects.filter(person__user=request.user).select_related("organization")
    context = {"form": form, "stated": list(stated.order_by("-finished_on", "pk"))}
    return render(request, "accounts/schooling.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def drop(request: SignedRequest, schooling_id: UUID) -> HttpResponse:
    stated = get_object_or_404(
        Schooling.objects.filter(person__user=request.user), public_id=schooling_id
    )
    drop_schooling(schooling=stated, by=request.user, now=timezone.now())
    messages.success(request, "It is taken off your record.")
    return redirect("accounts:schooling")


@transaction.atomic
def _state(request: SignedRequest, form: SchoolingForm) -> None:
    now = timezone.now()
    person = person_for(user=request.user, now=now)
    said = form.cleaned_data
    state_schooling(
        person=person,
        organization=said["organization"],
        cohort=said["cohort"],
        finished_on=said["finished_on"],
        by=request.user,
        now=now,
    )
    if said["sees_outcome"]:
        give_consent(
            person=person,
            purpose="outcome",
            organization=said["organization"],
            by=request.user,
            now=now,
        )
