"""Erase people: everything about them goes, the log keeps only that it happened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from preceptor.accounts.models import Invitation, Person, User
from preceptor.accounts.personal_data import public_ids_of
from preceptor.accounts.queries.erasing import organizations_to_hand_over
from preceptor.accounts.queries.sessions import session_keys_of
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.services.mentions import Mentions, forget_mentions
from preceptor.accounts.signals import person_erasing
from preceptor.common.mail_files import forget_mail_files
from preceptor.common.services import append_log, forget_keys, forget_mail


class HandOverFirst(Exception):
    """Others belong to an organization that this user alone administers."""


def erase_account(*, user: User, now: datetime, reason: str) -> None:
    """Erase a user with the person behind them.

    Raises HandOverFirst while other members would be left without an administrator.
    """
    alone = organizations_to_hand_over(user)
    if alone:
        names = ", ".join(organization.name for organization in alone)
        raise HandOverFirst(f"Make somebody else an administrator of {names} first.")
    person = Person.objects.filter(user=user).first()
    if person is not None:
        erase_person(person=person, now=now, reason=reason)
        return
    keys = session_keys_of(users=[user.pk], visitors=[], addresses=[user.email])
    _erase_user(user, keys, now=now, reason=reason)
    clear_journal()


def erase_unconfirmed(*, users: Sequence[User], now: datetime) -> int:
    """Erase accounts whose address was never confirmed; return how many.

    Nobody ever signed in to them, so they belong to no organization. All sessions are opened once.
    """
    if not users:
        return 0
    reason = "address never confirmed"
    keys = session_keys_of(
        users=[user.pk for user in users], visitors=[], addresses=[user.email for user in users]
    )
    people = {person.user_id: person for person in Person.objects.filter(user__in=users)}
    for user in users:
        if user.pk in people:
            _erase(people[user.pk], [], now=now, reason=reason)
        else:
            _erase_user(user, [], now=now, reason=reason)
    Session.objects.filter(pk__in=keys).delete()
    clear_journal()
    return len(users)


def erase_person(*, person: Person, now: datetime, reason: str) -> None:
    """Delete a person, their account and all that stands about them, in every app.

    The log keeps that it happened, by a random id that leads to nobody any more.
    """
    users = [] if person.user is None else [person.user]
    keys = session_keys_of(
        users=[user.pk for user in users],
        visitors=[str(person.public_id)],
        addresses=[user.email for user in users],
    )
    _erase(person, keys, now=now, reason=reason)
    clear_journal()


def erase_expired_visitors(*, now: datetime) -> int:
    """Erase visitors whose hours are over; return how many."""
    expired = list(Person.objects.filter(expires_at__lte=now).order_by("pk")[:1000])
    if not expired:
        return 0
    keys = session_keys_of(users=[], visitors={str(person.public_id) for person in expired})
    for person in expired:
        _erase(person, [], now=now, reason="visitor hours over")
    Session.objects.filter(pk__in=keys).delete()
    clear_journal()
    return len(expired)


def clear_journal() -> None:
    """Write SQLite's journal into its file and empty it: it holds pages as they were before.

    What is deleted is overwritten in the file itself (secure_delete). While others read, little
    can be done, and the next call does it. PostgreSQL keeps house by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA busy_timeout = 20000")


@transaction.atomic
def _erase(person: Person, session_keys: Sequence[str], *, now: datetime, reason: str) -> None:
    note_change(person=person, now=now)
    public_id, user = person.public_id, person.user
    mentions = Mentions.of(user=user, person=person, ids=public_ids_of(person))
    # Documents lie below this app and have no tie to a person: whoever holds some, drops them.
    person_erasing.send(sender=Person, person=person, now=now)
    person.delete()
    forget_keys(who=public_id)
    forget_mail(recipient=public_id)
    if user is not None:
        _forget_user(user, mentions, now=now)
    Session.objects.filter(pk__in=session_keys).delete()
    append_log(kind="accounts.person_erased", target=public_id, now=now, details={"why": reason})


@transaction.atomic
def _erase_user(user: User, session_keys: Sequence[str], *, now: datetime, reason: str) -> None:
    public_id = user.public_id
    _forget_user(user, Mentions.of(user=user, ids={public_id}), now=now)
    Session.objects.filter(pk__in=session_keys).delete()
    append_log(kind="accounts.account_erased", target=public_id, now=now, details={"why": reason})


def _forget_user(user: User, mentions: Mentions, *, now: datetime) -> None:
    public_id: uuid.UUID = user.public_id
    Invitation.objects.filter(email__iexact=user.email).delete()
    user.delete()
    forget_keys(who=public_id)
    forget_mail(recipient=public_id)
    forget_mentions(mentions=mentions)
    transaction.on_commit(partial(forget_mail_files, mentions.words), robust=True)
