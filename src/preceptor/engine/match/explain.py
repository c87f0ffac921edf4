"""Why a person stands where they stand: every line and gate with the piece that decides it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from preceptor.engine.match.additions import Promise, promises_for_gate, promises_for_line
from preceptor.engine.match.compile import Asked
from preceptor.engine.match.experience import quarters_held
from preceptor.engine.match.job import Years
from preceptor.engine.match.scales import (
    FULL,
    Education,
    State,
    credit_of,
    decode,
    grade_percent,
    level_percent,
)
from preceptor.engine.match.score import Scored


@dataclass(frozen=True, slots=True)
class Backing:
    """One piece of evidence on one alternative, and the three percentages of its credit.

    ``piece`` is its position in the person's record, ``alternative`` that in the line;
    ``held`` is the competency of the piece. ``meets``: it alone meets the line.
    """

    piece: int
    alternative: int
    held: int
    held_level: int
    held_grade: int
    similarity: int
    level: int
    grade: int
    credit: int
    meets: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a person stands on one line or gate (the other is None).

    ``requirement`` is the mask bit, None for a nice line. ``points`` = ``weight`` times
    ``credit``; a gate has none. ``best`` is the piece that earns most, the first of equals;
    ``meeting`` the best piece that meets the line, which may be another one. Both None where
    nothing answers. ``quarters`` is (held, asked) for years; ``education`` the level held,
    for education lines. ``needs``: each one of the ways to meet what is unmet.
    """

    line: int | None
    gate: int | None
    requirement: int | None
    state: State
    credit: int
    weight: int
    points: int
    best: Backing | None = None
    meeting: Backing | None = None
    quarters: tuple[int, int] | None = None
    education: Education | None = None
    needs: tuple[Promise, ...] = ()


def explain(scored: Scored, row: int) -> tuple[Explanation, ...]:
    """Return one explanation per line, then one per gate, in the job's order.

    The points add up to the score.
    """
    bits = {(asked.line, asked.gate): bit for bit, asked in enumerate(scored.job.requirements)}
    lines = [
        _explain_line(scored, row, index, bits.get((index, None)))
        for index in range(len(scored.job.job.lines))
    ]
    gates = [
        _explain_gate(scored, row, index, bits[None, index])
        for index in range(len(scored.job.job.gates))
    ]
    return (*lines, *gates)


def _explain_line(scored: Scored, row: int, index: int, bit: int | None) -> Explanation:
    job = scored.job
    asks = job.job.lines[index].asks
    backings = _backings(scored, row, job.asked[index])
    credit, weight = int(scored.credits[index, row]), job.weights[index]
    person = scored.pool.select(np.array([row]))
    state = State(int(scored.line_states[index, row]))
    quarters = education = None
    if isinstance(asks, Years):
        held = quarters_held(person, asks.domain, job.job.hours_per_year)
        quarters = (int(held[0]), asks.quarters)
    elif not job.asked[index]:
        education = Education(int(scored.pool.education[row]))
    return Explanation(
        line=index,
        gate=None,
        requirement=bit,
        state=state,
        credit=credit,
        weight=weight,
        points=weight * credit,
        best=_largest(backings),
        meeting=_largest([each for each in backings if each.meets]),
        quarters=quarters,
        education=education,
        needs=() if state is State.MET else promises_for_line(job, person, index),
    )


def _explain_gate(scored: Scored, row: int, index: int, bit: int) -> Explanation:
    backings = _backings(scored, row, scored.job.gate_asked[index])
    person = scored.pool.select(np.array([row]))
    state = State(int(scored.gate_states[index, row]))
    return Explanation(
        line=None,
        gate=index,
        requirement=bit,
        state=state,
        credit=0,
        weight=0,
        points=0,
        best=_largest(backings),
        meeting=_largest([each for each in backings if each.meets]),
        needs=() if state is State.MET else promises_for_gate(scored.job, person, index),
    )


def _backings(scored: Scored, row: int, asked: tuple[Asked, ...]) -> list[Backing]:
    """Return every piece that earns anything on any alternative, in the record's order."""
    similarity = scored.job.codebook.similarity
    answering = [similarity.percent_by_held(choice.competency) for choice in asked]
    found = []
    for piece, code in enumerate(scored.pool.pieces(row).tolist()):
        held, held_level, held_grade = decode(code)
        grade = grade_percent(held_grade, scored.job.job.proof_weight)
        for alternative, choice in enumerate(asked):
            percent = answering[alternative].get(held)
            if not percent:
                continue
            level = level_percent(held_level, choice.level)
            is_enough = held_level >= choice.level and held_grade >= choice.grade
            found.append(
                Backing(
                    piece=piece,
                    alternative=alternative,
                    held=held,
                    held_level=held_level,
                    held_grade=held_grade,
                    similarity=percent,
                    level=level,
                    grade=grade,
                    credit=credit_of(percent, level, grade),
                    meets=percent == FULL and is_enough,
                )
            )
    return found


def _largest(backings: list[Backing]) -> Backing | None:
    # max keeps the first of equals.
    return max(backings, key=lambda each: each.credit, default=None)
