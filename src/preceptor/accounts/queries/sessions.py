"""Whose a session is: Django keeps that inside the session's own data."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from preceptor.accounts.queries.people import VISITOR_KEY

ADDRESS = re.compile(r"""[^\s"\\<>,;:]+@[^\s"\\<>,;:]+""")


def session_keys_of(
    *, users: Collection[int], visitors: Collection[str], addresses: Collection[str] = ()
) -> list[str]:
    """Return the keys of all sessions of users, by number, or visitors, by public id.

    Also those in which somebody gave one of the mail addresses and has not signed in: half of a
    sign-in stands there with the address. Every session is opened: nothing outside it says whose
    it is. A hundred thousand take seconds.
    """
    numbers = {str(number) for number in users}
    folded = {address.casefold() for address in addresses if address}
    found = []
    for session in Session.objects.order_by("pk").iterator(chunk_size=2_000):
        data = session.get_decoded()
        whose = data.get(SESSION_KEY)
        if (
            whose in numbers
            or data.get(VISITOR_KEY) in visitors
            or (whose is None and folded and not folded.isdisjoint(_addresses_in(data)))
        ):
            found.append(session.pk)
    return found


def _addresses_in(data: dict[str, Any]) -> list[str]:
    text = json.dumps(data, default=str, ensure_ascii=False).casefold()
    return ADDRESS.findall(text)
