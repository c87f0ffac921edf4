"""The pool as of this moment: the newest snapshot and whatever has changed since."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from preceptor.accounts.models import Person
from preceptor.accounts.queries import changed_people, findable_people
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import CompiledJob, Pool, build_pool, compile_job, with_changes
from preceptor.engine.match.people import AGES_AFTER_YEARS
from preceptor.engine.translate.jobs import Built, job_from
from preceptor.jobs.models import Job
from preceptor.matches.models import Snapshot
from preceptor.resumes.queries import person_records

# What an installation may set and an answer depends on.
POLICY = hashlib.sha256(f"ages_after_years={AGES_AFTER_YEARS}".encode()).hexdigest()[:16]


class SnapshotDamaged(Exception):
    """A snapshot that is missing, not what was written, or of another vocabulary."""


@dataclass(frozen=True, eq=False)
class CurrentPool:
    """Everybody who may be found now, and the grounds it stands on."""

    pool: Pool
    snapshot: Snapshot
    last_change: int


def newest_snapshot() -> Snapshot | None:
    """Return the newest snapshot, None where none was built."""
    return Snapshot.objects.order_by("-pk").first()


def pool_columns(pool: Pool) -> dict[str, NDArray[Any]]:
    """Return the pool's columns by name, as a snapshot file holds them."""
    columns = {field.name: getattr(pool, field.name) for field in fields(pool)}
    columns["as_of"] = np.array(pool.as_of.toordinal())
    columns["vocabulary_version"] = np.array(pool.vocabulary_version)
    return columns


def pool_from(columns: Mapping[str, NDArray[Any]]) -> Pool:
    """Return the pool that ``pool_columns`` took apart."""
    plain: dict[str, Any] = {field.name: columns[field.name] for field in fields(Pool)}
    plain["as_of"] = date.fromordinal(int(plain["as_of"]))
    plain["vocabulary_version"] = str(plain["vocabulary_version"])
    return Pool(**plain)


@functools.lru_cache(maxsize=2)
def _load(filename: str, sha256: str) -> Pool:
    path = Path(settings.SNAPSHOTS) / filename
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SnapshotDamaged(f"Snapshot {filename} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SnapshotDamaged(f"Snapshot {filename} is not what was written.")
    with np.load(BytesIO(content), allow_pickle=False) as columns:
        return pool_from(columns)


def current_pool() -> CurrentPool:
    """Return the newest snapshot with every later change applied.

    Consent and erasure are changes too, so they are effective at once.
    Raises SnapshotDamaged where the file cannot be used or none was built.
    """
    snapshot = newest_snapshot()
    if snapshot is None:
        raise SnapshotDamaged("No snapshot has been built.")
    if snapshot.vocabulary_version != codebook().version:
        raise SnapshotDamaged("The newest snapshot is of another vocabulary.")
    pool = _load(snapshot.filename, snapshot.sha256)
    numbers, last = changed_people(after=snapshot.through_change)
    if numbers:
        pool = _changed(snapshot.pk, last, pool, tuple(numbers))
    return CurrentPool(pool, snapshot, last)


# One entry: a page asks for the same state several times over, older states are never asked.
_last_changed: dict[tuple[int, int], Pool] = {}


def _changed(snapshot: int, last: int, pool: Pool, numbers: tuple[int, ...]) -> Pool:
    key = (snapshot, last)
    changed = _last_changed.get(key)
    if changed is None:
        found = records_pool([*findable_people().filter(pk__in=numbers)], as_of=pool.as_of)
        gone = set(numbers) - set(found.number.tolist())
        changed = with_changes(pool, found, gone)
        # Another thread may do the same for a newer state: nobody reads the entry back.
        _last_changed.clear()
        _last_changed[key] = changed
    return changed


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
