"""Who may see a row: the person it is about, who wears a hat at the organization it is of."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from preceptor.accounts.models.organizations import Membership


def of_person(user: Any, path: str = "person") -> Q:
    """Return the condition for rows about the user themselves."""
    return Q(**{f"{path}__user": user})


def at_organization(user: Any, *hats: str, path: str = "organization") -> Q:
    """Return the condition for rows of organizations where the user wears one of these hats.

    Hats are hires, teaches, counsels, mentors; without one, any member may. The condition is a
    question within the question, so that no row comes twice.
    """
    return Q(**{f"{path}__in": _where(user, hats).values("organization")})


def _where(user: Any, hats: tuple[str, ...]) -> QuerySet[Membership]:
    wears = Q()
    for hat in hats:
        wears |= Q(**{hat: True})
    return Membership.objects.filter(wears, user=user)
