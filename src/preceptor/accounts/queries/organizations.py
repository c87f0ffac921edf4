"""Organizations, who acts for them, and which wait for a steward."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from preceptor.accounts.models import Invitation, Membership, Organization, User
from preceptor.common.tokens import digest_of

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


def memberships_of(user: User) -> list[Membership]:
    """Return for which organizations a user acts, by name."""
    found = Membership.objects.filter(user=user).select_related("organization")
    return list(found.order_by("organization__name", "pk"))


def members_of(organization: Organization) -> QuerySet[Membership]:
    """Return who acts for an organization, by name and address."""
    found = Membership.objects.filter(organization=organization).select_related("user")
    return found.order_by("user__name", "user__email")


def administrators_of(organization: Organization) -> list[User]:
    """Return who lets others in, who came first first."""
    return list(
        User.objects.filter(
            memberships__organization=organization, memberships__role=ADMINISTRATOR
        ).order_by("pk")
    )


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor withdrawn, newest first."""
    return Invitation.objects.filter(
        organization=organization, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("-made_at", "-pk")


def invitation_by(token: str) -> Invitation | None:
    """Return the invitation of a link, None for a token that was never sent or was replaced."""
    found = Invitation.objects.select_related("organization")
    return found.filter(token_digest=digest_of(token)).first()


def stands(invitation: Invitation, *, now: datetime) -> bool:
    """Tell whether an invitation can still be accepted."""
    is_over = invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= now
    return not is_over


def face_of(organization: Organization) -> str:
    """Return a short digest of what a steward judges: name, kind and website as they stand."""
    said = "\0".join((organization.name, organization.kind, organization.website))
    return digest_of(said)[:16]


def shown_organizations() -> QuerySet[Organization]:
    """Return the organizations that everybody may see: verified ones and those of the demo."""
    return Organization.objects.filter(Q(verified_at__isnull=False) | Q(is_demo=True))


def organizations_to_verify() -> QuerySet[Organization]:
    """Return what waits for a steward, longest first; refused ones do not wait."""
    waiting = Organization.objects.filter(verified_at__isnull=True, refused_why="", is_demo=False)
    return _counted(waiting).order_by("created_at", "pk")


def organizations_refused() -> QuerySet[Organization]:
    """Return what a steward refused and nobody has changed since, by name."""
    refused = Organization.objects.filter(verified_at__isnull=True).exclude(refused_why="")
    return _counted(refused).order_by("name", "pk")


def organizations_verified() -> QuerySet[Organization]:
    """Return what a steward verified, newest first."""
    return _counted(Organization.objects.filter(verified_at__isnull=False)).order_by(
        "-verified_at", "-pk"
    )


def _counted(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    return organizations.annotate(
        site_count=Count("sites", distinct=True), member_count=Count("memberships", distinct=True)
    )
