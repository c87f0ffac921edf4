"""Whom the demo world offers to sign in as; who never confirmed their address."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from preceptor.accounts.models import Membership, User

# As many people of one kind as a visitor can tell apart.
SHOWN = 6
# For so long a code can be asked for again.
UNCONFIRMED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody of the demo world: who they are, in one line."""

    public_id: uuid.UUID
    name: str
    email: str
    what: str


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """People of the demo world who wear the same hat."""

    title: str
    users: list[DemoUser]


TITLES = {
    "candidate": "Looking for work",
    "hires": "Hire for an employer",
    "teaches": "Teach for a program",
    "counsels": "Counsel people",
    "mentors": "Mentor",
    "member": "Belong to an organization",
    "steward": "Run this site",
}
VERBS = {"hires": "hires for", "teaches": "teaches at", "counsels": "counsels at"}


def demo_users() -> list[DemoGroup]:
    """Return the users of the demo world by what they do; nobody outside demo mode."""
    if not settings.DEMO:
        return []
    users = (
        User.objects.filter(is_demo=True, is_active=True)
        .select_related("person")
        .prefetch_related("memberships__organization")
        .order_by("pk")
    )
    groups: dict[str, list[DemoUser]] = {hat: [] for hat in TITLES}
    for user in users:
        hat = next(_hats(user))
        groups[hat].append(
            DemoUser(user.public_id, user.name or user.email, user.email, _what(user))
        )
    return [DemoGroup(TITLES[hat], found[:SHOWN]) for hat, found in groups.items() if found]


def demo_user(public_id: str) -> User | None:
    """Return a user of the demo world, None for anybody else and outside demo mode."""
    try:
        found = uuid.UUID(public_id)
    except ValueError:
        return None
    if not settings.DEMO:
        return None
    return User.objects.filter(public_id=found, is_demo=True, is_active=True).first()


def never_confirmed(*, now: datetime) -> QuerySet[User]:
    """Return who made an account a week ago and never typed the code that was mailed."""
    return (
        User.objects.filter(
            joined_at__lt=now - UNCONFIRMED_FOR, last_login__isnull=True, is_demo=False
        )
        .filter(emailaddress__verified=False)
        .exclude(emailaddress__verified=True)
        .distinct()
        .order_by("pk")
    )


def _hats(user: User) -> Iterator[str]:
    """Yield what a user does, what tells most first."""
    if user.is_steward:
        yield "steward"
    memberships = list(user.memberships.all())
    for hat in ("hires", "teaches", "counsels", "mentors"):
        if any(getattr(membership, hat) for membership in memberships):
            yield hat
    if memberships:
        yield "member"
    yield "candidate"


def _what(user: User) -> str:
    parts = ["runs this site"] if user.is_steward else []
    for membership in user.memberships.all():
        hats = [verb for hat, verb in VERBS.items() if getattr(membership, hat)]
        verb = hats[0] if hats else "mentors at" if membership.mentors else "belongs to"
        runs = membership.role == Membership.Role.ADMINISTRATOR
        parts.append(f"{verb} {membership.organization.name}{', administrator' if runs else ''}")
    if not parts:
        person = getattr(user, "person", None)
        town = f"{person.city}, {person.state}" if person and person.city else ""
        parts.append(f"looks for work near {town}" if town else "looks for work")
    sentence = "; ".join(parts)
    return sentence[0].upper() + sentence[1:]
