"""Whoever was erased is cleared from every kept file: nothing of them is left on disk."""

from __future__ import annotations

import logging

import numpy as np

from preceptor.accounts.queries import last_change
from preceptor.engine.tiles import TiledPool
from preceptor.engine.tiles.cleared import Patch, cleared
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.changes import erased_since
from preceptor.matches.queries.opened import opened_pool, snapshot_path
from preceptor.matches.snapshot_files import (
    SnapshotDamaged,
    SnapshotNotWritten,
    open_file,
    patch_file,
)
from preceptor.matches.stamped_changes import change_files, read_kept_changes, write_changes

logger = logging.getLogger(__name__)


def clear_erased() -> int:
    """Clear everybody who was erased from every kept file that still holds them.

    Returns how many files were gone through. A file that somebody is reading or merging, or that
    cannot be written, is left for the next call: its snapshot remembers how far it got.
    """
    newest = last_change()
    behind = Snapshot.objects.exclude(filename="").filter(cleared_through__lt=newest)
    count = 0
    for snapshot in behind.order_by("pk"):
        numbers = erased_since(snapshot.cleared_through, newest)
        try:
            if numbers:
                clear_snapshot(snapshot, numbers)
                count += 1
        except (BlockingIOError, SnapshotDamaged, SnapshotNotWritten) as error:
            logger.warning("Erased people are not yet cleared from a snapshot: %s", error)
        else:
            Snapshot.objects.filter(pk=snapshot.pk, cleared_through__lt=newest).update(
                cleared_through=newest
            )
    return count


def clear_snapshot(snapshot: Snapshot, numbers: list[int]) -> None:
    """Clear some people from a snapshot's file and the changes kept beside it.

    Raises SnapshotDamaged, SnapshotNotWritten, and BlockingIOError where the file is in use.
    """
    for path in change_files(snapshot):
        changes = read_kept_changes(path)
        if changes.gone.intersection(numbers) or set(changes.people.number.tolist()) & {*numbers}:
            write_changes(path, changes.without(numbers))
    # Most who are erased were visitors, whom no file holds.
    if not np.any(opened_pool(snapshot).rows_of(np.array(numbers)) >= 0):
        return
    path = snapshot_path(snapshot)
    found = open_file(path)
    patches = cleared(TiledPool.from_arrays(found.facts, found.arrays), numbers)
    patch_file(path, {name: as_bytes(patch) for name, patch in patches.items()}, is_patient=False)


def as_bytes(patch: Patch) -> dict[int, bytes]:
    """Return what to write by its place in bytes."""
    size = patch.values.dtype.itemsize
    content = patch.values.astype(patch.values.dtype.newbyteorder("<")).tobytes()
    return {
        place * size: content[at * size : (at + 1) * size]
        for at, place in enumerate(patch.places.tolist())
    }
