"""Let what somebody tried out before signing in come along into their account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.services.erasing import erase_person
from preceptor.accounts.signals import person_joining
from preceptor.common.services import append_log, lock_log


@transaction.atomic
def adopt_visitor(*, visitor: Person, user: User, now: datetime) -> bool:
    """Let a visitor become the person of a user who has none; their hours no longer run out.

    False where the user has a person already: they are asked what is to come along.
    """
    lock_log()  # of two sign-ins at the same time one adopts
    if Person.objects.filter(user=user).exists():
        return False
    adopted = Person.objects.filter(pk=visitor.pk, user=None, expires_at__gt=now).update(
        user=user, expires_at=None, name=visitor.name or user.name, is_demo=user.is_demo
    )
    if not adopted:
        return False
    visitor.refresh_from_db()
    note_change(person=visitor, now=now)
    append_log(kind="accounts.visitor_stayed", target=visitor.public_id, by=user.public_id, now=now)
    return True


@transaction.atomic
def join_visitor(
    *, visitor: Person, person: Person, kinds: Collection[str], by: User, now: datetime
) -> None:
    """Move what a visitor brought, of the kinds that are wanted, to a person; erase the rest.

    What belongs to a user already is never moved: then nothing is done.
    """
    still = Person.objects.select_for_update().filter(pk=visitor.pk, user=None).first()
    if still is None or still.pk == person.pk:
        return
    person_joining.send(sender=Person, visitor=still, person=person, kinds=set(kinds), now=now)
    append_log(
        kind="accounts.visitor_joined",
        target=person.public_id,
        by=by.public_id,
        now=now,
        details={"kinds": sorted(kinds)},
    )
    erase_person(person=still, now=now, reason="joined an account")
