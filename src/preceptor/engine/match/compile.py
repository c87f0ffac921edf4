"""A job made ready: its requirements as mask bits, its lines as lookup tables over codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.job import (
    AnyOf,
    Availability,
    Credential,
    Job,
    Licence,
    Line,
    Place,
    Years,
    check_job,
    weights_within_bounds,
)
from preceptor.engine.match.scales import (
    ASKED_UNSTATED,
    CODES_EACH,
    CREDENTIAL_ASKED,
    CREDIT_UNIT,
    FULL,
    GRADES,
    LEVELS,
    MOST_CREDIT,
    Grade,
    grade_percent,
    level_percent,
    lower_quarters,
)
from preceptor.engine.match.similarity import Codebook

# What dropping place or availability costs as if it were a line of this weight.
GATE_PRICE = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One alternative of a line or licence with everything decided: level 1-5, grade 0-4."""

    competency: int
    level: int
    grade: Grade
    can_lower: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """A must line or a gate; its position among the job's requirements is its mask bit.

    ``line`` or ``gate`` is its position in the job, the other is None. ``price`` is the
    edited weight that a relaxation costs. ``can_lower``: a lower step exists.
    ``is_offered``: a relaxation may drop it (never a licence or the right to work).
    """

    line: int | None
    gate: int | None
    price: int
    can_lower: bool
    is_offered: bool


@dataclass(frozen=True, eq=False)
class CodeTables:
    """What a code is worth to each line of a job; codes are all codes of the vocabulary.

    ``credit`` uint8 (lines, codes); rows of lines that read no codes are 0.
    ``met``, ``met_lowered`` uint64 (codes): the bits of the lines that this code alone meets.
    ``gate_met``, ``gate_near`` uint32 (codes): the bits of the licence gates that it meets, or
    for which it is at least something comparable. ``counts`` bool (codes): any of these.
    """

    credit: NDArray[np.uint8]
    met: NDArray[np.uint64]
    met_lowered: NDArray[np.uint64]
    gate_met: NDArray[np.uint32]
    gate_near: NDArray[np.uint32]
    counts: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CompiledJob:
    """A job with its requirements, weights and alternatives decided, for one vocabulary.

    ``weights`` sum to at most 257. ``asked``: per line its alternatives, empty for years and
    education; ``gate_asked`` the same per gate, empty for all but licences.
    ``tables`` is made on first use.
    """

    job: Job
    codebook: Codebook
    requirements: tuple[Requirement, ...]
    weights: tuple[int, ...]
    asked: tuple[tuple[Asked, ...], ...]
    gate_asked: tuple[tuple[Asked, ...], ...]

    @property
    def number(self) -> int:
        """Return the job's number."""
        return self.job.number

    @cached_property
    def tables(self) -> CodeTables:
        """Return the lookup tables over codes."""
        return _tables(self)

    def kinds_asked(self, asked: Sequence[Asked]) -> int:
        """Return the bits of the kinds among some alternatives; 0 for none."""
        bits = 0
        for choice in asked:
            bits |= 1 << int(self.codebook.kinds[choice.competency])
        return bits


def compile_job(job: Job, codebook: Codebook) -> CompiledJob:
    """Return a job made ready for scoring.

    Raises TooMuchAsked for more than 64 lines or 24 musts and gates (see ``keep_as_read``),
    and ValueError for anything outside its scale.
    """
    check_job(job, codebook.count)
    musts = [
        Requirement(index, None, line.edited_weight, _can_lower(line, codebook), is_offered=True)
        for index, line in enumerate(job.lines)
        if line.is_must
    ]
    gates = [
        Requirement(None, index, GATE_PRICE, False, isinstance(gate, Place | Availability))
        for index, gate in enumerate(job.gates)
    ]
    return CompiledJob(
        job=job,
        codebook=codebook,
        requirements=(*musts, *gates),
        weights=weights_within_bounds(tuple(line.edited_weight for line in job.lines)),
        asked=tuple(_asked(line.asks, codebook) for line in job.lines),
        gate_asked=tuple(
            _credentials(gate.credentials, Grade.CLAIMED) if isinstance(gate, Licence) else ()
            for gate in job.gates
        ),
    )


def _asked(asks: object, codebook: Codebook) -> tuple[Asked, ...]:
    if isinstance(asks, Credential):
        return _credentials(asks.credentials, asks.minimum_grade)
    if not isinstance(asks, AnyOf):
        return ()
    found: list[Asked] = []
    for choice in asks.alternatives:
        if codebook.is_credential(choice.competency):
            found += _credentials((choice.competency,), asks.minimum_grade)
        else:
            level = ASKED_UNSTATED if choice.level is None else choice.level
            found.append(Asked(choice.competency, level, asks.minimum_grade, level > 1))
    return tuple(found)


def _credentials(competencies: tuple[int, ...], grade: Grade) -> tuple[Asked, ...]:
    # One level lower would let in the expired: a credential has no lower step.
    return tuple(Asked(number, CREDENTIAL_ASKED, grade, can_lower=False) for number in competencies)


def _can_lower(line: Line, codebook: Codebook) -> bool:
    if isinstance(line.asks, Years):
        return lower_quarters(line.asks.quarters) is not None
    return any(choice.can_lower for choice in _asked(line.asks, codebook))


def _tables(job: CompiledJob) -> CodeTables:
    codes = job.codebook.count * CODES_EACH
    proof = np.array([grade_percent(grade, job.job.proof_weight) for grade in Grade])
    credit = np.zeros((len(job.asked), codes), dtype=np.uint8)
    met, met_lowered = (np.zeros(codes, dtype=np.uint64) for _ in range(2))
    gate_met, gate_near = (np.zeros(codes, dtype=np.uint32) for _ in range(2))
    for index, line in enumerate(job.asked):
        bit = np.uint64(1 << index)
        for choice in line:
            held, percent = job.codebook.similarity.held_for(choice.competency)
            row = credit[index].reshape(-1, CODES_EACH)
            row[held] = np.maximum(row[held], _credit_block(percent, choice.level, proof))
            same = held[percent == FULL]
            met.reshape(-1, LEVELS, GRADES)[same, choice.level - 1 :, choice.grade :] |= bit
            lower = choice.level - 1 - choice.can_lower
            met_lowered.reshape(-1, LEVELS, GRADES)[same, lower:, choice.grade :] |= bit
    for index, gate in enumerate(job.gate_asked):
        gate_bit = np.uint32(1 << index)
        for choice in gate:
            held, percent = job.codebook.similarity.held_for(choice.competency)
            # Another credential is comparable; a skill says nothing of the licence.
            near = held[[job.codebook.is_credential(number) for number in held.tolist()]]
            gate_near.reshape(-1, CODES_EACH)[near] |= gate_bit
            same = held[percent == FULL]
            gate_met.reshape(-1, LEVELS, GRADES)[same, choice.level - 1 :] |= gate_bit
    counts = credit.any(axis=0) | (gate_near > 0) | (gate_met > 0)
    return CodeTables(credit, met, met_lowered, gate_met, gate_near, counts)


def _credit_block(
    percent: NDArray[np.int64], asked: int, proof: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the credit of every level and grade of some competencies, (competencies, 25)."""
    levels = np.array([level_percent(held, asked) for held in range(1, LEVELS + 1)])
    product = percent[:, None, None] * levels[:, None] * proof
    block: NDArray[np.int64] = MOST_CREDIT * product // CREDIT_UNIT
    return block.reshape(-1, CODES_EACH)
