"""Make visitors and the persons of users."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.changes import note_change
from preceptor.common.services import append_log, lock_log


@transaction.atomic
def make_visitor(*, now: datetime) -> Person:
    """Make a person without an account, whose record is gone after the visitor hours."""
    person = Person.objects.create(
        created_at=now, expires_at=now + timedelta(hours=settings.VISITOR_HOURS)
    )
    append_log(kind="accounts.visitor_came", target=person.public_id, now=now)
    return person


def person_for(*, user: User, now: datetime) -> Person:
    """Return the person of a user, made on first need."""
    # Who is there already must not wait for whoever writes.
    return Person.objects.filter(user=user).first() or _make_person(user, now)


@transaction.atomic
def _make_person(user: User, now: datetime) -> Person:
    """Make the person of a user; the log's lock keeps it one."""
    lock_log()
    person, is_new = Person.objects.get_or_create(
        user=user, defaults={"name": user.name, "is_demo": user.is_demo, "created_at": now}
    )
    if is_new:
        note_change(person=person, now=now)
        append_log(kind="accounts.person_made", target=person.public_id, by=user.public_id, now=now)
    return person
