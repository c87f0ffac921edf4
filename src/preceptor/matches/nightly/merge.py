"""Join the lists that units found for each job; digest all that a run found. Django-free."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.order import GATES_STEP
from preceptor.matches.nightly.columns import Columns
from preceptor.matches.nightly.unit import PERSON_COLUMNS

# So many jobs are joined at a time: what is held in memory does not grow with their number.
JOBS_AT_ONCE = 256

# One number orders by standing, then by person number.
NUMBER_BITS = 40
_WORST = 2 * GATES_STEP


def joined_jobs(
    units: Sequence[Columns], *, jobs: int, per_job: int
) -> dict[str, NDArray[np.integer[Any]]]:
    """Return the lists of every job over all units, as ``UnitMatches`` names and orders them."""
    parts = [
        _joined_block(units, slice(start, min(start + JOBS_AT_ONCE, jobs)), per_job)
        for start in range(0, jobs, JOBS_AT_ONCE)
    ]
    if not parts:
        parts = [_joined_block([], slice(0, 0), per_job)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _joined_block(
    units: Sequence[Columns], jobs: slice, per_job: int
) -> dict[str, NDArray[np.integer[Any]]]:
    count = jobs.stop - jobs.start
    open_ = _best([_keys(unit, jobs, "open") for unit in units], count, per_job)
    strict = _best([_keys(unit, jobs, "strict") for unit in units], count, per_job)
    return {
        "open_counts": _counts(open_ < _NOBODY),
        "open_reaching": _counts(_standing(open_) >= GATES_STEP),
        "open_numbers": _numbers(open_),
        "open_scores": (_standing(open_) % GATES_STEP).astype(np.uint16),
        "strict_counts": _counts(strict < _NOBODY),
        "strict_numbers": _numbers(strict),
        "strict_scores": (_standing(strict) % GATES_STEP).astype(np.uint16),
    }


# Larger than any key: sorts behind everybody.
_NOBODY = np.int64((_WORST + 1) << NUMBER_BITS)


def _keys(unit: Columns, jobs: slice, kind: str) -> NDArray[np.int64]:
    """Return one number per entry, smaller for better; _NOBODY where no entry is."""
    numbers = unit[f"{kind}_numbers"][jobs].astype(np.int64)
    standing = unit[f"{kind}_scores"][jobs].astype(np.int64)
    slots = np.arange(numbers.shape[1])
    # Whoever stands in a strict list has no unmet gate.
    reaching = unit["open_reaching" if kind == "open" else "strict_counts"][jobs]
    standing += np.where(slots < reaching[:, None], GATES_STEP, 0)
    is_used = slots < unit[f"{kind}_counts"][jobs][:, None]
    return np.where(is_used, ((_WORST - standing) << NUMBER_BITS) | numbers, _NOBODY)


def _best(keys: list[NDArray[np.int64]], count: int, limit: int) -> NDArray[np.int64]:
    everyone = np.hstack([*keys, np.full((count, limit), _NOBODY)])
    if everyone.shape[1] > limit:
        everyone = np.partition(everyone, limit - 1, axis=1)[:, :limit]
    best: NDArray[np.int64] = np.sort(everyone, axis=1)
    return best


def _standing(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(keys < _NOBODY, _WORST - (keys >> NUMBER_BITS), 0)


def _numbers(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(keys < _NOBODY, keys & ((1 << NUMBER_BITS) - 1), 0)


def _counts(is_used: NDArray[np.bool_]) -> NDArray[np.uint16]:
    return np.asarray(is_used.sum(axis=1), dtype=np.uint16)


def result_digest(joined: dict[str, NDArray[np.integer[Any]]], people: Sequence[Columns]) -> str:
    """Return the SHA-256 of all that a run found: the same however it was cut and by whom."""
    digest = hashlib.sha256()
    for name in sorted(joined):
        digest.update(_plain(joined[name], np.int64))
    for name in PERSON_COLUMNS:
        kind = np.uint8 if name in ("person_counts", "person_reaching") else None
        for unit in people:
            digest.update(_plain(unit[name], kind))
    return digest.hexdigest()


def _plain(values: NDArray[Any], kind: Any) -> memoryview:
    plain = np.ascontiguousarray(values, dtype=kind)
    return plain.reshape(-1).view(np.uint8).data
