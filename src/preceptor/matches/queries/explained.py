"""One person against one job: what both the page's lines and its "why not nearer" stand on."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.engine.match import Scored, WaysIn, score_pool
from preceptor.engine.questions import others_than, why_not_me
from preceptor.engine.tiles import Ranks
from preceptor.matches.queries.alone import Alone
from preceptor.matches.queries.counted import counted_ranks
from preceptor.matches.queries.pool import CurrentPool, ReadyJob


@dataclass(frozen=True, eq=False, slots=True)
class Explained:
    """A person's record scored for a job, everyone else's ranks, and what would move them."""

    ready: ReadyJob
    alone: Alone
    scored: Scored
    others: Ranks
    ways: WaysIn


def explained(ready: ReadyJob, current: CurrentPool, alone: Alone) -> Explained:
    """Explain one job for one person, who is ranked among everyone else of the current pool.

    One pass over the pool for all who ask about a job, none for what was asked a moment ago.
    """
    job = ready.compiled
    scored = score_pool(alone.pool, job)
    own = alone.standing
    # Who changed nothing since the pool was read stands in it as they are.
    in_pool = scored if own is alone.pool else score_pool(own, job) if own is not None else None
    others = others_than(in_pool, counted_ranks(current, job))
    return Explained(ready, alone, scored, others, why_not_me(others, scored))
