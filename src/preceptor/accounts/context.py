"""What every page knows of who is signed in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from preceptor.accounts.queries.talk import unread_counts


def account(request: HttpRequest) -> dict[str, object]:
    """Return what waits for who is signed in; asks the database once, where a page shows it."""
    return {"unread": SimpleLazyObject(lambda: unread_counts(request.user))}
