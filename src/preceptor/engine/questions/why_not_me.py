"""Why a person is not nearer the top of a job, and at which rank each promise puts them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from preceptor.engine.match import Pool, Promise, Scored, Way, WaysIn, ways_among, ways_with
from preceptor.engine.tiles import LivePool, Ranks


def standing_of(number: int, live: LivePool) -> Pool | None:
    """Return the record under which a person stands in a pool; None where they do not."""
    try:
        row = live.row_of(number)
    except KeyError:
        return None
    return live.people(np.array([row]))


def others_than(own: Scored | None, ranks: Ranks) -> Ranks:
    """Return the ranks among everyone who can be asked but one person.

    ``own``: the person's ``standing_of``, scored for the job; None for who cannot be asked and
    leaves the ranks as they are. ``ranks``: ``tiles.standings`` of the job; one pass serves
    every person and every promise.
    """
    if own is None:
        return ranks
    return ranks.without(
        gates_met=bool(own.gates_met[0]), score=int(own.scores[0]), passes=bool(own.passes[0])
    )


def why_not_me(others: Ranks, person: Scored) -> WaysIn:
    """Return where a person stands, each single promise with its exact rank, and all at once.

    ``person``: a pool of the one person, as their record is now, scored for the job; they need
    not be among those who can be asked. It equals ``match.ways_in`` in the pool with the person
    in it: the promises are recomputed on the one person, and ranked by the histogram of everyone
    else.
    """
    return ways_among(others, person)


def kept_promises(others: Ranks, person: Scored, promises: Sequence[Promise]) -> Way:
    """Return where a person would stand with some promises kept, all of them at once."""
    return ways_with(others, person, [tuple(promises)])[0]
