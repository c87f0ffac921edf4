"""How long the pages of a hat stay open to a browser that nobody uses.

Members of organizations and stewards see other people's data: a session that was left open at a
shared desk must not. The numbers are those of NIST SP 800-63B-4 for its second level: an hour
without activity, a day after signing in (OWASP asks for a limit of each kind as well).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SIGNED_IN = "signed_in_at"
SEEN = "seen_at"
# The moment is written anew this often at most: a session is a row, and most pages only read it.
REFRESH = timedelta(minutes=5)


def note_signed_in(session: SessionBase, *, now: datetime) -> None:
    """Keep the moment of signing in, and count from it."""
    session[SIGNED_IN] = session[SEEN] = int(now.timestamp())


def was_left(session: SessionBase, *, now: datetime) -> bool:
    """Tell whether nobody opened a page in this session for as long as a hat stays open.

    So it is for a session that does not say when it was used.
    """
    idle = timedelta(minutes=settings.HAT_IDLE_MINUTES)
    if not idle:
        return False
    seen = session.get(SEEN)
    return seen is None or now - _moment(seen) > idle


def note_page(session: SessionBase, *, now: datetime) -> None:
    """Keep the moment at which somebody who is signed in opened a page, every few minutes.

    Not once the session was left: whoever finds it open must not wake a hat by a page of another
    kind. It ends a day after signing in however often it is written. A session that the page did
    not read is not read for this.
    """
    if not session.accessed or SEEN not in session or was_left(session, now=now):
        return
    often = min(REFRESH, timedelta(minutes=settings.HAT_IDLE_MINUTES) / 6)
    if often and now - _moment(session[SEEN]) > often:
        session[SEEN] = int(now.timestamp())
        a_day = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        session.set_expiry(_moment(session[SIGNED_IN]) + a_day)


def _moment(kept: int) -> datetime:
    return datetime.fromtimestamp(kept, tz=UTC)
