"""The best that everyone's evidence gives on each line: for a pool, or for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import Asked, CompiledJob
from preceptor.engine.match.people import Pool
from preceptor.engine.match.scales import (
    CODES_EACH,
    CREDIT_UNIT,
    FULL,
    GRADES,
    LEVELS,
    MOST_CREDIT,
    Grade,
    grade_percent,
    level_percent,
)
from preceptor.engine.match.similarity import Codebook

# The grade of a competency that nothing meets.
NO_GRADE = -1


@dataclass(frozen=True, eq=False)
class Found:
    """The best of the pieces of n people on a job.

    ``credits`` uint8 (lines, n). ``met`` and ``met_lowered`` uint64 (n): bits of the lines met
    as asked, and with one lower step. ``gate_met`` and ``gate_near`` uint32 (n): bits of the
    licence gates met, and of those for which something comparable is held.
    """

    credits: NDArray[np.uint8]
    met: NDArray[np.uint64]
    met_lowered: NDArray[np.uint64]
    gate_met: NDArray[np.uint32]
    gate_near: NDArray[np.uint32]


def read_pool(pool: Pool, job: CompiledJob) -> Found:
    """Read everyone's evidence through the job's tables."""
    tables = job.tables
    # Most codes say nothing to a job: only those that count are read line by line.
    counts = tables.counts[pool.codes]
    codes = pool.codes[counts]
    offsets = np.append(0, np.cumsum(counts))[pool.offsets]
    is_held = offsets[1:] > offsets[:-1]
    starts = offsets[:-1][is_held]

    def best(reduce: np.ufunc, table: NDArray[Any]) -> NDArray[Any]:
        # reduceat has no empty segments, so people without such codes keep 0.
        out = np.zeros(len(pool), dtype=table.dtype)
        if len(starts):
            out[is_held] = reduce.reduceat(table[codes], starts)
        return out

    earned = np.zeros((len(job.asked), len(pool)), dtype=np.uint8)
    for index, asked in enumerate(job.asked):
        if asked:
            earned[index] = best(np.maximum, tables.credit[index])
    return Found(
        credits=earned,
        met=best(np.bitwise_or, tables.met),
        met_lowered=best(np.bitwise_or, tables.met_lowered),
        gate_met=best(np.bitwise_or, tables.gate_met),
        gate_near=best(np.bitwise_or, tables.gate_near),
    )


@dataclass(frozen=True, eq=False)
class Expanded:
    """One person's evidence under one proof weight, by competency and asked level (1-5).

    ``credit[competency][level - 1]``, and ``grade`` likewise: the best grade among the pieces
    that answer for the competency in full at that level, -1 for none. ``near[competency]``: a
    credential is held that answers for it at all. Plain lists: single look-ups follow by the
    thousand.
    """

    credit: list[list[int]]
    grade: list[list[int]]
    near: list[bool]


def expand_person(
    codes: NDArray[np.unsignedinteger[Any]], codebook: Codebook, proof_weight: int
) -> Expanded:
    """Expand one person's pieces once, so that many jobs can be read against them."""
    credit = np.zeros((codebook.count, LEVELS), dtype=np.uint8)
    grade = np.full((codebook.count, LEVELS), NO_GRADE, dtype=np.int8)
    near = np.zeros(codebook.count, dtype=np.bool_)
    proof = [grade_percent(each, proof_weight) for each in Grade]
    levels = np.array(
        [[level_percent(held, asked) for asked in range(1, 6)] for held in range(1, 6)]
    )
    for code in codes.tolist():
        competency, rest = divmod(code, CODES_EACH)
        level, held_grade = divmod(rest, GRADES)
        asked, percent = codebook.similarity.answered_by(competency)
        product = percent[:, None] * levels[level] * proof[held_grade]
        credit[asked] = np.maximum(credit[asked], MOST_CREDIT * product // CREDIT_UNIT)
        near[asked] |= codebook.is_credential(competency)
        same = asked[percent == FULL]
        grade[same, : level + 1] = np.maximum(grade[same, : level + 1], held_grade)
    return Expanded(credit.tolist(), grade.tolist(), near.tolist())


def read_person(person: Expanded, job: CompiledJob) -> Found:
    """Read one expanded person against a job; equals ``read_pool`` on a pool of that person."""
    earned = [0] * len(job.asked)
    met = met_lowered = gate_met = gate_near = 0
    for index, asked in enumerate(job.asked):
        for choice in asked:
            earned[index] = max(earned[index], person.credit[choice.competency][choice.level - 1])
            met |= _meets(person, choice, choice.level) << index
            met_lowered |= _meets(person, choice, choice.level - choice.can_lower) << index
    for index, asked in enumerate(job.gate_asked):
        for choice in asked:
            gate_met |= _meets(person, choice, choice.level) << index
            gate_near |= person.near[choice.competency] << index
    return Found(
        np.array(earned, dtype=np.uint8).reshape(-1, 1),
        np.array([met], dtype=np.uint64),
        np.array([met_lowered], dtype=np.uint64),
        np.array([gate_met], dtype=np.uint32),
        np.array([gate_near], dtype=np.uint32),
    )


def _meets(person: Expanded, choice: Asked, level: int) -> bool:
    return person.grade[choice.competency][level - 1] >= choice.grade
