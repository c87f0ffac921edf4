"""Who may say that a consultant is who they say."""

from __future__ import annotations

from preceptor.accounts.models import Membership, Organization, User


def may_verify_offers(user: User) -> bool:
    """Tell whether a user is a steward, or a member of a verified extension center."""
    if user.is_steward:
        return True
    return Membership.objects.filter(
        user=user,
        organization__kind=Organization.Kind.EXTENSION_CENTER,
        organization__verified_at__isnull=False,
    ).exists()
