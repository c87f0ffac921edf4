"""Who acts for an organization: see, ask, change, remove, leave."""

from __future__ import annotations

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from preceptor.accounts.forms.organizations import InvitationForm, MemberForm
from preceptor.accounts.models import Membership
from preceptor.accounts.policies import SignedRequest, membership_or_404, signed_in
from preceptor.accounts.queries.organizations import (
    invitation_by,
    members_of,
    open_invitations,
    stands,
)
from preceptor.accounts.services.invitations import (
    AlreadyMember,
    InvitationOver,
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from preceptor.accounts.services.members import LastAdministrator, change_member, remove_member
from preceptor.common.limits import limited

ADMINISTRATOR = Membership.Role.ADMINISTRATOR
FORM = ["GET", "HEAD", "POST"]
PAGE = 50
GONE = 410


@signed_in
@require_GET
def members(request: SignedRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    organization = membership.organization
    is_administrator = membership.role == ADMINISTRATOR
    context = {
        "organization": organization,
        "is_administrator": is_administrator,
        "page": Paginator(members_of(organization), PAGE).get_page(request.GET.get("page")),
        "invitations": open_invitations(organization) if is_administrator else (),
        "now": timezone.now(),
    }
    return render(request, "accounts/members.html", context)


@signed_in
@require_http_methods(FORM)
def member(request: SignedRequest, slug: str, user_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    membership = get_object_or_404(members_of(organization), user__public_id=user_id)
    form = MemberForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            change_member(
                membership=membership, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except LastAdministrator as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, "Role and hats are changed.")
            return redirect("accounts:members", slug)
    context = {"form": form, "organization": organization, "membership": membership}
    status = 422 if form.errors else 200
    return render(request, "accounts/member.html", context, status=status)


@signed_in
@require_http_methods(FORM)
def remove(request: SignedRequest, slug: str, user_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    membership = get_object_or_404(members_of(organization), user__public_id=user_id)
    if request.method == "POST":
        return _end(request, membership, "They no longer act for the organization.")
    context = {"organization": organization, "membership": membership}
    return render(request, "accounts/member_remove.html", context)


@signed_in
@require_http_methods(FORM)
def leave(request: SignedRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    if request.method == "POST":
        return _end(request, membership, f"You left {membership.organization.name}.")
    context = {"organization": membership.organization}
    return render(request, "accounts/member_leave.html", context)


@limited("accounts.invitations", 100, 86_400)
@signed_in
@require_http_methods(FORM)
def ask(request: SignedRequest, slug: str) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite(
                organization=organization, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except AlreadyMember as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, f"A mail to {form.cleaned_data['email']} is on its way.")
            return redirect("accounts:members", slug)
    context = {"form": form, "organization": organization}
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", context, status=status)


@limited("accounts.invitations", 100, 86_400)
@signed_in
@require_POST
def resend(request: SignedRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    found = get_object_or_404(open_invitations(organization), public_id=invitation_id)
    resend_invitation(invitation=found, by=request.user, now=timezone.now())
    messages.success(request, f"A fresh link to {found.email} is on its way.")
    return redirect("accounts:members", slug)


@signed_in
@require_POST
def withdraw(request: SignedRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    organization = membership_or_404(request.user, slug, ADMINISTRATOR).organization
    found = get_object_or_404(open_invitations(organization), public_id=invitation_id)
    withdraw_invitation(invitation=found, by=request.user, now=timezone.now())
    messages.success(request, f"The invitation to {found.email} no longer works.")
    return redirect("accounts:members", slug)


@require_http_methods(FORM)
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show whom an invitation is from and what it allows; who is signed in can accept it."""
    now = timezone.now()
    found = invitation_by(token)
    if found is None or not stands(found, now=now):
        return render(request, "accounts/invitation_over.html", status=GONE)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accept_invitation(invitation=found, by=request.user, now=now)
        except InvitationOver:
            return render(request, "accounts/invitation_over.html", status=GONE)
        messages.success(request, f"You now act for {found.organization.name}.")
        return redirect("accounts:organization", found.organization.slug)
    if not request.user.is_authenticated:
        # Whoever has the link reads that mailbox: no code is sent to the same address.
        get_adapter(request).stash_verified_email(request, found.email)
    context = {"invitation": found, "next_query": urlencode({"next": request.path})}
    return render(request, "accounts/invitation.html", context)


def _end(request: SignedRequest, membership: Membership, done: str) -> HttpResponse:
    slug = membership.organization.slug
    try:
        remove_member(membership=membership, by=request.user, now=timezone.now())
    except LastAdministrator as refused:
        messages.error(request, str(refused))
        return redirect("accounts:members", slug)
    messages.success(request, done)
    if membership.user_id == request.user.pk:
        return redirect("accounts:account")
    return redirect("accounts:members", slug)
