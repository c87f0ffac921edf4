"""Who may be found, and who a visitor is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db.models import BigIntegerField, QuerySet
from django.http import HttpRequest

from preceptor.accounts.models import Change, Consent, Person, User
from preceptor.common.ready_queries import Given, ReadyQuery

VISITOR_KEY = "visitor"


def findable_people() -> QuerySet[Person]:
    """Return the people who agreed to be found by employers and do not rest, by number."""
    return Person.objects.filter(
        consents__purpose=Consent.Purpose.FOUND,
        consents__organization__isnull=True,
        consents__withdrawn_at__isnull=True,
        resting_since__isnull=True,
    ).order_by("pk")


def changed_people(*, after: int) -> tuple[list[int], int]:
    """Return the numbers of people changed after a change row, and the last row read."""
    rows = _CHANGED.rows(after)
    return sorted({person for _, person in rows}), rows[-1][0] if rows else after


def _changed() -> QuerySet[Change, tuple[Any, ...]]:
    newer = Change.objects.filter(number__gt=Given(0, BigIntegerField()))
    return newer.order_by("number").values_list("number", "person_number")


# Every answer about the pool asks it.
_CHANGED = ReadyQuery(_changed)


def last_change() -> int:
    """Return the number of the newest change row, 0 if there is none."""
    newest = Change.objects.order_by("-number").values_list("number", flat=True).first()
    return newest or 0


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; ask only behind ``signed_in``."""
    return cast("User", request.user)


def visitor_of(request: HttpRequest, *, now: datetime) -> Person | None:
    """Return the person behind this request: the signed-in one, else this session's visitor."""
    if request.user.is_authenticated:
        return Person.objects.filter(user=request.user).first()
    public_id = request.session.get(VISITOR_KEY)
    if public_id is None:
        return None
    return Person.objects.filter(public_id=public_id, expires_at__gt=now).first()


def visitor_left_behind(request: HttpRequest, *, now: datetime) -> Person | None:
    """Return the visitor whom somebody was before they signed in, None if that is settled."""
    public_id = request.session.get(VISITOR_KEY)
    if public_id is None:
        return None
    return Person.objects.filter(public_id=public_id, user=None, expires_at__gt=now).first()
