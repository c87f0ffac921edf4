"""The one place where a unit meets the engine. Django-free."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import CompiledJob
from preceptor.engine.tiles import TILE, TiledPool
from preceptor.engine.tiles.batch import JobBatch, first_bars, job_batch, match_tiles
from preceptor.engine.tiles.matches import TileMatches
from preceptor.matches.nightly.unit import UnitMatches, job_position_type


def pack_jobs(jobs: Sequence[CompiledJob]) -> bytes:
    """Return some jobs made ready, as bytes that a worker can be sent."""
    return pickle.dumps(job_batch(jobs), protocol=5)


def load_jobs(content: bytes) -> JobBatch:
    """Return the jobs that ``pack_jobs`` packed; the caller has made sure that these are they."""
    batch: JobBatch = pickle.loads(content)  # noqa: S301 a digest from elsewhere vouches for it
    return batch


def match_unit(
    pool: TiledPool, jobs: JobBatch, tiles: range, *, per_job: int, per_person: int
) -> UnitMatches:
    """Match the people of some tiles with every job, both ways.

    People are numbered as in the pool's rows; a person who stands in no list has counts of 0.
    """
    # What it takes to come into a list at all is found anew for every unit: between two of them
    # somebody may be erased from the snapshot.
    bars = first_bars(pool, jobs, per_job=per_job)
    everyone = match_tiles(pool, jobs, tiles, per_job=per_job, per_person=per_person, bars=bars)
    bars = first_bars(pool, jobs, per_job=per_job, strict=True)
    strict = match_tiles(pool, jobs, tiles, per_job=per_job, per_person=0, strict=True, bars=bars)
    kind = pool.number.dtype
    # Whoever was cleared from the snapshot has a row all the same, so that rows stay as they are.
    standing = pool.standing_of[tiles.start * TILE : tiles.stop * TILE]
    stands = pool.standing_scopes[standing] > 0
    return UnitMatches(
        open_counts=_counts(everyone.people >= 0, np.uint16),
        open_reaching=_counts(everyone.people_gates_met, np.uint16),
        open_numbers=_used(everyone.people, kind),
        open_scores=everyone.scores.astype(np.uint16),
        strict_counts=_counts(strict.people >= 0, np.uint16),
        strict_numbers=_used(strict.people, kind),
        strict_scores=strict.scores.astype(np.uint16),
        **_people(everyone, stands, job_position_type(len(jobs))),
    )


def _people(
    found: TileMatches, stands: NDArray[np.bool_], position: Any
) -> dict[str, NDArray[Any]]:
    columns = {
        "person_counts": _counts(found.jobs >= 0, np.uint8),
        "person_reaching": _counts(found.jobs_gates_met, np.uint8),
        "person_jobs": _used(found.jobs, position),
        "person_fits": found.fits.astype(np.uint16),
    }
    if stands.all():
        return columns
    whole = {}
    for name, column in columns.items():
        whole[name] = np.zeros((len(stands), *column.shape[1:]), dtype=column.dtype)
        whole[name][stands] = column
    return whole


def _counts(is_used: NDArray[np.bool_], kind: Any) -> NDArray[Any]:
    return np.asarray(is_used.sum(axis=1), dtype=kind)


def _used(values: NDArray[np.integer[Any]], kind: Any) -> NDArray[Any]:
    return np.asarray(np.maximum(values, 0), dtype=kind)
