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
from preceptor.matches.digests import price_digest, question_of
from preceptor.matches.keeping import drop_unused
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.pool import POLICY, CurrentPool, SnapshotDamaged, current_pool
from preceptor.matches.queries.price import GOAL, price_for
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


def answer_price(
    job: Job,
    current: CurrentPool,
    *,
    now: datetime,
    decisions: Mapping[int, str] | None = None,
    goal: int = GOAL,
    proof_weight: int | None = None,
    hours_per_year: int | None = None,
) -> Price:
    """Return the price of a posting as asked, and keep its stamp with a digest of its numbers.

    Arguments as of ``price_for``; what is as posted makes no question of its own.
    """
    question = {
        "decisions": {str(order): how for order, how in sorted((decisions or {}).items())},
        "goal": goal if goal != GOAL else None,
        "proof_weight": proof_weight if proof_weight != job.proof_weight else None,
        "hours_per_year": hours_per_year if hours_per_year != job.hours_per_year else None,
    }
    asked = {name: value for name, value in question.items() if value not in (None, {})}
    view = stamp_view(current, job, asked)
    price = price_for(job, current, view, **question_of(asked))
    _keep_stamp(view, current, now=now, job=job, question=asked, answer=price_digest(price))
    return price


def stamp_answer(*, current: CurrentPool, now: datetime, job: Job | None = None) -> StampView:
    """Remember what an answer rests on; the same grounds give the same stamp.

    What stood on top of the snapshot is kept beside it, so that the answer can be computed again.
    """
    view = stamp_view(current, job)
    _keep_stamp(view, current, now=now, job=job, question={}, answer="")
    return view


def stamp_view(
    current: CurrentPool, job: Job | None = None, question: Mapping[str, Any] | None = None
) -> StampView:
    """Return what an answer rests on, without remembering it."""
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
            *([json.dumps(question, sort_keys=True)] if question else []),
        )
    )
    return StampView(
        digest=hashlib.sha256(grounds.encode()).hexdigest()[:12],
        as_of=snapshot.as_of,
        people=current.live.size,
        vocabulary_version=snapshot.vocabulary_version,
        engine_version=ENGINE_VERSION,
        snapshot=snapshot.public_id,
        last_change=current.last_change,
    )


def _keep_stamp(
    view: StampView,
    current: CurrentPool,
    *,
    now: datetime,
    job: Job | None,
    question: Mapping[str, Any],
    answer: str,
) -> None:
    stamp, is_new = Stamp.objects.get_or_create(
        digest=view.digest,
        defaults={
            "snapshot": current.snapshot,
            "last_change": view.last_change,
            "vocabulary_version": view.vocabulary_version,
            "engine_version": view.engine_version,
            "as_of": view.as_of,
            "policy": POLICY,
            "job": job.public_id if job else None,
            "job_revision": job.revision if job else None,
            "people": view.people,
            "question": dict(question),
            "answer": answer,
            "given_at": now,
        },
    )
    if answer and not stamp.answer:
        Stamp.objects.filter(pk=stamp.pk, answer="").update(answer=answer)
    if is_new:
        try:
            keep_changes(current)
        except SnapshotNotWritten as error:
            # The answer is right all the same; it cannot be computed again.
            logger.warning("%s", error)
