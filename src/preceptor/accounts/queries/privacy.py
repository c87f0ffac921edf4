"""What a person agreed to and what follows from it today; who looked at them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from preceptor.accounts.models import (
    Consent,
    Conversation,
    Look,
    Membership,
    Organization,
    Person,
)
from preceptor.accounts.queries.subjects import Subject, subjects_of

RECENT = timedelta(days=30)
SHOWN = Q(verified_at__isnull=False) | Q(is_demo=True)


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """One use of a person's data: what they said about it and since when.

    ``organization`` is for whom, where it is for one. ``consent`` stands, or was withdrawn last,
    or is None where it was never given.
    """

    purpose: str
    title: str
    consent: Consent | None
    organization: Organization | None = None

    @property
    def is_given(self) -> bool:
        """Tell whether it stands."""
        return self.consent is not None and self.consent.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a person's consents reach today."""

    employers: int
    written_by: int


@dataclass(frozen=True, slots=True)
class LookRow:
    """What one organization did on one day, about one thing; by how many of its people."""

    day: date
    organization: str
    kind: str
    says: str
    viewers: int
    about: Subject | None


@dataclass(frozen=True, slots=True)
class RecentLooks:
    """Organizations that saw a person lately: in a list, as a profile, with name, a file."""

    listed: int
    opened: int
    named: int


def hiring_organizations() -> QuerySet[Organization]:
    """Return the organizations whose members may search the pool."""
    hires = Membership.objects.filter(organization=OuterRef("pk"), hires=True)
    return Organization.objects.filter(SHOWN, Exists(hires)).order_by("name", "pk")


def reach_of(person: Person | None) -> Reach:
    """Count whom a person's record may reach: employers here, and those who wrote first."""
    written = Conversation.objects.filter(person=person).values("organization").distinct()
    return Reach(
        employers=hiring_organizations().count(),
        written_by=written.count() if person is not None else 0,
    )


def purpose_rows(person: Person | None) -> list[PurposeRow]:
    """Return the purposes that are for everybody, with what the person said last."""
    latest = _latest(consents_of(person))
    return [
        PurposeRow(purpose.value, purpose.label, latest.get((purpose.value, None)))
        for purpose in Consent.Purpose
        if purpose not in (Consent.Purpose.OUTCOME, Consent.Purpose.COUNSELED)
    ]


def purpose_rows_for_one(person: Person | None, purpose: str) -> list[PurposeRow]:
    """Return one row for each organization that a purpose was given to or may be given to.

    Programs where the person studied, houses that count them as a client, and wherever consent
    was given before; by name.
    """
    if person is None:
        return []
    consents = [consent for consent in consents_of(person) if consent.purpose == purpose]
    latest = _latest(consents)
    near = Q(consents__in=[consent.pk for consent in consents])
    if purpose == Consent.Purpose.OUTCOME:
        near |= Q(schooled__person=person)
    else:
        near |= Q(cases__person=person, cases__closed_at__isnull=True)
    organizations = Organization.objects.filter(near).distinct().order_by("name", "pk")
    return [
        PurposeRow(
            purpose,
            Consent.Purpose(purpose).label,
            latest.get((purpose, organization.pk)),
            organization,
        )
        for organization in organizations
    ]


def counseling_organizations() -> QuerySet[Organization]:
    """Return the organizations that have counselors, by name."""
    counsels = Membership.objects.filter(organization=OuterRef("pk"), counsels=True)
    return Organization.objects.filter(SHOWN, Exists(counsels)).order_by("name", "pk")


def teaching_organizations() -> QuerySet[Organization]:
    """Return the organizations that teach, by name."""
    teaches = Membership.objects.filter(organization=OuterRef("pk"), teaches=True)
    return Organization.objects.filter(SHOWN, Exists(teaches)).order_by("name", "pk")


def consents_of(person: Person | None) -> list[Consent]:
    """Return everything a person ever agreed to, the latest first."""
    if person is None:
        return []
    found = Consent.objects.filter(person=person).select_related("organization")
    return list(found.order_by("-given_at", "-pk"))


def looks_of(user: Any) -> QuerySet[Any, Any]:
    """Return who looked at a user: a row for a day, organization, kind and thing."""
    return (
        Look.objects.for_user(user)
        .values("day", "organization_name", "kind", "about")
        .annotate(viewers=Count("viewer", distinct=True))
        .order_by("-day", "organization_name", "kind", "about")
    )


LookDay = tuple[date, list[tuple[str, list[LookRow]]]]


def look_rows(rows: Sequence[dict[str, Any]]) -> list[LookDay]:
    """Return rows of looks_of by day and organization, in words."""
    about: set[uuid.UUID | None] = {row["about"] for row in rows}
    subjects = subjects_of(about)
    shown = [
        LookRow(
            day=row["day"],
            organization=row["organization_name"] or "Preceptor’s stewards",
            kind=row["kind"],
            says=Look.Kind(row["kind"]).label,
            viewers=row["viewers"],
            about=subjects.get(row["about"]),
        )
        for row in rows
    ]
    return [
        (day, [(name, list(seen)) for name, seen in groupby(group, key=attrgetter("organization"))])
        for day, group in groupby(shown, key=attrgetter("day"))
    ]


def recent_looks(user: Any, *, now: datetime) -> RecentLooks:
    """Count the organizations that looked at a user in the last 30 days, by how much they saw."""
    recent = Look.objects.for_user(user).filter(at__gt=now - RECENT)
    counts = recent.aggregate(
        listed=Count("organization_name", distinct=True, filter=Q(kind=Look.Kind.LISTED)),
        opened=Count("organization_name", distinct=True, filter=Q(kind=Look.Kind.PROFILE)),
        named=Count(
            "organization_name",
            distinct=True,
            filter=Q(kind__in=(Look.Kind.NAMED, Look.Kind.FILE)),
        ),
    )
    return RecentLooks(**counts)


def _latest(consents: Sequence[Consent]) -> dict[tuple[str, int | None], Consent]:
    """Key what stands, else what was withdrawn last, by purpose and organization."""
    found: dict[tuple[str, int | None], Consent] = {}
    for consent in sorted(
        consents, key=lambda one: (one.withdrawn_at is None, one.given_at, one.pk)
    ):
        found[(consent.purpose, consent.organization_id)] = consent
    return found
