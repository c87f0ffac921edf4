"""Tell snapshots of the pool whom to look at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from preceptor.accounts.models import Change, Person
from preceptor.accounts.signals import people_changed
from preceptor.common.services import lock_log


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
    people_changed.send(sender=Change, people=people)
