"""Ask somebody to join an organization, by a mail whose link only they have."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from preceptor.accounts.models import Invitation, Membership, Organization, User
from preceptor.accounts.services.organizations import HATS
from preceptor.common.addresses import site_address
from preceptor.common.services import append_log, lock_log, send_mail
from preceptor.common.tokens import digest_of, new_token

STANDS_FOR = timedelta(days=14)
ADMINISTRATOR = Membership.Role.ADMINISTRATOR


class AlreadyMember(Exception):
    """Whoever has this address belongs to the organization already."""


class InvitationOver(Exception):
    """The invitation was accepted, withdrawn, or stood for too long."""


@transaction.atomic
def invite(
    *,
    organization: Organization,
    email: str,
    role: str,
    hats: Collection[str],
    by: User,
    now: datetime,
) -> Invitation:
    """Ask the owner of an address to join, and mail them the link. It stands for 14 days.

    An open invitation to the same address is replaced. Raises AlreadyMember.
    """
    lock_log()  # two who invite the same address take turns
    email = email.strip().lower()
    if Membership.objects.filter(organization=organization, user__email__iexact=email).exists():
        raise AlreadyMember("Whoever has this address is a member already.")
    Invitation.objects.filter(
        organization=organization,
        email__iexact=email,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        token_digest=digest_of(token),
        invited_by=by,
        made_at=now,
        expires_at=now + STANDS_FOR,
        **{hat: hat in hats for hat in HATS},
    )
    _send(invitation, token, now=now)
    _note(invitation, "invited", by=by, now=now)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Mail a fresh link for 14 more days; the old one no longer works. Raises InvitationOver."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationOver("It was accepted or withdrawn.")
    token = new_token()
    invitation.token_digest = digest_of(token)
    invitation.expires_at = now + STANDS_FOR
    invitation.save(update_fields=["token_digest", "expires_at"])
    _send(invitation, token, now=now)
    _note(invitation, "invitation_sent_again", by=by, now=now)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, now: datetime) -> bool:
    """Let an invitation no longer work; False where it was accepted or withdrawn before."""
    withdrawn = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    if withdrawn:
        _note(invitation, "invitation_withdrawn", by=by, now=now)
    return bool(withdrawn)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, now: datetime) -> Membership:
    """Join the organization; a member gains the role and the hats. Raises InvitationOver."""
    taken = Invitation.objects.filter(
        pk=invitation.pk,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=now,
    ).update(accepted_at=now)
    if not taken:
        raise InvitationOver("It was accepted, withdrawn, or stood for too long.")
    membership, _ = Membership.objects.get_or_create(
        organization_id=invitation.organization_id,
        user=by,
        defaults={"role": invitation.role, "joined_at": now},
    )
    if invitation.role == ADMINISTRATOR:
        membership.role = ADMINISTRATOR
    for hat in HATS:
        setattr(membership, hat, getattr(membership, hat) or getattr(invitation, hat))
    membership.save(update_fields=["role", *HATS])
    _note(invitation, "invitation_accepted", by=by, now=now)
    return membership


def _send(invitation: Invitation, token: str, *, now: datetime) -> None:
    organization = invitation.organization
    address = site_address(reverse("accounts:invitation", args=[token]))
    send_mail(
        kind="accounts.invitation",
        to=invitation.email,
        recipient=User.objects.filter(email__iexact=invitation.email)
        .values_list("public_id", flat=True)
        .first(),
        subject=f"{organization.name} asks you to join on Preceptor",
        text=(
            f"{organization.name} would like you to act for it on Preceptor.\n\n"
            f"See what you would do there, and accept or leave it:\n{address}\n\n"
            f"The link works until {invitation.expires_at:%-d %B %Y}, once. If you do not know "
            "what this is about, you need not do anything.\n"
        ),
        now=now,
    )


def _note(invitation: Invitation, what: str, *, by: User, now: datetime) -> None:
    append_log(
        kind=f"accounts.{what}",
        target=invitation.organization.public_id,
        by=by.public_id,
        now=now,
        details={"invitation": str(invitation.public_id)},
    )
