"""Whether a score stands above the middle less often in one group than in another.

New York City's rule for automated tools that score people (Local Law 144 of 2021; 6 RCNY 5-300 and
5-301): the scoring rate of a group is the share of it that scores above the median of everybody
scored, its impact ratio that rate over the highest one. The rule sets no bar.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from preceptor.engine.estimate.impact import SMALL_SHARE_PERCENT


@dataclass(frozen=True, slots=True)
class ScoringRate:
    """How many of a group were scored, how many of them above the median, and how that compares.

    ``is_small`` groups hold less than 2 percent of those scored: their numbers are printed, and
    they are left out of the comparison (``ratio`` is None).
    """

    name: Hashable
    scored: int
    above: int
    rate: float
    ratio: float | None
    is_small: bool


def above_median(scores: Sequence[float]) -> tuple[bool, ...]:
    """Tell for each score whether it stands above the median of all; equal to it is not above.

    >>> above_median([10, 30, 20, 30])
    (False, True, False, True)
    """
    if not scores:
        return ()
    middle = median(scores)
    return tuple(score > middle for score in scores)


def scoring_rates(counts: Mapping[Hashable, tuple[int, int]]) -> list[ScoringRate]:
    """Return the scoring rates of groups from (scored, above the median), in the order given.

    People whose group is not known belong to the median but to no group: count them apart. Groups
    in which nobody was scored are left out.

    >>> rates = scoring_rates({"first": (92, 50), "second": (76, 34)})
    >>> [(round(100 * each.rate, 1), round(each.ratio, 2)) for each in rates]
    [(54.3, 1.0), (44.7, 0.82)]
    """
    everybody = sum(scored for scored, _ in counts.values())
    found = [
        (name, scored, above, 100 * scored < SMALL_SHARE_PERCENT * everybody)
        for name, (scored, above) in counts.items()
        if scored
    ]
    best = max((above / scored for _, scored, above, small in found if not small), default=0.0)
    return [
        ScoringRate(
            name=name,
            scored=scored,
            above=above,
            rate=above / scored,
            ratio=None if small or not best else above / scored / best,
            is_small=small,
        )
        for name, scored, above, small in found
    ]
