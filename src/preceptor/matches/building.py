"""Snapshots are made here: from the database in full, or from the last one and what changed."""

from __future__ import annotations

import contextlib
import fcntl
import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from preceptor.accounts.queries import findable_people, last_change
from preceptor.common.services import append_log
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.tiles import StageBuilder, TiledPool, index_stage
from preceptor.engine.tiles.cleared import with_nobody
from preceptor.engine.tiles.merge import merged
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.changes import Changes
from preceptor.matches.queries.opened import snapshot_path
from preceptor.matches.queries.pool import CurrentPool
from preceptor.matches.snapshot_files import SnapshotNotWritten, locked, write_file
from preceptor.resumes.columns import pool_chunks

SUFFIX = ".pool"
THREADS = 2

Progress = Callable[[int, int], None]


def from_database(*, now: datetime, as_of: date, progress: Progress | None = None) -> Snapshot:
    """Write everybody who may be found to a new snapshot. Raises SnapshotNotWritten.

    The change row is read first: what changes while we build is read again later. People are
    read a few thousand at a time; what stays in memory are their columns.
    """
    with alone():
        through = last_change()
        builder = _builder(as_of, codebook().version, codebook().count)
        people = findable_people()
        total, done = people.count() if progress else 0, 0
        for chunk in pool_chunks(
            people, as_of=as_of, codebook=codebook(), numbers=load_vocabulary().number
        ):
            builder.add(chunk)
            done += len(chunk)
            if progress:
                progress(done, max(done, total))
        pool = index_stage(builder.finish(codebook().code_type), threads=THREADS)
        return _keep(pool, through=through, now=now, how="built")


def from_snapshot(*, now: datetime, current: CurrentPool) -> Snapshot:
    """Write a snapshot and the changes on top of it to a new one, of the same day.

    Nobody who did not change is read from the database; the arrays equal those of a full
    rebuild as of the last change. Raises SnapshotNotWritten.
    """
    with alone(), locked(snapshot_path(current.snapshot), is_exclusive=False):
        pool = merged_pool(current.live.base.pool, current.changes)
        return _keep(pool, through=current.last_change, now=now, how="merged")


def merged_pool(base: TiledPool, changes: Changes) -> TiledPool:
    """Return the tiles of a pool with changes made."""
    return merged(base, changes.people, changes.gone, threads=THREADS)


def _builder(as_of: date, version: str, competency_count: int) -> StageBuilder:
    return StageBuilder(as_of=as_of, vocabulary_version=version, competency_count=competency_count)


def _keep(pool: TiledPool, *, through: int, now: datetime, how: str) -> Snapshot:
    """Write the file, then the row that makes it count."""
    build = secrets.token_hex(16)
    filename = f"{now:%Y%m%d}-{build[:12]}{SUFFIX}"
    facts = {
        **pool.facts(),
        "engine_version": ENGINE_VERSION,
        "through_change": through,
        "people": len(pool),
    }
    path = Path(settings.SNAPSHOTS) / filename
    size = write_file(path, build=build, facts=facts, arrays=with_nobody(pool.arrays()))
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            built_at=now,
            as_of=pool.as_of,
            vocabulary_version=pool.vocabulary_version,
            engine_version=ENGINE_VERSION,
            person_count=len(pool),
            through_change=through,
            cleared_through=through,
            filename=filename,
            build=build,
        )
        append_log(
            kind=f"matches.snapshot_{how}",
            target=snapshot.public_id,
            now=now,
            details={"people": len(pool), "bytes": size},
        )
    return snapshot


LOCK = ".lock"


@contextlib.contextmanager
def alone(*, is_patient: bool = True) -> Iterator[None]:
    """Let one process build at a time; the system lets go of a lock whose holder died.

    Raises BlockingIOError where another builds and we are not patient.
    """
    folder = Path(settings.SNAPSHOTS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise SnapshotNotWritten(
            f"{folder} cannot be written to: {error.strerror}. The last snapshot serves on."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        yield
