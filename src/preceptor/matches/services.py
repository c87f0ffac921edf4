"""Build snapshots of the pool, hand out the current pool, remember stamps."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from preceptor.engine import ENGINE_VERSION
from preceptor.jobs.models import Job
from preceptor.matches.answers import Price, StampView
from preceptor.matches.building import Progress, from_database, from_snapshot
from preceptor.matches.digests import price_digest
from preceptor.matches.keeping import drop_unused
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.pool import POLICY, CurrentPool, SnapshotDamaged, current_pool
from preceptor.matches.snapshot_files import SnapshotNotWritten
from preceptor.matches.stamped_changes import keep_changes

logger = logging.getLogger(__name__)


def build_snapshot(
    *, now: datetime, as_of: date | None = None, progress: Progress | None = None
) -> Snapshot:
    """Write everybody who may be found to a new snapshot and make it the current one.

    Raises SnapshotNotWritten, for instance where the disk is full; the last one serves on.
    """
    snapshot = from_database(now=now, as_of=as_of or now.date(), progress=progress)
    drop_unused(now=now)
    return snapshot


def merge_snapshot(*, now: datetime) -> Snapshot | None:
    """Make the current snapshot and what changed since into one; None where nothing changed.

    Raises SnapshotDamaged where there is none to begin with, and SnapshotNotWritten.
    """
    current = current_pool()
    if current.last_change == current.snapshot.through_change:
        return None
    snapshot = from_snapshot(now=now, current=current)
    drop_unused(now=now)
    return snapshot


def ready_pool(*, now: datetime) -> CurrentPool:
    """Return the pool as of this moment, building a snapshot where there is no usable one."""
    try:
        return current_pool()
    except SnapshotDamaged:
        build_snapshot(now=now)
        return current_pool()


def stamp_answer(
    *,
    current: CurrentPool,
    now: datetime,
    job: Job | None = None,
    question: Mapping[str, Any] | None = None,
) -> StampView:
    """Remember what an answer rests on; the same grounds give the same stamp.

    ``question``: what was asked beyond the job as posted, plain values by name. What stood on
    top of the snapshot is kept beside it, so that the answer can be computed again.
    """
    snapshot = current.snapshot
    asked = {name: value for name, value in sorted((question or {}).items()) if value}
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
            *([json.dumps(asked)] if asked else []),
        )
    )
    digest = hashlib.sha256(grounds.encode()).hexdigest()[:12]
    _, is_new = Stamp.objects.get_or_create(
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
            "people": current.live.size,
            "question": asked,
            "given_at": now,
        },
    )
    if is_new:
        try:
            keep_changes(current)
        except SnapshotNotWritten as error:
            # The answer is right all the same; it cannot be computed again.
            logger.warning("%s", error)
    return StampView(
        digest=digest,
        as_of=snapshot.as_of,
        people=current.live.size,
        vocabulary_version=snapshot.vocabulary_version,
        engine_version=ENGINE_VERSION,
        snapshot=snapshot.public_id,
        last_change=current.last_change,
    )


def keep_answer(*, price: Price) -> None:
    """Remember the digest of a price's numbers with its stamp, to compare later ones with."""
    Stamp.objects.filter(digest=price.stamp.digest, answer="").update(answer=price_digest(price))
