"""Stewards look at organizations: the queue, and one of it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from preceptor.accounts.forms.organizations import RefusalForm, RenameForm
from preceptor.accounts.models import Organization, User
from preceptor.accounts.policies import steward_only
from preceptor.accounts.queries.organizations import (
    administrators_of,
    face_of,
    organizations_refused,
    organizations_to_verify,
    organizations_verified,
)
from preceptor.accounts.services.organizations import (
    ChangedMeanwhile,
    refuse_organization,
    rename_organization,
    verify_organization,
)

PAGE = 50
LISTS = {
    "waiting": ("Wait for a look", organizations_to_verify),
    "refused": ("Refused", organizations_refused),
    "verified": ("Verified", organizations_verified),
}


@steward_only
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    here = request.GET.get("list", "waiting")
    here = here if here in LISTS else "waiting"
    found = LISTS[here][1]()
    context = {
        "here": here,
        "lists": [(key, title, find().count()) for key, (title, find) in LISTS.items()],
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/verifying.html", context)


@steward_only
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization, slug=slug)
    answer = request.POST.get("answer", "")
    refusal = RefusalForm(request.POST if answer == "refuse" else None)
    rename = RenameForm(request.POST if answer == "rename" else None, organization=organization)
    if request.method == "POST":
        try:
            said = _answered(request, organization, answer, refusal, rename)
        except ChangedMeanwhile as changed:
            messages.error(request, str(changed))
            return redirect("accounts:verifying_look", slug)
        if said:
            messages.success(request, said)
            return redirect("accounts:verifying")
    context = {
        "organization": organization,
        "face": face_of(organization),
        "sites": organization.sites.order_by("name", "pk"),
        "administrators": administrators_of(organization),
        "refusal": refusal,
        "rename": rename,
    }
    status = 422 if refusal.errors or rename.errors else 200
    return render(request, "accounts/verifying_look.html", context, status=status)


def _answered(
    request: HttpRequest,
    organization: Organization,
    answer: str,
    refusal: RefusalForm,
    rename: RenameForm,
) -> str:
    """Do what a steward decided; return what to say, nothing where a form is to be corrected."""
    steward, now = cast("User", request.user), timezone.now()
    if answer == "verify":
        seen = request.POST.get("face", "")
        verify_organization(organization=organization, by=steward, seen=seen, now=now)
        return f"{organization.name} is verified."
    if answer == "refuse" and refusal.is_valid():
        why = refusal.cleaned_data["why"]
        refuse_organization(organization=organization, why=why, by=steward, now=now)
        return f"{organization.name} is not verified. They are told why."
    if answer == "rename" and rename.is_valid():
        rename_organization(organization=organization, by=steward, now=now, **rename.cleaned_data)
        return f"It is called {organization.name} now."
    return ""
