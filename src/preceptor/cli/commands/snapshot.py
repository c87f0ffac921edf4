"""``preceptor snapshot``: build the pool's snapshot now, or look at those that are kept."""

from __future__ import annotations

import argparse
import time

from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED, FAILED, PROBLEMS, CommandError, Progress
from preceptor.cli.files import as_date
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.opened import opened_pool, snapshot_path
from preceptor.matches.services import build_snapshot, merge_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged, SnapshotNotWritten

EXAMPLES = """\
  preceptor snapshot
  preceptor snapshot --merge
  preceptor snapshot --list"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--as-of",
        type=as_date,
        default=None,
        metavar="DATE",
        help="day at which evidence is aged, as 2026-11-20 (default: today)",
    )
    parser.add_argument(
        "--merge",
        action="store_true",
        help="make the newest snapshot and what changed since into one",
    )
    parser.add_argument("--list", action="store_true", help="check every kept file and list it")


def run(options: argparse.Namespace) -> int:
    """Build, merge or list."""
    ready_database(fill=False)
    if options.list:
        return _list()
    began = time.monotonic()
    try:
        if options.merge:
            snapshot = merge_snapshot(now=now())
        else:
            snapshot = build_snapshot(now=now(), as_of=options.as_of, progress=_Reading())
    except (SnapshotDamaged, SnapshotNotWritten) as error:
        raise CommandError(str(error), FAILED) from None
    if snapshot is None:
        print("Nothing has changed since the newest snapshot.")
        return ANSWERED
    print(f"{described(snapshot)}, {time.monotonic() - began:.1f} s.")
    return ANSWERED


class _Reading:
    """Progress whose total is known once the first people are read."""

    def __init__(self) -> None:
        self.progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        if self.progress is None:
            self.progress = Progress("People", total)
        self.progress(done)


def described(snapshot: Snapshot) -> str:
    """Return a snapshot's facts in one line, without a full stop."""
    size = snapshot_path(snapshot).stat().st_size
    people = snapshot.person_count
    return (
        f"{snapshot.filename}: {people:,} people as of {snapshot.as_of}, "
        f"through change {snapshot.through_change:,}, {size:,} bytes"
    )


def _list() -> int:
    """Print what is kept, newest first; a damaged file is a problem."""
    code = ANSWERED
    for snapshot in Snapshot.objects.exclude(filename="").order_by("-pk"):
        stamps = snapshot.stamps.count()
        try:
            opened_pool(snapshot)
            print(f"{described(snapshot)}, {stamps:,} stamps.")
        except SnapshotDamaged as error:
            code = PROBLEMS
            print(f"{snapshot.filename}: {error}")
    return code
