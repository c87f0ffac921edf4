"""Why a person is not nearer the top of a job, and at which rank each promise puts them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from preceptor.engine.match import (
    CompiledJob,
    Pool,
    Promise,
    Way,
    WaysIn,
    score_pool,
    ways_among,
    ways_with,
)
from preceptor.engine.tiles import LivePool, Ranks


def others_than(number: int, live: LivePool, job: CompiledJob, ranks: Ranks) -> Ranks:
    """Return the ranks among everyone who can be asked but the person of a number.

    ``ranks``: ``tiles.standings`` of the job in ``live``; one pass serves every person and
    every promise. Who cannot be asked leaves them as they are.
    """
    try:
        row = live.row_of(number)
    except KeyError:
        return ranks
    own = score_pool(live.people(np.array([row])), job)
    return ranks.without(
        gates_met=bool(own.gates_met[0]), score=int(own.scores[0]), passes=bool(own.passes[0])
    )


def why_not_me(others: Ranks, job: CompiledJob, person: Pool) -> WaysIn:
    """Return where a person stands, each single promise with its exact rank, and all at once.

    ``person``: a pool of the one person, as their record is now; they need not be among those
    who can be asked. It equals ``match.ways_in`` in the pool with the person in it: the
    promises are recomputed on the one person, and ranked by the histogram of everyone else.
    """
    return ways_among(others, score_pool(person, job))


def kept_promises(
    others: Ranks, job: CompiledJob, person: Pool, promises: Sequence[Promise]
) -> Way:
    """Return where a person would stand with some promises kept, all of them at once."""
    return ways_with(others, score_pool(person, job), [tuple(promises)])[0]
