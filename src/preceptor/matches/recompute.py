"""Compute a stamped answer again, from the snapshot and the changes kept with it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np

from preceptor.accounts.queries import changed_people, findable_people, last_change
from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.answers import Price, StampView
from preceptor.matches.digests import price_digest, question_of
from preceptor.matches.models import Stamp
from preceptor.matches.queries.changes import Changes, erased_since
from preceptor.matches.queries.opened import opened_pool
from preceptor.matches.queries.pool import POLICY, CurrentPool, pool_with
from preceptor.matches.queries.price import price_for
from preceptor.matches.snapshot_files import SnapshotDamaged
from preceptor.matches.stamped_changes import kept_changes

EQUAL, DIFFERENT, NOT_COMPARED = "equal", "different", "not compared"


class NotRecomputable(Exception):
    """An answer that cannot be computed again; the message says why."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A stamped answer computed again, beside what has happened since.

    ``outcome``: equal, different, or not compared where the stamp keeps no answer. ``people``
    stood in the pool then; ``erased`` of them are not in it any more, here either; ``withdrawn``
    and ``edited`` count here as they stood then. ``digest`` is that of the price's numbers, ""
    where the answer was about no job.
    """

    stamp: StampView
    outcome: str
    people: int
    erased: int
    withdrawn: int
    edited: int
    kept_digest: str
    digest: str
    price: Price | None


def recompute(digest: str) -> Recomputed:
    """Compute the answer of a stamp again. Raises NotRecomputable."""
    stamp = Stamp.objects.select_related("snapshot").filter(digest=digest).first()
    if stamp is None:
        raise NotRecomputable(
            f"No stamp {digest} is kept here. Stamps of pages are; the command price keeps none."
        )
    current = pool_of(stamp)
    view = StampView(
        digest=stamp.digest,
        as_of=stamp.as_of,
        people=current.live.size,
        vocabulary_version=stamp.vocabulary_version,
        engine_version=stamp.engine_version,
        snapshot=stamp.snapshot.public_id,
        last_change=stamp.last_change,
    )
    price = _price(stamp, stamp.job, current, view) if stamp.job else None
    found = price_digest(price) if price else ""
    withdrawn, edited = _since(stamp, current)
    return Recomputed(
        stamp=view,
        outcome=_outcome(stamp.answer, found),
        people=stamp.people,
        erased=stamp.people - current.live.size,
        withdrawn=withdrawn,
        edited=edited,
        kept_digest=stamp.answer,
        digest=found,
        price=price,
    )


def pool_of(stamp: Stamp) -> CurrentPool:
    """Return the pool that a stamp names, without whoever was erased since.

    Raises NotRecomputable where files are not kept or this version counts otherwise.
    """
    grounds = (stamp.vocabulary_version, stamp.engine_version, stamp.policy)
    here = (codebook().version, ENGINE_VERSION, POLICY)
    for name, then, now in zip(("vocabulary", "engine", "policy"), grounds, here, strict=True):
        if then != now:
            raise NotRecomputable(
                f"Stamp {stamp.digest} was given with {name} {then}, and this is {now}. "
                "Run the version that gave it, on a copy of this data."
            )
    snapshot = stamp.snapshot
    if not snapshot.filename:
        raise NotRecomputable(
            f"The snapshot of stamp {stamp.digest} is not kept any more; "
            "PRECEPTOR_KEEP_STAMPED_DAYS says for how long they are."
        )
    try:
        base = opened_pool(snapshot)
        changes = kept_changes(snapshot, stamp.last_change)
    except SnapshotDamaged as error:
        raise NotRecomputable(str(error)) from error
    # Erased but not yet cleared from the files: they count no more.
    erased = erased_since(stamp.last_change, last_change())
    changes = changes.without(erased)
    gone = changes.gone.union(erased)
    # A name of its own, so that nothing counted before is taken for what is counted now.
    alone = copy.copy(snapshot)
    alone.public_id = uuid4()
    return pool_with(alone, base, Changes(changes.after, changes.through, changes.people, gone))


def _price(stamp: Stamp, about: UUID, current: CurrentPool, view: StampView) -> Price:
    job = with_lines(Job.objects.filter(public_id=about)).first()
    if job is None:
        raise NotRecomputable(f"The job of stamp {stamp.digest} was deleted, and its lines too.")
    if job.revision != stamp.job_revision:
        raise NotRecomputable(
            f"Stamp {stamp.digest} is of revision {stamp.job_revision} of the job. It was edited "
            f"since: only revision {job.revision} is kept."
        )
    return price_for(job, current, view, **question_of(stamp.question))


def _outcome(kept: str, found: str) -> str:
    if not kept or not found:
        return NOT_COMPARED
    return EQUAL if kept == found else DIFFERENT


def _since(stamp: Stamp, current: CurrentPool) -> tuple[int, int]:
    """Return how many of the pool withdrew since, and how many were edited."""
    changed, _ = changed_people(after=stamp.last_change)
    numbers = np.array(changed, dtype=np.int64)
    is_gone = np.isin(numbers, np.array(sorted(current.changes.gone), dtype=np.int64))
    stood = (current.live.base.pool.rows_of(numbers) >= 0) & ~is_gone
    stood |= np.isin(numbers, current.changes.people.number)
    among = numbers[stood].tolist()
    findable = findable_people().filter(pk__in=among).count()
    return len(among) - findable, findable
