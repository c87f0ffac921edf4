"""The whole pool against one job: credits, states, scores and masks in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import CompiledJob
from preceptor.engine.match.evidence import Found, read_pool
from preceptor.engine.match.experience import has_schooling, quarters_held, states_schooling
from preceptor.engine.match.gates import States, gate_states, states_of
from preceptor.engine.match.job import Licence, Schooling, Years
from preceptor.engine.match.people import Pool
from preceptor.engine.match.scales import MOST_CREDIT, State, lower_quarters

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Scored:
    """A pool of n people scored against a job.

    ``credits`` uint8 (lines, n); ``line_states`` uint8 (lines, n) and ``gate_states`` uint8
    (gates, n) of State; ``scores`` int64 (n), the sum of weight times credit. Masks are uint32
    (n) over ``job.requirements``: ``unmet``; ``unmet_lowered``, those still unmet after one
    lower step; ``not_stated``. The last two are subsets of the first.
    """

    job: CompiledJob
    pool: Pool
    credits: NDArray[np.uint8]
    line_states: States
    gate_states: States
    scores: Ints
    unmet: NDArray[np.uint32]
    unmet_lowered: NDArray[np.uint32]
    not_stated: NDArray[np.uint32]

    @cached_property
    def passes(self) -> Bools:
        """Return who misses no must and no gate: the strict list."""
        passes: Bools = self.unmet == 0
        return passes

    @cached_property
    def gates_met(self) -> Bools:
        """Return who misses no gate."""
        gates = sum(
            1 << bit for bit, asked in enumerate(self.job.requirements) if asked.gate is not None
        )
        met: Bools = (self.unmet & np.uint32(gates)) == 0
        return met


def score_pool(pool: Pool, job: CompiledJob) -> Scored:
    """Score everyone in a pool against a job. An empty pool gives empty arrays.

    Who stands in the pool of a question is decided before: ``pool.within(scopes)``.
    Raises ValueError where the two are of different vocabulary versions.
    """
    if pool.vocabulary_version != job.codebook.version:
        raise ValueError("The pool and the job are of different vocabulary versions.")
    return score_found(pool, job, read_pool(pool, job))


def score_found(pool: Pool, job: CompiledJob, found: Found) -> Scored:
    """Score a pool whose evidence was read already."""
    earned = found.credits.copy()
    line_states = np.zeros(earned.shape, dtype=np.uint8)
    lowered = np.zeros(earned.shape, dtype=np.bool_)
    for index in range(len(job.job.lines)):
        line = _score_line(pool, job, found, index)
        earned[index], lowered[index] = line.credit, line.met_lowered
        line_states[index] = np.where(
            (line.credit > 0) & ~line.met,
            np.uint8(State.PARTLY),
            states_of(line.met, line.stated),
        )
    all_gates = np.zeros((len(job.job.gates), len(pool)), dtype=np.uint8)
    for index, gate in enumerate(job.job.gates):
        if isinstance(gate, Licence):
            kinds = job.kinds_asked(job.gate_asked[index])
            stated = _has(found.gate_near, index) | _is_complete(pool, kinds)
            all_gates[index] = states_of(_has(found.gate_met, index), stated)
        else:
            all_gates[index] = gate_states(pool, gate)
    scores = np.array(job.weights, dtype=np.int64) @ earned.astype(np.int64)
    masks = _masks(job, line_states, lowered, all_gates)
    return Scored(job, pool, earned, line_states, all_gates, scores, *masks)


@dataclass(frozen=True, slots=True, eq=False)
class _LineScore:
    """One line: uint8 or int64 credit, and who meets it, meets it lowered, says anything."""

    credit: NDArray[np.integer[Any]]
    met: Bools
    met_lowered: Bools
    stated: Bools


def _score_line(pool: Pool, job: CompiledJob, found: Found, index: int) -> _LineScore:
    asks = job.job.lines[index].asks
    if isinstance(asks, Years):
        return _score_years(pool, asks, job.job.hours_per_year)
    if isinstance(asks, Schooling):
        met = has_schooling(pool, asks, job.job.hours_per_year)
        return _LineScore(met * np.uint8(MOST_CREDIT), met, met, states_schooling(pool, asks))
    return _LineScore(
        found.credits[index],
        _has(found.met, index),
        _has(found.met_lowered, index),
        _is_complete(pool, job.kinds_asked(job.asked[index])),
    )


def _score_years(pool: Pool, asked: Years, rate: int) -> _LineScore:
    held = quarters_held(pool, asked.domain, rate)
    least = lower_quarters(asked.quarters) or asked.quarters
    return _LineScore(
        credit=np.minimum(MOST_CREDIT, MOST_CREDIT * held // asked.quarters),
        met=held >= asked.quarters,
        met_lowered=held >= least,
        stated=(pool.stated & np.uint8(1 << asked.domain)) > 0,
    )


def _has(bits: NDArray[np.unsignedinteger[Any]], index: int) -> Bools:
    return (bits & bits.dtype.type(1 << index)) > 0


def _is_complete(pool: Pool, kinds: int) -> Bools:
    complete: Bools = (pool.complete & np.uint8(kinds)) == kinds
    return complete


def _masks(
    job: CompiledJob, line_states: States, lowered: Bools, all_gates: States
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the masks of unmet, unmet one step lower, and not stated requirements."""
    unmet, unmet_lowered, not_stated = np.zeros((3, line_states.shape[1]), dtype=np.uint32)
    for position, asked in enumerate(job.requirements):
        bit = np.uint32(1 << position)
        if asked.gate is not None:
            states = all_gates[asked.gate]
            still = states != State.MET
        else:
            states = line_states[asked.line]
            still = ~lowered[asked.line]
        unmet |= bit * (states != State.MET)
        unmet_lowered |= bit * still
        not_stated |= bit * (states == State.NOT_STATED)
    return unmet, unmet_lowered, not_stated
