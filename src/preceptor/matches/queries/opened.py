"""Snapshots that can be used, opened and checked once a process."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path

from django.conf import settings

from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.tiles import LayoutDamaged, TiledPool
from preceptor.engine.tiles.cleared import without_nobody
from preceptor.matches.models import Snapshot
from preceptor.matches.snapshot_files import REBUILD, SnapshotDamaged, open_file

logger = logging.getLogger(__name__)

# Today's, yesterday's, and one that somebody computes an old answer from.
KEPT_OPEN = 3
# A file as it lay there: whatever happens to it changes its time or size.
State = tuple[str, int, int, int]

_opened: OrderedDict[State, TiledPool | SnapshotDamaged] = OrderedDict()
_lock = threading.Lock()


def snapshot_path(snapshot: Snapshot) -> Path:
    """Return where a snapshot's file lies."""
    return Path(settings.SNAPSHOTS) / snapshot.filename


def newest_snapshot() -> Snapshot | None:
    """Return the newest snapshot that has a file, None where there is none."""
    return Snapshot.objects.exclude(filename="").order_by("-pk").first()


def opened_pool(snapshot: Snapshot) -> TiledPool:
    """Return a snapshot's tiles, mapped into memory. Raises SnapshotDamaged.

    The file is checked when it is opened first and whenever it has been touched since; what was
    found damaged is not read again.
    """
    if not snapshot.filename:
        raise SnapshotDamaged("The file of this snapshot is not kept any more.")
    state = _state_of(snapshot)
    with _lock:
        found = _opened.get(state)
        if found is None:
            found = _opened[state] = _open(snapshot)
            while len(_opened) > KEPT_OPEN:
                _opened.popitem(last=False)
        _opened.move_to_end(state)
    if isinstance(found, SnapshotDamaged):
        raise found
    return found


def _state_of(snapshot: Snapshot) -> State:
    try:
        facts = snapshot_path(snapshot).stat()
    except OSError as error:
        raise SnapshotDamaged(
            f"Snapshot {snapshot.filename} cannot be read: {error.strerror}."
        ) from error
    return f"{snapshot.filename} {snapshot.build}", facts.st_mtime_ns, facts.st_size, facts.st_ino


def _open(snapshot: Snapshot) -> TiledPool | SnapshotDamaged:
    try:
        found = open_file(snapshot_path(snapshot))
        pool = TiledPool.from_arrays(found.facts, without_nobody(found.arrays))
    except (SnapshotDamaged, LayoutDamaged, KeyError) as error:
        trouble = error if isinstance(error, SnapshotDamaged) else _misfit(snapshot, error)
    else:
        if found.build == snapshot.build:
            return pool
        trouble = _misfit(snapshot, "it is another file than the one that was written.")
    logger.warning("%s", trouble)
    return trouble


def _misfit(snapshot: Snapshot, why: object) -> SnapshotDamaged:
    return SnapshotDamaged(f"{snapshot.filename} cannot be used: {why} {REBUILD}")


def usable_snapshots() -> list[Snapshot]:
    """Return the snapshots that this vocabulary and engine can read, newest first."""
    kept = Snapshot.objects.exclude(filename="")
    return list(
        kept.filter(vocabulary_version=codebook().version, engine_version=ENGINE_VERSION).order_by(
            "-pk"
        )
    )


def best_snapshot() -> tuple[Snapshot, TiledPool]:
    """Return the newest snapshot that is whole. Raises SnapshotDamaged where there is none.

    An older one is as good: whatever changed since is read on top of it.
    """
    trouble: SnapshotDamaged | None = None
    for snapshot in usable_snapshots():
        try:
            return snapshot, opened_pool(snapshot)
        except SnapshotDamaged as error:
            trouble = error
    if trouble is None and newest_snapshot() is None:
        trouble = SnapshotDamaged("No snapshot has been built.")
    raise trouble or SnapshotDamaged("The newest snapshot is of another vocabulary or engine.")
