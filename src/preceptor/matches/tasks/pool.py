"""What falls due: visitors' hours, the pool's snapshot."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from preceptor.accounts.queries import last_change
from preceptor.accounts.services import erase_expired_visitors
from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.matches.clearing import clear_erased
from preceptor.matches.keeping import drop_leftovers
from preceptor.matches.queries.opened import newest_snapshot, opened_pool
from preceptor.matches.services import build_snapshot, merge_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged, SnapshotNotWritten

logger = logging.getLogger(__name__)

# Every question reads what changed since the one before; with so many changes on top, a new
# process would begin slowly.
MERGE_AFTER_CHANGES = 2_000


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did; ``trouble`` says what it could not do, "" for nothing."""

    erased: int
    is_rebuilt: bool
    is_merged: bool = False
    trouble: str = ""


def sweep(*, now: datetime) -> Swept:
    """Do everything that has fallen due; doing it twice changes nothing more."""
    erased = erase_expired_visitors(now=now)
    drop_leftovers()
    is_rebuilt = is_merged = False
    trouble = ""
    try:
        if needs_rebuilding(now=now):
            build_snapshot(now=now)
            is_rebuilt = True
        elif needs_merging():
            is_merged = merge_snapshot(now=now) is not None
    except (SnapshotNotWritten, SnapshotDamaged) as error:
        trouble = str(error)
        logger.warning("%s", error)
    clear_erased()
    return Swept(erased, is_rebuilt, is_merged, trouble)


def needs_rebuilding(*, now: datetime) -> bool:
    """Tell whether the newest snapshot is of another day, vocabulary or engine, or damaged."""
    newest = newest_snapshot()
    if newest is None or newest.as_of < now.date():
        return True
    if (newest.vocabulary_version, newest.engine_version) != (codebook().version, ENGINE_VERSION):
        return True
    try:
        opened_pool(newest)
    except SnapshotDamaged:
        return True
    return False


def needs_merging() -> bool:
    """Tell whether much has changed since the newest snapshot."""
    newest = newest_snapshot()
    return newest is not None and last_change() - newest.through_change > MERGE_AFTER_CHANGES
