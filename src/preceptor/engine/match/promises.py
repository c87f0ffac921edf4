"""What would put one person in, and at which rank: the whole answer with it, recomputed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from preceptor.engine.match.additions import (
    Promise,
    promises_for_gate,
    promises_for_line,
    with_additions,
)
from preceptor.engine.match.order import standing
from preceptor.engine.match.people import Pool
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


def ways_in(scored: Scored, row: int) -> WaysIn:
    """Return what would put the person of a row in, and at which rank.

    Every promise recomputes the person's whole score, masks and gates, so it equals what
    happens when the evidence is really added. Ranks are against everyone else of the pool.
    """
    person = scored.pool.select(np.array([row]))
    unmet = int(scored.unmet[row])
    asked = [(each.line, each.gate) for each in scored.job.requirements]
    open_gaps = [gap for bit, gap in enumerate(asked) if unmet >> bit & 1]
    promises = [_promises(scored, person, line, gate) for line, gate in open_gaps]
    nice = [
        promise for line in _unmet_nice(scored, row) for promise in _of_line(scored, person, line)
    ]
    single = _rank_all(
        scored, row, [(), *((each,) for some in promises for each in some), *((n,) for n in nice)]
    )
    now, ways = single[0], single[1:]
    together: Way | None = now
    if open_gaps:
        together = _together(scored, row, promises, ways)
    ordered = sorted(ways, key=lambda way: (way.strict_rank is None, way.open_rank, -way.score))
    return WaysIn(now, tuple(ordered), together)


def _together(
    scored: Scored, row: int, promises: list[tuple[Promise, ...]], ways: list[Way]
) -> Way | None:
    """Return the way that meets everything: of each gap's promises the one that scores most."""
    if not all(promises):
        return None
    alone = {way.promises[0]: way.score for way in ways}
    # max keeps the first of equals, in the order of the line's alternatives.
    chosen = tuple(max(some, key=lambda promise: alone[promise]) for some in promises)
    return _rank_all(scored, row, [chosen])[0]


def _promises(
    scored: Scored, person: Pool, line: int | None, gate: int | None
) -> tuple[Promise, ...]:
    if line is not None:
        return _of_line(scored, person, line)
    return promises_for_gate(scored.job, person, gate or 0)


def _of_line(scored: Scored, person: Pool, line: int) -> tuple[Promise, ...]:
    return promises_for_line(scored.job, person, line)


def _unmet_nice(scored: Scored, row: int) -> list[int]:
    return [
        index
        for index, line in enumerate(scored.job.job.lines)
        if not line.is_must and scored.line_states[index, row] != State.MET
    ]


def _rank_all(scored: Scored, row: int, variants: list[tuple[Promise, ...]]) -> list[Way]:
    """Return where the person would stand with each variant's promises kept."""
    person = scored.pool.select(np.array([row]))
    adds = [[add for promise in variant for add in promise.adds] for variant in variants]
    then = score_pool(with_additions(person, adds), scored.job)
    others = np.delete(standing(scored), row)
    others_in = np.delete(scored.scores, row)[np.delete(scored.passes, row)]
    then_standing = standing(then)
    ways = []
    for index, variant in enumerate(variants):
        score = int(then.scores[index])
        strict = 1 + int((others_in > score).sum()) if then.passes[index] else None
        ways.append(
            Way(
                promises=variant,
                score=score,
                gates_met=bool(then.gates_met[index]),
                unmet=int(then.unmet[index]),
                open_rank=1 + int((others > then_standing[index]).sum()),
                strict_rank=strict,
            )
        )
    return ways
