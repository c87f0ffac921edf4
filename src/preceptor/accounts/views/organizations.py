"""Organizations: found one, change it, say where it works."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from preceptor.accounts.forms.organizations import (
    NewOrganizationForm,
    OrganizationForm,
    SiteForm,
)
from preceptor.accounts.models import Membership
from preceptor.accounts.policies import SignedRequest, membership_or_404, signed_in
from preceptor.accounts.services.organizations import (
    SiteIsLast,
    add_site,
    change_organization,
    change_site,
    make_organization,
    remove_site,
)
from preceptor.common.limits import limited

ADMINISTRATOR = Membership.Role.ADMINISTRATOR
FORM = ["GET", "HEAD", "POST"]


@limited("accounts.organizations", 10, 86_400)
@signed_in
@require_http_methods(FORM)
def new(request: SignedRequest) -> HttpResponse:
    form = NewOrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        organization = make_organization(
            name=said["name"],
            kind=said["kind"],
            website=said["website"],
            summary=said["summary"],
            site_name=said["site_name"],
            place=form.place,
            hats=said["hats"],
            by=request.user,
            now=timezone.now(),
            is_demo=request.user.is_demo,
        )
        messages.success(request, f"{organization.name} is here. A steward looks at it next.")
        return redirect("accounts:organization", organization.slug)
    return _form(request, "accounts/organization_new.html", {"form": form})


@signed_in
@require_GET
def organization(request: SignedRequest, slug: str) -> HttpResponse:
    """Show members what their organization says of itself, and what comes next."""
    membership = membership_or_404(request.user, slug)
    found = membership.organization
    context = {
        "membership": membership,
        "organization": found,
        "sites": found.sites.order_by("name", "pk"),
        "members": found.memberships.count(),
        "is_administrator": membership.role == ADMINISTRATOR,
    }
    return render(request, "accounts/organization.html", context)


@signed_in
@require_http_methods(FORM)
def edit(request: SignedRequest, slug: str) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    form = OrganizationForm(
        request.POST or None, organization=organization, is_steward=request.user.is_steward
    )
    if request.method == "POST" and form.is_valid():
        change_organization(
            organization=organization, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "It is changed.")
        return redirect("accounts:organization", slug)
    context = {"form": form, "organization": organization}
    return _form(request, "accounts/organization_edit.html", context)


@signed_in
@require_http_methods(FORM)
def new_site(request: SignedRequest, slug: str) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = add_site(
            organization=organization,
            name=form.cleaned_data["name"],
            place=form.place,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"{site.name} in {site.city}, {site.state} is added.")
        return redirect("accounts:organization", slug)
    context = {"form": form, "organization": organization, "place": None}
    return _form(request, "accounts/site.html", context)


@signed_in
@require_http_methods(FORM)
def edit_site(request: SignedRequest, slug: str, site_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    site = get_object_or_404(organization.sites, public_id=site_id)
    form = SiteForm(request.POST or None, site=site)
    if request.method == "POST" and form.is_valid():
        change_site(
            site=site,
            name=form.cleaned_data["name"],
            place=form.place,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "The site is changed.")
        return redirect("accounts:organization", slug)
    context = {"form": form, "organization": organization, "place": site}
    return _form(request, "accounts/site.html", context)


@signed_in
@require_http_methods(FORM)
def drop_site(request: SignedRequest, slug: str, site_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    site = get_object_or_404(organization.sites, public_id=site_id)
    if request.method == "POST":
        try:
            remove_site(site=site, by=request.user, now=timezone.now())
        except SiteIsLast as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The site is removed.")
        return redirect("accounts:organization", slug)
    return render(
        request, "accounts/site_remove.html", {"organization": organization, "place": site}
    )


def _form(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Show a form; 422 where what was sent is to be corrected."""
    form = context["form"]
    return render(request, template, context, status=422 if getattr(form, "errors", None) else 200)
