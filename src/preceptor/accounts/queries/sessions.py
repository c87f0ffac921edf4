"""Whose a session is: Django keeps that inside the session's own data."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from preceptor.accounts.queries.people import VISITOR_KEY


def session_keys_of(*, users: Collection[int], visitors: Collection[str]) -> list[str]:
    """Return the keys of all sessions of users, by number, or visitors, by public id.

    Every session is opened: nothing outside it says whose it is. A hundred thousand take seconds.
    """
    numbers = {str(number) for number in users}
    found = []
    for session in Session.objects.order_by("pk").iterator(chunk_size=2_000):
        data = session.get_decoded()
        if data.get(SESSION_KEY) in numbers or data.get(VISITOR_KEY) in visitors:
            found.append(session.pk)
    return found
