"""Make visitors and the persons of users, erase persons."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.signals import person_erasing
from preceptor.common.services import append_log, lock_log


@transaction.atomic
def make_visitor(*, now: datetime) -> Person:
    """Make a person without an account, whose record is gone after the visitor hours."""
    person = Person.objects.create(
        created_at=now, expires_at=now + timedelta(hours=settings.VISITOR_HOURS)
    )
    append_log(kind="accounts.visitor_came", target=person.public_id, now=now)
    return person


@transaction.atomic
def person_for(*, user: User, now: datetime) -> Person:
    """Return the person of a user, made on first need; the log's lock keeps it one."""
    found = Person.objects.filter(user=user).first()
    if found is not None:
        return found
    lock_log()
    person, is_new = Person.objects.get_or_create(
        user=user, defaults={"name": user.name, "is_demo": user.is_demo, "created_at": now}
    )
    if is_new:
        note_change(person=person, now=now)
        append_log(kind="accounts.person_made", target=person.public_id, by=user.public_id, now=now)
    return person


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
