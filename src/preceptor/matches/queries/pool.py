"""The pool as of this moment: the newest snapshot and whatever has changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from preceptor.accounts.models import Person
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import CompiledJob, Pool, build_pool, compile_job
from preceptor.engine.match.people import AGES_AFTER_YEARS
from preceptor.engine.tiles import TiledPool
from preceptor.engine.tiles.live import LivePool, live_pool
from preceptor.engine.translate.jobs import Built, job_from
from preceptor.jobs.models import Job
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.changes import Changes, no_changes, read_changes
from preceptor.matches.queries.opened import best_snapshot, newest_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged
from preceptor.resumes.queries import person_records

__all__ = [
    "POLICY",
    "CurrentPool",
    "ReadyJob",
    "SnapshotDamaged",
    "built_from",
    "current_pool",
    "newest_snapshot",
    "ready_job",
    "records_pool",
]

# What an installation may set and an answer depends on.
POLICY = hashlib.sha256(f"ages_after_years={AGES_AFTER_YEARS}".encode()).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class CurrentPool:
    """Everybody who may be found now, and the grounds it stands on.

    ``live`` answers questions; ``changes`` are those on top of the snapshot.
    """

    live: LivePool
    snapshot: Snapshot
    changes: Changes

    @property
    def last_change(self) -> int:
        """Return the number of the newest change row that was read."""
        return self.changes.through


# The state that was asked last; states go on, so that older ones are never asked again.
_latest: CurrentPool | None = None


def current_pool() -> CurrentPool:
    """Return the newest whole snapshot with every later change applied.

    Consent and erasure are changes too, so they are effective at once. Only what changed since
    the last call is read. Raises SnapshotDamaged where no file can be used or none was built.
    """
    global _latest  # noqa: PLW0603 - replaced as a whole: threads may race and none is wrong
    snapshot, base = best_snapshot()
    latest = _latest
    if latest is None or latest.snapshot != snapshot or latest.live.base.pool is not base:
        changes = no_changes(snapshot.through_change, as_of=snapshot.as_of)
        latest = pool_with(snapshot, base, changes)
    newer = read_changes(latest.last_change, as_of=snapshot.as_of)
    if newer is not None:
        latest = pool_with(snapshot, base, latest.changes.followed_by(newer))
    if not connection.in_atomic_block:
        # What an open transaction has seen may never come to be.
        _latest = latest
    return latest


def pool_with(snapshot: Snapshot, base: TiledPool, changes: Changes) -> CurrentPool:
    """Return a snapshot with some changes on top of it."""
    people = changes.people if len(changes.people) else None
    return CurrentPool(live_pool(base, changed=people, gone=changes.gone), snapshot, changes)


def records_pool(people: list[Person], *, as_of: date) -> Pool:
    """Return some people as a pool of their own."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    return build_pool(
        person_records(rows, load_vocabulary().number), as_of=as_of, codebook=codebook()
    )


@dataclass(frozen=True, eq=False)
class ReadyJob:
    """A stored job made ready for the engine; ``built`` ties its lines to the stored ones."""

    job: Job
    built: Built
    compiled: CompiledJob


def ready_job(job: Job) -> ReadyJob:
    """Make a job ready; its lines must be loaded in order."""
    built = built_from(job, list(job.lines.all()))
    return ReadyJob(job, built, compile_job(built.job, codebook()))


def built_from(
    job: Job,
    lines: list[Any],
    *,
    proof_weight: int | None = None,
    hours_per_year: int | None = None,
) -> Built:
    """Build the engine's job from lines and terms that may differ from the stored ones."""
    return job_from(
        lines,
        load_vocabulary(),
        number=job.pk,
        proof_weight=job.proof_weight if proof_weight is None else proof_weight,
        hours_per_year=hours_per_year or job.hours_per_year,
    )
