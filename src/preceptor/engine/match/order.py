"""Who stands where: the open and the strict list, and ranks with ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.job import MOST_WEIGHTS_SUM
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.match.score import Scored

Ints = NDArray[np.int64]

# More than any score, so that one number orders by gates first, then by score.
GATES_STEP = MOST_WEIGHTS_SUM * MOST_CREDIT + 1


def standing(scored: Scored) -> Ints:
    """Return one number per person, larger for better: no unmet gate first, then score."""
    return scored.gates_met * np.int64(GATES_STEP) + scored.scores


def top(scored: Scored, limit: int | None = None, *, strict: bool = False) -> Ints:
    """Return the rows of the best people in order; all of them without a limit.

    Open: no unmet gate first, then score, then person number. Strict: only people who miss
    no must and no gate, in the same order.
    """
    rows = np.flatnonzero(scored.passes) if strict else np.arange(len(scored.pool))
    # Rows rise by person number, and a stable sort keeps that among equals.
    order = np.argsort(-standing(scored)[rows], kind="stable")
    return rows[order][:limit]


def open_ranks(scored: Scored) -> Ints:
    """Return everyone's rank in the open list: 1 + people strictly better; ties share it."""
    return _ranks(standing(scored), standing(scored))


def open_rank(scored: Scored, row: int) -> int:
    """Return one person's rank in the open list, as ``open_ranks`` gives it for everyone."""
    everyone = standing(scored)
    return 1 + int(np.count_nonzero(everyone > everyone[row]))


def strict_ranks(scored: Scored) -> Ints:
    """Return the rank in the strict list of everyone who stands in it; 0 for the others."""
    ranks = _ranks(scored.scores, scored.scores[scored.passes])
    return np.where(scored.passes, ranks, 0)


def _ranks(values: Ints, among: Ints) -> Ints:
    ordered = np.sort(among)
    return 1 + len(ordered) - np.searchsorted(ordered, values, side="right")
