"""The people one can sign in as, and what they are in the demo world."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from preceptor.accounts.models import Consent, Membership, Organization, Person, User
from preceptor.accounts.services import note_changes, open_account
from preceptor.accounts.services.consent import give_consent
from preceptor.accounts.services.persons import person_for
from preceptor.cli.demo.people import demo_file, demo_person
from preceptor.common.places import find_zip

PASSWORD = "preceptor demo world"  # noqa: S105 - told on the sign-in page
MAIL_HOUSE = "demo.example"
HATS = ("hires", "teaches", "counsels", "mentors")
# What candidates of the demo world agreed to, so that the exchange has something to show.
AGREED = (Consent.Purpose.FOUND, Consent.Purpose.CONTACTED, Consent.Purpose.STATISTICS)


@cache
def cast_numbers(*, people: int, seed: int, today: date) -> dict[str, int]:
    """Return which invented person each candidate is, by the first part of their address.

    The first one of their track whom nobody took before; who finds none is left out.
    """
    tracks = [demo_person(number, seed=seed, today=today).track for number in range(people)]
    taken: dict[str, int] = {}
    for entry in demo_file("cast.yaml")["users"]:
        numbers = (at for at, track in enumerate(tracks) if track == entry.get("track"))
        number = next((at for at in numbers if at not in taken.values()), None)
        if number is not None:
            taken[entry["email"]] = number
    return taken


@transaction.atomic
def make_cast(*, people: int, seed: int, now: datetime) -> dict[str, User]:
    """Make the users with their memberships; return them by the first part of their address.

    A candidate takes over an invented person, see ``cast_numbers``.
    """
    organizations = {each.slug: each for each in Organization.objects.filter(is_demo=True)}
    numbers = cast_numbers(people=people, seed=seed, today=now.date())
    invented = list(Person.objects.filter(is_demo=True).order_by("pk"))
    users = {}
    # Hashing is slow by design: once for all of them.
    password = make_password(PASSWORD)
    for entry in demo_file("cast.yaml")["users"]:
        user = open_account(
            email=f"{entry['email']}@{MAIL_HOUSE}",
            password=None,
            name=entry["name"],
            is_steward=entry.get("steward", False),
            is_demo=True,
            now=now,
        )
        user.password = password
        user.save(update_fields=["password"])
        users[entry["email"]] = user
        if "organization" in entry:
            _join(organizations[entry["organization"]], user, entry, now)
        if "track" in entry:
            if entry["email"] in numbers:
                _become(invented[numbers[entry["email"]]], user, now)
            else:
                person_for(user=user, now=now)
    return users


def _join(organization: Organization, user: User, entry: dict[str, Any], now: datetime) -> None:
    Membership.objects.create(
        organization=organization,
        user=user,
        role=entry["role"],
        joined_at=now - timedelta(days=200),
        **{hat: entry.get(hat, False) for hat in HATS},
    )


def _become(person: Person, user: User, now: datetime) -> None:
    """Let a user be an invented person; who says nowhere to live lives in Augusta."""
    person.user, person.name = user, user.name
    home = find_zip("04330")
    if person.latitude is None and home is not None:
        person.city, person.state, person.zip_code = home.city, home.state, home.zip_code
        person.latitude, person.longitude = home.latitude, home.longitude
    person.looking_confirmed_at = now
    person.save()
    note_changes(people=[person], now=now)
    for purpose in AGREED:
        give_consent(person=person, purpose=purpose, by=user, now=now)
