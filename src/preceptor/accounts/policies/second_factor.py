"""Who must have a second factor before wearing a hat, and who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from preceptor.accounts.models import Membership, User


def has_second_factor(user: User) -> bool:
    """Tell whether the user has set up an authenticator app or a passkey.

    Recovery codes alone are none: they come along with the first of the others.
    """
    found: bool = (
        Authenticator.objects.filter(user_id=user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
    return found


def needs_second_factor(user: User) -> bool:
    """Tell whether a hat of the user compels a second factor, whether or not there is one.

    Stewards, administrators of an organization and who teaches for a program; by setting nobody,
    and in demo mode nobody of the demo world.
    """
    if not settings.COMPEL_SECOND_FACTOR or (settings.DEMO and user.is_demo):
        return False
    if user.is_steward:
        return True
    return Membership.objects.filter(
        Q(role=Membership.Role.ADMINISTRATOR) | Q(teaches=True), user_id=user.pk
    ).exists()


def lacks_second_factor(user: User) -> bool:
    """Tell whether the user must set one up before going on."""
    return needs_second_factor(user) and not has_second_factor(user)
