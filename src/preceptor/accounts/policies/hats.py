"""What a user may do by the hats they wear. Every predicate is False for somebody not signed in."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate

from preceptor.accounts.models import Membership, Organization
from preceptor.common.access import steward_only
from preceptor.common.policies import is_steward

__all__ = [
    "counsels_at",
    "hires_for",
    "is_administrator",
    "is_member",
    "is_steward",
    "mentors_at",
    "steward_only",
    "teaches_at",
]


def _wears(name: str, **hat: Any) -> Predicate:
    def wears(user: Any, organization: Organization | None) -> bool:
        if organization is None or not user.is_authenticated:
            return False
        return Membership.objects.filter(user=user, organization=organization, **hat).exists()

    return Predicate(wears, name=name)


is_member = _wears("is_member")
is_administrator = _wears("is_administrator", role=Membership.Role.ADMINISTRATOR)
hires_for = _wears("hires_for", hires=True)
teaches_at = _wears("teaches_at", teaches=True)
counsels_at = _wears("counsels_at", counsels=True)
mentors_at = _wears("mentors_at", mentors=True)
