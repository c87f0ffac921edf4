"""Ask people every 90 days whether they still look; silence rests a profile and says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from preceptor.accounts.models import Person, ToDo, User
from preceptor.accounts.queries.looking import (
    SILENCE,
    looking_token,
    people_to_ask,
    silent_people,
)
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.services.notices import tell
from preceptor.accounts.services.todos import add_todo, drop_todo, finish_todo
from preceptor.common.addresses import site_address
from preceptor.common.services import append_log, lock_log, send_mail

TITLE = "Say whether you still look for work"
OWN_PAGE = "accounts:looking"
# So many people are asked in one go; the rest come with the next.
AT_ONCE = 500


def ask_and_rest(*, now: datetime) -> tuple[int, int]:
    """Ask whoever is due and rest whoever kept silent; return how many of each.

    Doing it twice changes nothing more: who was asked is asked, who rests rests.
    """
    silent = list(silent_people(now=now)[:AT_ONCE])
    for person in silent:
        rest_person(person=person, by=None, now=now)
    due = list(people_to_ask(now=now)[:AT_ONCE])
    for person in due:
        ask_person(person=person, now=now)
    return len(due), len(silent)


@transaction.atomic
def ask_person(*, person: Person, now: datetime) -> bool:
    """Ask somebody whether they still look: a to-do and a mail with a link; False if asked.

    The mail says nothing but that the question waits, and what happens without an answer.
    """
    lock_log()  # before the person's row, as everywhere
    due = Person.objects.filter(pk=person.pk, looking_asked_at__isnull=True)
    if not due.update(looking_asked_at=now):
        return False
    person.looking_asked_at = now
    reply_by = now + SILENCE
    add_todo(
        person=person,
        kind=ToDo.Kind.CONFIRM,
        title=TITLE,
        why=f"Without an answer by {reply_by:%-d %B %Y} your profile rests: employers no longer "
        "find it. One click wakes it again.",
        due_on=reply_by.date(),
        now=now,
    )
    user = person.user
    if user is not None:
        link = reverse("accounts:looking_link", args=[looking_token(person, asked_at=now)])
        send_mail(
            kind="accounts.looking_asked",
            recipient=user.public_id,
            to=user.email,
            subject="Do you still look for work?",
            text=(
                "Employers can find your profile. We ask every 90 days whether that is still "
                f"what you want.\n\nOne click answers:\n{site_address(link)}\n\n"
                f"Without an answer by {reply_by:%-d %B %Y} your profile rests until you wake "
                "it.\n"
            ),
            now=now,
        )
    append_log(kind="accounts.looking_asked", target=person.public_id, now=now)
    return True


@transaction.atomic
def confirm_looking(*, person: Person, by: User | None, now: datetime) -> None:
    """Note that a person still looks; a profile that rested wakes at once."""
    lock_log()
    was_resting = person.resting_since is not None
    person.looking_confirmed_at, person.looking_asked_at = now, None
    person.resting_since = None
    person.save(update_fields=["looking_confirmed_at", "looking_asked_at", "resting_since"])
    for todo in _open_todos(person):
        finish_todo(todo=todo, by=by, now=now)
    if was_resting:
        note_change(person=person, now=now)
    append_log(
        kind="accounts.looking_confirmed",
        target=person.public_id,
        by=by.public_id if by else person.public_id,
        now=now,
        details={"was_resting": was_resting},
    )


@transaction.atomic
def rest_person(*, person: Person, by: User | None, now: datetime) -> bool:
    """Rest a profile: from now on nobody finds it. False where it rests already.

    ``by`` is the person's own wish; without one it is the consequence of silence, and they are
    told so. Consents stay as they are.
    """
    lock_log()
    awake = Person.objects.filter(pk=person.pk, resting_since__isnull=True)
    if not awake.update(resting_since=now, looking_asked_at=None):
        return False
    person.resting_since, person.looking_asked_at = now, None
    for todo in _open_todos(person):
        drop_todo(todo=todo, by=by, now=now)
    note_change(person=person, now=now)
    append_log(
        kind="accounts.profile_rested",
        target=person.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"is_silence": by is None},
    )
    if by is None and person.user is not None:
        tell(
            user=person.user,
            kind="accounts.profile_rested",
            text="Your profile rests: we asked whether you still look and heard nothing for two "
            "weeks. Employers no longer find it. One click wakes it again.",
            address=reverse(OWN_PAGE),
            mail_subject="Your profile rests",
            now=now,
        )
    return True


@transaction.atomic
def wake_found(*, person: Person, by: User | None, now: datetime) -> None:
    """Take a yes to being found for the answer to an open question, and for waking."""
    waits = Q(looking_asked_at__isnull=False) | Q(resting_since__isnull=False)
    current = Person.objects.filter(waits, pk=person.pk).first()
    if current is not None:
        confirm_looking(person=current, by=by, now=now)


@transaction.atomic
def drop_question(*, person: Person, by: User | None, now: datetime) -> None:
    """Ask no longer whether somebody still looks; part of the event that is the reason."""
    asked = Person.objects.filter(pk=person.pk, looking_asked_at__isnull=False)
    if asked.update(looking_asked_at=None):
        for todo in _open_todos(person):
            drop_todo(todo=todo, by=by, now=now)


def _open_todos(person: Person) -> list[ToDo]:
    todos = ToDo.objects.filter(person=person, kind=ToDo.Kind.CONFIRM, title=TITLE)
    return list(todos.filter(done_at__isnull=True, dropped_at__isnull=True).order_by("pk"))
