"""A person's next steps."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from preceptor.accounts.models import Person, ToDo, User
from preceptor.common.services import append_log


@transaction.atomic
def add_todo(
    *,
    person: Person,
    kind: str,
    title: str,
    now: datetime,
    why: str = "",
    competency: str = "",
    source: uuid.UUID | None = None,
    due_on: date | None = None,
    by: User | None = None,
) -> ToDo:
    """Add a concrete next step for a person.

    The same open step from the same source is there once: asked again, it is returned.
    """
    same = ToDo.objects.filter(
        person=person,
        kind=kind,
        title=title[:300],
        source=source,
        done_at__isnull=True,
        dropped_at__isnull=True,
    ).first()
    if same is not None:
        return same
    todo = ToDo.objects.create(
        person=person,
        kind=kind,
        title=title[:300],
        why=why,
        competency=competency,
        source=source,
        due_on=due_on,
        made_at=now,
    )
    _log_todo("accounts.todo_added", todo, by, now)
    return todo


@transaction.atomic
def finish_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Note that a step is done; done already, nothing changes."""
    if todo.done_at is None:
        todo.done_at, todo.dropped_at = now, None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_done", todo, by, now)


@transaction.atomic
def drop_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Note that the person will not take a step; dropped already, nothing changes."""
    if todo.dropped_at is None:
        todo.dropped_at, todo.done_at = now, None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_dropped", todo, by, now)


@transaction.atomic
def reopen_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Put a step back among the open ones."""
    if todo.done_at is not None or todo.dropped_at is not None:
        todo.done_at = todo.dropped_at = None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_reopened", todo, by, now)


def _log_todo(kind: str, todo: ToDo, by: User | None, now: datetime) -> None:
    append_log(
        kind=kind,
        target=todo.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"kind": str(todo.kind)},
    )
