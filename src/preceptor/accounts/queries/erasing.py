"""What an erasure would take along, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef

from preceptor.accounts.models import Membership, Organization, Person, User
from preceptor.accounts.personal_data import holdings

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


def organizations_to_hand_over(user: User) -> list[Organization]:
    """Return the organizations that the user alone administers and others belong to, by name."""
    others = Membership.objects.filter(organization=OuterRef("pk")).exclude(user=user)
    return list(
        Organization.objects.filter(
            Exists(others),
            ~Exists(others.filter(role=ADMINISTRATOR)),
            memberships__user=user,
            memberships__role=ADMINISTRATOR,
        ).order_by("name", "pk")
    )


def organizations_left_empty(user: User) -> list[Organization]:
    """Return the organizations that would have no member any more, by name."""
    mine = Membership.objects.filter(user=user).values("organization")
    counted = Organization.objects.filter(pk__in=mine).annotate(members=Count("memberships"))
    return list(counted.filter(members=1).order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Goes:
    """Rows of one table that an erasure deletes, in words."""

    what: str
    count: int


def what_goes(person: Person | None) -> list[Goes]:
    """Return what an erasure deletes beside the account itself: tables with rows, in words."""
    if person is None:
        return []
    # A row that two ways lead to goes once.
    rows: dict[type[Model], set[Any]] = {}
    for holding in holdings():
        found = holding.rows_of(person).values_list("pk", flat=True)
        rows.setdefault(holding.model, set()).update(found)
    counted: dict[str, int] = {}
    for model, numbers in rows.items():
        label = str(model._meta.verbose_name_plural)
        counted[label] = counted.get(label, 0) + len(numbers)
    return [Goes(label, count) for label, count in sorted(counted.items()) if count]
