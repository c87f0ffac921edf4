"""Notes of a team about an application; nobody of whom one is reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from preceptor.accounts.models import Organization, User
from preceptor.jobs.models import Application, Note
from preceptor.jobs.queries.interviews import interviewers_of

CHANGE_FOR = timedelta(minutes=15)


def notes_of(application: Application, user: User) -> QuerySet[Note]:
    """Return the notes about an application, the oldest first, with who wrote and who was asked."""
    return (
        Note.objects.for_user(user)
        .filter(application=application)
        .select_related("author")
        .prefetch_related(Prefetch("mentions", queryset=User.objects.order_by("name", "pk")))
        .order_by("made_at", "pk")
    )


def may_change(note: Note, user: User, *, now: datetime) -> bool:
    """Tell whether a user may still change a note: their own, for a quarter of an hour."""
    return note.author_id == user.pk and now - note.made_at < CHANGE_FOR


def colleagues_of(organization: Organization, user: User) -> QuerySet[User]:
    """Return whom a user may ask in a note: the others who hire there, by name."""
    return interviewers_of(organization).exclude(pk=user.pk)


def named_in(text: str, colleagues: Iterable[User]) -> list[User]:
    """Return the colleagues whom a text names after an @, such as "@Stella Ward"."""
    return [
        user
        for user in colleagues
        if user.name and re.search(rf"@{re.escape(user.name)}(?!\w)", text, re.IGNORECASE)
    ]
