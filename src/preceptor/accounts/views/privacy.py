"""What a person agreed to, in plain words, and who looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.forms.privacy import ConsentForm
from preceptor.accounts.models import Consent, Person, User
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.privacy import (
    consents_of,
    counseling_organizations,
    look_rows,
    looks_of,
    purpose_rows,
    purpose_rows_for_one,
    reach_of,
    recent_looks,
    teaching_organizations,
)
from preceptor.accounts.services.consent import give_consent, withdraw_consent
from preceptor.accounts.services.persons import person_for

LOOKS_PER_PAGE = 50


@require_safe
@signed_in
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@signed_in
def consent(request: HttpRequest) -> HttpResponse:
    """Give or withdraw consent at one click; every later count and list follows."""
    user, now = user_of(request), timezone.now()
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    change = give_consent if said["say"] == "give" else withdraw_consent
    change(
        person=person_for(user=user, now=now),
        purpose=said["purpose"],
        organization=said["organization"],
        by=user,
        now=now,
    )
    what = Consent.Purpose(said["purpose"]).label
    for_whom = f" ({said['organization'].name})" if said["organization"] else ""
    if said["say"] == "give":
        messages.success(request, f"{what}{for_whom}: you agreed. It holds from now on.")
    else:
        messages.success(request, f"{what}{for_whom}: withdrawn. It holds from this moment.")
    return redirect(f"{reverse('accounts:privacy')}#{said['purpose']}")


@require_safe
@signed_in
def looks(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    page = Paginator(looks_of(user), LOOKS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "days": look_rows(list(page)),
        "recent": recent_looks(user, now=timezone.now()),
    }
    return render(request, "accounts/looks.html", context)


def _page(request: HttpRequest, form: ConsentForm | None = None) -> HttpResponse:
    person = _person(user_of(request))
    programs = purpose_rows_for_one(person, Consent.Purpose.OUTCOME)
    houses = purpose_rows_for_one(person, Consent.Purpose.COUNSELED)
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "reach": reach_of(person),
        "rows": {row.purpose: row for row in purpose_rows(person)},
        "programs": programs,
        "houses": houses,
        "other_programs": _others(teaching_organizations(), programs),
        "other_houses": _others(counseling_organizations(), houses),
        "history": consents_of(person),
    }
    return render(request, "accounts/privacy.html", context, status=422 if form else 200)


def _person(user: User) -> Person | None:
    return Person.objects.for_user(user).first()


def _others(organizations: Any, rows: list[Any]) -> list[Any]:
    """The organizations that have no row of their own yet."""
    there = {row.organization.pk for row in rows if row.organization is not None}
    return [organization for organization in organizations if organization.pk not in there]
