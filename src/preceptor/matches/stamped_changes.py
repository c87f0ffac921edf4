"""What stood on top of a snapshot when an answer was given, kept beside it as numbers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings

from preceptor.accounts.models import Change
from preceptor.accounts.queries import last_change
from preceptor.engine.match import POOL_COLUMNS, Pool
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.changes import Changes, erased_since, no_changes
from preceptor.matches.queries.pool import CurrentPool
from preceptor.matches.snapshot_files import PoolFile, SnapshotDamaged, open_file, write_file

SUFFIX = ".changes"


def keep_changes(current: CurrentPool) -> Path | None:
    """Keep what is on top of the snapshot and was not kept before; None where there is nothing.

    Every file holds the people who changed between two change rows as they stood at the second,
    so that files of several processes go together. Raises SnapshotNotWritten.
    """
    snapshot, changes = current.snapshot, current.changes
    through = snapshot.through_change
    for kept in _chain(snapshot, changes.through):
        through = _span(kept)[1]
    if through >= changes.through:
        return None
    rows = Change.objects.filter(number__gt=through, number__lte=changes.through)
    numbers = sorted(set(rows.values_list("person_number", flat=True)))
    is_new = np.isin(changes.people.number, np.array(numbers, dtype=np.int64))
    part = Changes(
        through,
        changes.through,
        changes.people.select(np.flatnonzero(is_new)),
        changes.gone.intersection(numbers),
    )
    path = Path(settings.SNAPSHOTS) / _name(snapshot, part)
    write_changes(path, part)
    # Whoever was erased after we read them may have been cleared from files before this was one.
    erased = erased_since(changes.through, last_change())
    if erased:
        write_changes(path, part.without(erased))
    return path


def write_changes(path: Path, changes: Changes) -> None:
    """Write changes to a file. Raises SnapshotNotWritten."""
    people = changes.people
    write_file(
        path,
        build=secrets.token_hex(16),
        facts={
            "as_of": people.as_of.isoformat(),
            "vocabulary_version": people.vocabulary_version,
            "after": changes.after,
            "through": changes.through,
        },
        arrays={
            **{name: getattr(people, name) for name in POOL_COLUMNS},
            "gone": np.array(sorted(changes.gone), dtype=np.int64),
        },
    )


def read_kept_changes(path: Path) -> Changes:
    """Read the changes that a file holds. Raises SnapshotDamaged."""
    return changes_in(open_file(path))


def changes_in(found: PoolFile) -> Changes:
    """Return the changes that an opened file holds. Raises SnapshotDamaged."""
    try:
        people = Pool(
            as_of=date.fromisoformat(str(found.facts["as_of"])),
            vocabulary_version=str(found.facts["vocabulary_version"]),
            **{name: found.arrays[name] for name in POOL_COLUMNS},
        )
        after, through = int(found.facts["after"]), int(found.facts["through"])
        gone = frozenset(found.arrays["gone"].tolist())
    except (KeyError, ValueError) as error:
        raise SnapshotDamaged(f"{found.path.name} lacks {error}.") from error
    return Changes(after, through, people, gone)


def kept_changes(snapshot: Snapshot, through: int) -> Changes:
    """Return everything on top of a snapshot up to a change row. Raises SnapshotDamaged."""
    changes = no_changes(snapshot.through_change, as_of=snapshot.as_of)
    for path in _chain(snapshot, through):
        changes = changes.followed_by(read_kept_changes(path))
    if changes.through != through:
        raise SnapshotDamaged(
            f"What changed between {changes.through} and {through} was not kept beside "
            f"snapshot {snapshot.public_id}."
        )
    return changes


def change_files(snapshot: Snapshot) -> list[Path]:
    """Return the files of changes beside a snapshot, in the order of their last change row."""
    folder = Path(settings.SNAPSHOTS)
    found = folder.glob(f"{Path(snapshot.filename).stem}.*{SUFFIX}")
    return sorted(found, key=lambda path: _span(path)[::-1])


def _chain(snapshot: Snapshot, through: int) -> Iterator[Path]:
    """Yield the files that lead from a snapshot toward a change row, in order."""
    reached = snapshot.through_change
    for path in change_files(snapshot):
        after, last = _span(path)
        if after <= reached < last <= through:
            reached = last
            yield path


def _name(snapshot: Snapshot, changes: Changes) -> str:
    return f"{Path(snapshot.filename).stem}.{changes.after}-{changes.through}{SUFFIX}"


def _span(path: Path) -> tuple[int, int]:
    """Return the change rows between which a file's people changed, from its name."""
    after, _, through = path.name.removesuffix(SUFFIX).rpartition(".")[2].partition("-")
    return int(after), int(through)
