"""Write and change notes; whoever is asked in one is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.accounts.services.talk import tell
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, Note
from preceptor.jobs.queries.notes import colleagues_of, may_change, named_in

LONGEST = 4_000


class TooLate(Exception):
    """A note can be changed by its author for a quarter of an hour."""


@transaction.atomic
def write_note(
    *,
    application: Application,
    text: str,
    by: User,
    now: datetime,
    mentions: Iterable[User] = (),
) -> Note:
    """Write a note for colleagues; those chosen, and those named after an @, are told.

    Only people who hire for the organization can be told; others are left out.
    """
    note = Note.objects.create(application=application, author=by, text=text[:LONGEST], made_at=now)
    asked = _asked(note, by, mentions)
    note.mentions.set(asked)
    _tell(note, asked, now)
    append_log(
        kind="jobs.note_written",
        target=application.public_id,
        by=by.public_id,
        now=now,
        details={"note": str(note.public_id), "mentions": len(asked)},
    )
    return note


@transaction.atomic
def change_note(*, note: Note, text: str, by: User, now: datetime) -> Note:
    """Change one's own note within a quarter of an hour; whoever is named newly is told.

    Raises TooLate for another's note or afterwards.
    """
    lock_log()
    note = Note.objects.select_related("application__job__organization").get(pk=note.pk)
    if not may_change(note, by, now=now):
        raise TooLate("A note can be changed for a quarter of an hour, by who wrote it.")
    before = set(note.mentions.values_list("pk", flat=True))
    note.text, note.changed_at = text[:LONGEST], now
    note.save(update_fields=["text", "changed_at"])
    fresh = [user for user in _asked(note, by, ()) if user.pk not in before]
    note.mentions.add(*fresh)
    _tell(note, fresh, now)
    append_log(
        kind="jobs.note_changed",
        target=note.application.public_id,
        by=by.public_id,
        now=now,
        details={"note": str(note.public_id), "mentions": len(fresh)},
    )
    return note


def _asked(note: Note, by: User, mentions: Iterable[User]) -> list[User]:
    organization = note.application.job.organization
    if organization is None:
        return []
    colleagues = list(colleagues_of(organization, by))
    chosen = {user.pk for user in mentions} | {user.pk for user in named_in(note.text, colleagues)}
    return [user for user in colleagues if user.pk in chosen]


def _tell(note: Note, users: Iterable[User], now: datetime) -> None:
    job = note.application.job
    slug = job.organization.slug if job.organization else ""
    for user in users:
        tell(
            user=user,
            kind="jobs.mentioned",
            text=f"A colleague asks for you in a note about an application for {job.title}.",
            address=f"/o/{slug}/applications/{note.application.public_id}/notes/",
            now=now,
            mail_subject=f"A colleague asks for you: {job.title}",
        )
