"""The cheapest relaxation of a job in the time of a page: twin of ``match.cheapest_relaxation``."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels import relax
from preceptor.engine.match import Change, Prices, Relaxation
from preceptor.engine.match.relaxation import DEFAULT_REACH, DROP_COST, LOWER_COST


def relaxation(prices: Prices, reach: int = DEFAULT_REACH) -> Relaxation:
    """Return the cheapest change with which at least ``reach`` people pass.

    Equals ``match.cheapest_relaxation`` in everything: all sets of at most four changes count,
    and ties fall as they do there.
    """
    asked = prices.job.requirements
    offered = [bit for bit, each in enumerate(asked) if each.is_offered]
    price = np.array([asked[bit].price for bit in offered], dtype=np.int64)
    can_lower = np.array([asked[bit].can_lower for bit in offered], dtype=np.bool_)
    gains = _gains(prices, offered)
    best = np.zeros(4 + relax.MOST_CHANGES, dtype=np.int64)
    tried = (gains, LOWER_COST * price, DROP_COST * price, can_lower)
    most = relax.cheapest(*tried, reach, best)
    if best[0] == relax.UNREACHED:
        relax.cheapest(*tried, most, best)
    cost, passing, size, pattern, *places = best.tolist()
    changes = tuple(
        Change(offered[place], is_drop=bool(pattern >> (size - 1 - index) & 1))
        for index, place in enumerate(places[:size])
    )
    dropped = sum(1 << each.requirement for each in changes if each.is_drop)
    lowered = sum(1 << each.requirement for each in changes if not each.is_drop)
    return Relaxation(
        reach=reach,
        changes=changes,
        cost=cost,
        passing=passing,
        passing_confirmed=prices.confirmed.passing(dropped, lowered),
        is_reached=passing >= reach,
    )


def _gains(prices: Prices, offered: list[int]) -> relax.Gains:
    place_of = np.full(32, -1, dtype=np.int64)
    place_of[offered] = np.arange(len(offered))
    histogram = prices.histogram
    gains = np.zeros(
        (relax.MOST_CHANGES + 1, relax.most_sets(len(offered)), relax.PATTERNS), dtype=np.int64
    )
    relax.count_gains(
        histogram.unmet,
        histogram.unmet_lowered,
        histogram.missed,
        histogram.people,
        place_of,
        gains,
    )
    return gains
