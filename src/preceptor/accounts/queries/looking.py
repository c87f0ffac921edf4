"""Whether people still look for work: who is to be asked, who kept silent, what a page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import QuerySet

from preceptor.accounts.models import Consent, Person
from preceptor.accounts.queries.consent import has_consent
from preceptor.accounts.queries.people import findable_people

# A person who may be found is asked so often, and has so long to answer.
ASKED_EVERY = timedelta(days=90)
SILENCE = timedelta(days=14)
# A link in a mail works as long as the question stands, and at most so long.
LINK_LASTS = timedelta(days=30)
SALT = "accounts.looking"


@dataclass(frozen=True, slots=True)
class Looking:
    """What a person's page says: whether they may be found, are asked, or rest."""

    is_found: bool
    asked_at: datetime | None
    reply_by: datetime | None
    confirmed_at: datetime | None
    resting_since: datetime | None

    @property
    def next_on(self) -> datetime | None:
        """Return when the person is asked next, None while they are asked or rest."""
        if self.asked_at or self.resting_since or not self.confirmed_at:
            return None
        return self.confirmed_at + ASKED_EVERY


def looking_of(person: Person) -> Looking:
    """Return whether a person looks, as their page says it."""
    asked_at = person.looking_asked_at
    return Looking(
        is_found=has_consent(person, Consent.Purpose.FOUND),
        asked_at=asked_at,
        reply_by=asked_at + SILENCE if asked_at else None,
        confirmed_at=person.looking_confirmed_at or person.created_at,
        resting_since=person.resting_since,
    )


def people_to_ask(*, now: datetime) -> QuerySet[Person]:
    """Return whom to ask: found for 90 days, and 90 days since they last said so.

    Who has no account cannot be asked and is not rested either.
    """
    before = now - ASKED_EVERY
    agreed = Consent.objects.filter(
        purpose=Consent.Purpose.FOUND, withdrawn_at__isnull=True, given_at__lte=before
    )
    due = findable_people().filter(
        user__isnull=False, looking_asked_at__isnull=True, pk__in=agreed.values("person")
    )
    return due.exclude(looking_confirmed_at__gt=before).select_related("user").order_by("pk")


def silent_people(*, now: datetime) -> QuerySet[Person]:
    """Return who was asked two weeks ago, has not answered, and can still be found."""
    silent = findable_people().filter(looking_asked_at__lte=now - SILENCE)
    return silent.select_related("user").order_by("pk")


def looking_token(person: Person, *, asked_at: datetime) -> str:
    """Return what the link of one question carries: it says who was asked when, signed."""
    return signing.dumps([str(person.public_id), asked_at.isoformat()], salt=SALT)


def person_asked(token: str) -> Person | None:
    """Return who was asked by a link, None where it is forged, too old, or answered already."""
    try:
        public_id, asked_at = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Person.objects.filter(public_id=public_id).select_related("user").first()
    if found is None or found.looking_asked_at is None:
        return None
    return found if found.looking_asked_at.isoformat() == asked_at else None
