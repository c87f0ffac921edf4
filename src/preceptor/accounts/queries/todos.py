"""A person's next steps, and what a user was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from preceptor.accounts.models import Notice, ToDo

OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)
DONE = Q(done_at__isnull=False)
DROPPED = Q(dropped_at__isnull=False)


@dataclass(frozen=True, slots=True)
class ToDoCounts:
    """How many steps are open, done and set aside."""

    open: int
    done: int
    dropped: int


def todos_of(user: Any, *, show: str = "open") -> QuerySet[ToDo]:
    """Return a user's steps: open by the day they are due, done or dropped the latest first."""
    own = ToDo.objects.for_user(user)
    if show == "done":
        return own.filter(DONE).order_by("-done_at", "-pk")
    if show == "dropped":
        return own.filter(DROPPED).order_by("-dropped_at", "-pk")
    return own.filter(OPEN).order_by(F("due_on").asc(nulls_last=True), "made_at", "pk")


def todo_counts(user: Any) -> ToDoCounts:
    """Count a user's steps, in one question."""
    counts = ToDo.objects.for_user(user).aggregate(
        open=Count("pk", filter=OPEN),
        done=Count("pk", filter=DONE),
        dropped=Count("pk", filter=DROPPED),
    )
    return ToDoCounts(**counts)


def notices_of(user: Any) -> QuerySet[Notice]:
    """Return what a user was told, the latest first."""
    return Notice.objects.for_user(user).order_by("-made_at", "-pk")
