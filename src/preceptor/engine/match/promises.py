"""What would put one person in, and at which rank: the whole answer with it, recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from preceptor.engine.match.additions import (
    Promise,
    promises_for_gate,
    promises_for_line,
    with_additions,
)
from preceptor.engine.match.order import GATES_STEP, standing
from preceptor.engine.match.scales import State
from preceptor.engine.match.score import Scored, score_pool


@dataclass(frozen=True, slots=True)
class Way:
    """Some promises kept, and where the person then stands against everyone else.

    ``unmet`` is the mask still unmet; ``open_rank`` in the open list; ``strict_rank`` in the
    strict list, None where the person still misses something.
    """

    promises: tuple[Promise, ...]
    score: int
    gates_met: bool
    unmet: int
    open_rank: int
    strict_rank: int | None


@dataclass(frozen=True, slots=True)
class WaysIn:
    """Where a person stands, and what would change it.

    ``now``: as things are, no promises. ``single``: one promise at a time, best first (strict
    list, then open rank, then score), then requirement and line order. ``together``: one
    promise for everything the person misses, the way into the strict list; None where
    something cannot be met by any record, and ``now`` where nothing is missed.
    """

    now: Way
    single: tuple[Way, ...]
    together: Way | None


class Others(Protocol):
    """Everyone else whom a person is ranked against."""

    def open_rank(self, *, gates_met: bool, score: int) -> int:
        """Return 1 + people of the open list who are strictly better."""
        ...

    def strict_rank(self, score: int) -> int:
        """Return 1 + people of the strict list who are strictly better."""
        ...


def ways_in(scored: Scored, row: int) -> WaysIn:
    """Return what would put the person of a row in, and at which rank.

    Every promise recomputes the person's whole score, masks and gates, so it equals what
    happens when the evidence is really added. Ranks are against everyone else of the pool.
    """
    person = scored.pool.select(np.array([row]))
    return ways_among(_Everyone(scored, row), score_pool(person, scored.job))


def ways_among(others: Others, alone: Scored) -> WaysIn:
    """Return what ``ways_in`` does for a person scored in a pool of their own.

    ``others``: where scores stand among everyone but the person.
    """
    unmet = int(alone.unmet[0])
    gaps = [each for bit, each in enumerate(alone.job.requirements) if unmet >> bit & 1]
    promises = [_promises(alone, gap.line, gap.gate) for gap in gaps]
    nice = [promise for line in _unmet_nice(alone) for promise in _promises(alone, line, None)]
    variants = [(promise,) for some in (*promises, nice) for promise in some]
    now, *ways = ways_with(others, alone, [(), *variants])
    together: Way | None = now
    if gaps:
        together = _together(others, alone, promises, ways)
    ordered = sorted(ways, key=lambda way: (way.strict_rank is None, way.open_rank, -way.score))
    return WaysIn(now, tuple(ordered), together)


def ways_with(others: Others, alone: Scored, variants: Sequence[tuple[Promise, ...]]) -> list[Way]:
    """Return where a person would stand with each variant's promises kept, all of them at once."""
    adds = [[add for promise in variant for add in promise.adds] for variant in variants]
    then = score_pool(with_additions(alone.pool, adds), alone.job)
    ways = []
    for index, variant in enumerate(variants):
        score, gates_met = int(then.scores[index]), bool(then.gates_met[index])
        ways.append(
            Way(
                promises=variant,
                score=score,
                gates_met=gates_met,
                unmet=int(then.unmet[index]),
                open_rank=others.open_rank(gates_met=gates_met, score=score),
                strict_rank=others.strict_rank(score) if then.passes[index] else None,
            )
        )
    return ways


class _Everyone:
    """Everyone of a scored pool but the person of a row."""

    def __init__(self, scored: Scored, row: int) -> None:
        self._standing = np.delete(standing(scored), row)
        self._in = np.delete(scored.scores, row)[np.delete(scored.passes, row)]

    def open_rank(self, *, gates_met: bool, score: int) -> int:
        return 1 + int((self._standing > gates_met * GATES_STEP + score).sum())

    def strict_rank(self, score: int) -> int:
        return 1 + int((self._in > score).sum())


def _together(
    others: Others, alone: Scored, promises: list[tuple[Promise, ...]], ways: list[Way]
) -> Way | None:
    """Return the way that meets everything: of each gap's promises the one that scores most."""
    if not all(promises):
        return None
    scores = {way.promises[0]: way.score for way in ways}
    # max keeps the first of equals, in the order of the line's alternatives.
    chosen = tuple(max(some, key=lambda promise: scores[promise]) for some in promises)
    return ways_with(others, alone, [chosen])[0]


def _promises(alone: Scored, line: int | None, gate: int | None) -> tuple[Promise, ...]:
    if line is not None:
        return promises_for_line(alone.job, alone.pool, line)
    return promises_for_gate(alone.job, alone.pool, gate or 0)


def _unmet_nice(alone: Scored) -> list[int]:
    return [
        index
        for index, line in enumerate(alone.job.job.lines)
        if not line.is_must and alone.line_states[index, 0] != State.MET
    ]
