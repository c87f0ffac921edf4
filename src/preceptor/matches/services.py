"""Build snapshots of the pool, hand out the current pool, remember stamps."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import date, datetime
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import transaction

from preceptor.accounts.queries import findable_people, last_change
from preceptor.common.services import append_log
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.match import build_pool
from preceptor.jobs.models import Job
from preceptor.matches.answers import StampView
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.pool import (
    POLICY,
    CurrentPool,
    SnapshotDamaged,
    current_pool,
    newest_snapshot,
    pool_columns,
)
from preceptor.resumes.queries import person_records

KEEP_UNSTAMPED = 2


def build_snapshot(*, now: datetime, as_of: date | None = None) -> Snapshot:
    """Write everybody who may be found to a new snapshot file, then make it the current one.

    The change row is read first: what changes while we build is read again later.
    """
    through = last_change()
    day = as_of or now.date()
    pool = build_pool(
        person_records(findable_people(), load_vocabulary().number), as_of=day, codebook=codebook()
    )
    folder = Path(settings.SNAPSHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    filename = f"{secrets.token_hex(8)}.npz"
    draft = folder / f".{filename}"
    with draft.open("wb") as file:
        np.savez(file, allow_pickle=False, **pool_columns(pool))
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / filename)
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            built_at=now,
            as_of=day,
            vocabulary_version=pool.vocabulary_version,
            engine_version=ENGINE_VERSION,
            person_count=len(pool),
            through_change=through,
            filename=filename,
            sha256=hashlib.sha256((folder / filename).read_bytes()).hexdigest(),
        )
        append_log(
            kind="matches.snapshot_built",
            target=snapshot.public_id,
            now=now,
            details={"people": len(pool)},
        )
    _drop_unused(newest=snapshot)
    return snapshot


def _drop_unused(*, newest: Snapshot) -> None:
    """Delete snapshots that no stamp rests on, all but the newest few."""
    unused = Snapshot.objects.filter(stamps__isnull=True, pk__lt=newest.pk).order_by("-pk")
    for snapshot in list(unused[KEEP_UNSTAMPED:]):
        snapshot.delete()
        (Path(settings.SNAPSHOTS) / snapshot.filename).unlink(missing_ok=True)


def ready_pool(*, now: datetime) -> CurrentPool:
    """Return the pool as of this moment, building a snapshot where there is no usable one."""
    snapshot = newest_snapshot()
    is_usable = (
        snapshot is not None
        and snapshot.vocabulary_version == codebook().version
        and snapshot.engine_version == ENGINE_VERSION
    )
    if not is_usable:
        build_snapshot(now=now)
    try:
        return current_pool()
    except SnapshotDamaged:
        build_snapshot(now=now)
        return current_pool()


def stamp_answer(*, current: CurrentPool, now: datetime, job: Job | None = None) -> StampView:
    """Remember what an answer rests on; the same grounds give the same stamp."""
    snapshot = current.snapshot
    grounds = "|".join(
        str(part)
        for part in (
            snapshot.public_id,
            current.last_change,
            snapshot.vocabulary_version,
            ENGINE_VERSION,
            snapshot.as_of,
            POLICY,
            job.public_id if job else "",
            job.revision if job else "",
        )
    )
    digest = hashlib.sha256(grounds.encode()).hexdigest()[:12]
    Stamp.objects.get_or_create(
        digest=digest,
        defaults={
            "snapshot": snapshot,
            "last_change": current.last_change,
            "vocabulary_version": snapshot.vocabulary_version,
            "engine_version": ENGINE_VERSION,
            "as_of": snapshot.as_of,
            "policy": POLICY,
            "job": job.public_id if job else None,
            "job_revision": job.revision if job else None,
            "given_at": now,
        },
    )
    return StampView(
        digest=digest,
        as_of=snapshot.as_of,
        people=len(current.pool),
        vocabulary_version=snapshot.vocabulary_version,
        engine_version=ENGINE_VERSION,
        snapshot=snapshot.public_id,
        last_change=current.last_change,
    )
