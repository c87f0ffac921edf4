"""What falls due: visitors' hours, the pool's snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from preceptor.accounts.queries import last_change
from preceptor.accounts.services import erase_expired_visitors
from preceptor.matches.queries.pool import newest_snapshot
from preceptor.matches.services import build_snapshot

# Beyond so many changes every answer would spend longer on them than a rebuild takes.
REBUILD_AFTER_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did."""

    erased: int
    is_rebuilt: bool


def sweep(*, now: datetime) -> Swept:
    """Do everything that has fallen due; doing it twice changes nothing more."""
    erased = erase_expired_visitors(now=now)
    snapshot = newest_snapshot()
    is_due = (
        snapshot is None
        or snapshot.as_of < now.date()
        or last_change() - snapshot.through_change > REBUILD_AFTER_CHANGES
    )
    if is_due:
        build_snapshot(now=now)
    return Swept(erased, is_due)
