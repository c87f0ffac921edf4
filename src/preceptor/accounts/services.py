"""Make visitors, give and withdraw consent, erase persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from preceptor.accounts.models import Change, Consent, Person
from preceptor.accounts.signals import person_erasing
from preceptor.common.services import append_log, lock_log


def note_change(*, person: Person, now: datetime) -> None:
    """Tell snapshots to look at this person again; call inside the changing transaction."""
    note_changes(people=[person], now=now)


def note_changes(*, people: Sequence[Person], now: datetime) -> None:
    """Tell snapshots to look at these people again; call inside the changing transaction.

    The log's lock comes first, so that changes are numbered in the order in which they are
    committed: a reader who has seen a number will never meet a smaller one afterwards.
    """
    lock_log()
    Change.objects.bulk_create(Change(person_number=person.pk, at=now) for person in people)


@transaction.atomic
def make_visitor(*, now: datetime) -> Person:
    """Make a person without an account, whose record is gone after the visitor hours."""
    person = Person.objects.create(
        created_at=now, expires_at=now + timedelta(hours=settings.VISITOR_HOURS)
    )
    append_log(kind="accounts.visitor_came", target=person.public_id, now=now)
    return person


@transaction.atomic
def give_consent(*, person: Person, purpose: str, now: datetime) -> Consent:
    """Give consent for one use; giving it again changes nothing."""
    consent, is_new = Consent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None, defaults={"given_at": now}
    )
    if is_new:
        note_change(person=person, now=now)
        append_log(
            kind="accounts.consent_given",
            target=person.public_id,
            by=person.public_id,
            now=now,
            details={"purpose": purpose},
        )
    return consent


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, now: datetime) -> bool:
    """Withdraw consent; effective in every later count and list. False if none was given."""
    withdrawn = Consent.objects.filter(
        person=person, purpose=purpose, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    if withdrawn:
        note_change(person=person, now=now)
        append_log(
            kind="accounts.consent_withdrawn",
            target=person.public_id,
            by=person.public_id,
            now=now,
            details={"purpose": purpose},
        )
    return bool(withdrawn)


@transaction.atomic
def erase_person(*, person: Person, now: datetime, reason: str) -> None:
    """Delete a person and all that stands about them; the log keeps that it happened."""
    note_change(person=person, now=now)
    # Documents lie below this app and have no tie to a person: whoever holds some, drops them.
    person_erasing.send(sender=Person, person=person)
    public_id = person.public_id
    user = person.user
    person.delete()
    if user is not None:
        user.delete()
    append_log(kind="accounts.person_erased", target=public_id, now=now, details={"why": reason})


def erase_expired_visitors(*, now: datetime) -> int:
    """Erase visitors whose hours are over; return how many."""
    expired = list(Person.objects.filter(expires_at__lte=now).order_by("pk")[:1000])
    for person in expired:
        erase_person(person=person, now=now, reason="visitor hours over")
    return len(expired)
