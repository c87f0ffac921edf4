"""Which snapshots are kept, and for how long."""

from __future__ import annotations

import contextlib
import fcntl
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from preceptor.matches.building import alone
from preceptor.matches.models import Run, Snapshot
from preceptor.matches.queries.opened import newest_snapshot, snapshot_path
from preceptor.matches.snapshot_files import journal_of
from preceptor.matches.stamped_changes import change_files

# What lies in the folder by our doing; whatever else lies there is somebody's.
SUFFIXES = {".pool", ".changes", ".journal", ".npz"}


def drop_unused(*, now: datetime) -> int:
    """Drop what nobody needs; return how many snapshots.

    The newest stays, and what a nightly run works on. Of those that no stamp rests on, the
    newest few stay, to fall back on. Where stamps rest on one, its file goes so many days after
    the last was given, and the row stays.
    """
    newest = newest_snapshot()
    if newest is None:
        return 0
    older = (
        Snapshot.objects.exclude(filename="")
        .filter(pk__lt=newest.pk)
        .exclude(runs__state=Run.State.RUNNING)
        .annotate(last_stamp=Max("stamps__given_at"))
        .order_by("-pk")
    )
    stamped_before = now - timedelta(days=settings.KEEP_STAMPED_DAYS)
    unstamped = [each for each in older if each.last_stamp is None]
    stamped = [each for each in older if each.last_stamp and each.last_stamp < stamped_before]
    gone = unstamped[settings.KEEP_SNAPSHOTS :]
    for snapshot in gone:
        files = _files_of(snapshot)
        snapshot.delete()
        _delete(files)
    for snapshot in stamped:
        files = _files_of(snapshot)
        Snapshot.objects.filter(pk=snapshot.pk).update(filename="")
        _delete(files)
    return len(gone) + len(stamped)


def _files_of(snapshot: Snapshot) -> list[Path]:
    path = snapshot_path(snapshot)
    return [path, journal_of(path), *change_files(snapshot)]


def _delete(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def drop_leftovers() -> int:
    """Delete drafts and files that a killed process left behind; return how many.

    While somebody builds, files without a row are left alone: one of them is being made.
    """
    folder = Path(settings.SNAPSHOTS)
    if not folder.exists():
        return 0
    left = [path for path in folder.glob(".*.draft") if not _is_held(path)]
    with contextlib.suppress(BlockingIOError), alone(is_patient=False):
        names = Snapshot.objects.exclude(filename="").values_list("filename", flat=True)
        kept = {Path(name).stem for name in names}
        left += [
            path
            for path in folder.glob("[!.]*")
            if path.suffix in SUFFIXES and path.name.partition(".")[0] not in kept
        ]
        _delete(left)
    return len(left)


def _is_held(path: Path) -> bool:
    """Tell whether a process is writing a draft."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return True
    return False
