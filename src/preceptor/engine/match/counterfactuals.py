"""What every requirement costs in people, exactly, from one histogram of the masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import CompiledJob
from preceptor.engine.match.job import MOST_REQUIREMENTS
from preceptor.engine.match.scales import State
from preceptor.engine.match.score import Scored

Masks = NDArray[np.uint32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many people have each pair of masks; k distinct pairs, rising.

    ``unmet`` and ``unmet_lowered`` uint32 (k), ``people`` int64 (k).
    """

    unmet: Masks
    unmet_lowered: Masks
    people: Ints

    def passing(self, dropped: int = 0, lowered: int = 0) -> int:
        """Return how many people pass with some requirements dropped and some a step lower.

        Both are masks. Someone passes when all they miss is dropped or lowered, and what they
        miss even a step lower is dropped.
        """
        missed = (self.unmet & np.uint32(~(dropped | lowered) & 0xFFFFFFFF)) | (
            self.unmet_lowered & np.uint32(~dropped & 0xFFFFFFFF)
        )
        return int(self.people[missed == 0].sum())

    def exactly(self, requirements: int) -> int:
        """Return how many people miss exactly the requirements of a mask."""
        return int(self.people[self.unmet == requirements].sum())


@dataclass(frozen=True, slots=True)
class StateCounts:
    """How many people stand where on a line or gate; ``partly`` counts with not met."""

    met: int
    partly: int
    not_met: int
    not_stated: int


@dataclass(frozen=True, slots=True)
class RequirementPrice:
    """What one must or gate costs, in people.

    ``lost_alone``: people who miss nothing else. ``share``: its fair (Shapley) share of all
    who are lost; ``shown_share``: that as a whole number, adding up over the requirements.
    ``if_dropped`` and ``if_lowered``: how many would pass (None without a lower step), and
    beside each how many if everything not stated were confirmed.
    """

    requirement: int
    lost_alone: int
    share: Fraction
    shown_share: int
    if_dropped: int
    if_dropped_confirmed: int
    if_lowered: int | None
    if_lowered_confirmed: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requirements that people miss together: dropping one alone brings none of them."""

    first: int
    second: int
    people: int


@dataclass(frozen=True, eq=False)
class Prices:
    """The price of everything a job asks.

    ``pool_size`` people; ``passing`` of them miss nothing; ``passing_confirmed`` would if what
    is not stated were confirmed. ``lines`` and ``gates`` count states in the job's order;
    ``requirements`` are in mask order; ``pairs`` with most people first, then mask order.
    """

    job: CompiledJob
    pool_size: int
    histogram: Histogram
    confirmed: Histogram
    lines: tuple[StateCounts, ...]
    gates: tuple[StateCounts, ...]

    @cached_property
    def passing(self) -> int:
        """Return how many people miss no must and no gate."""
        return self.histogram.passing()

    @cached_property
    def passing_confirmed(self) -> int:
        """Return how many people miss nothing but what is not stated."""
        return self.confirmed.passing()

    @property
    def lost(self) -> int:
        """Return how many people miss something."""
        return self.pool_size - self.passing

    @cached_property
    def requirements(self) -> tuple[RequirementPrice, ...]:
        """Return the price of every must and gate."""
        shares = fair_shares(self.histogram, len(self.job.requirements))
        shown = largest_remainder(shares)
        return tuple(self._price(bit, shares[bit], shown[bit]) for bit in range(len(shares)))

    def _price(self, bit: int, share: Fraction, shown: int) -> RequirementPrice:
        mask = 1 << bit
        has_step = self.job.requirements[bit].can_lower
        return RequirementPrice(
            requirement=bit,
            lost_alone=self.histogram.exactly(mask),
            share=share,
            shown_share=shown,
            if_dropped=self.histogram.passing(dropped=mask),
            if_dropped_confirmed=self.confirmed.passing(dropped=mask),
            if_lowered=self.histogram.passing(lowered=mask) if has_step else None,
            if_lowered_confirmed=self.confirmed.passing(lowered=mask) if has_step else None,
        )

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the pairs that more people miss together than miss either one alone."""
        return joint_losses(self.histogram, [each.lost_alone for each in self.requirements])


def price(scored: Scored) -> Prices:
    """Return the prices of a job in a pool; all counts are 0 in an empty pool."""
    kept = ~scored.not_stated
    return Prices(
        job=scored.job,
        pool_size=len(scored.pool),
        histogram=_histogram(scored.unmet, scored.unmet_lowered),
        confirmed=_histogram(scored.unmet & kept, scored.unmet_lowered & kept),
        lines=tuple(_count_states(states) for states in scored.line_states),
        gates=tuple(_count_states(states) for states in scored.gate_states),
    )


def _histogram(unmet: Masks, unmet_lowered: Masks) -> Histogram:
    both = unmet.astype(np.uint64) << np.uint64(MOST_REQUIREMENTS) | unmet_lowered
    distinct, people = np.unique(both, return_counts=True)
    return Histogram(
        unmet=(distinct >> np.uint64(MOST_REQUIREMENTS)).astype(np.uint32),
        unmet_lowered=(distinct & np.uint64((1 << MOST_REQUIREMENTS) - 1)).astype(np.uint32),
        people=people.astype(np.int64),
    )


def _count_states(states: NDArray[np.uint8]) -> StateCounts:
    people = np.bincount(states, minlength=len(State)).tolist()
    return StateCounts(
        met=people[State.MET],
        partly=people[State.PARTLY],
        not_met=people[State.NOT_MET],
        not_stated=people[State.NOT_STATED],
    )


def fair_shares(histogram: Histogram, count: int) -> tuple[Fraction, ...]:
    """Return the Shapley share of each of ``count`` requirements in the people lost.

    Each lost person is divided equally among what they miss, which is the Shapley value of
    "how many more pass when these are dropped" (Shapley 1953: a sum of unanimity games). The
    shares add up to the people lost.
    """
    missed = np.bitwise_count(histogram.unmet)
    shares = []
    for bit in range(count):
        is_missed = (histogram.unmet & np.uint32(1 << bit)) > 0
        people = np.bincount(missed[is_missed], weights=histogram.people[is_missed])
        parts = (Fraction(int(each), size) for size, each in enumerate(people) if each)
        shares.append(sum(parts, Fraction(0)))
    return tuple(shares)


def largest_remainder(shares: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the shares as whole numbers with the same sum, which must be whole.

    Every share is rounded down; what is left goes to the largest remainders, of equal ones to
    the first.

    >>> largest_remainder([Fraction(1, 2), Fraction(1, 2), Fraction(4)])
    (1, 0, 4)
    """
    whole = [share.__floor__() for share in shares]
    left = int(sum(shares, Fraction(0))) - sum(whole)
    by_remainder = sorted(range(len(shares)), key=lambda i: whole[i] - shares[i])
    for index in by_remainder[:left]:
        whole[index] += 1
    return tuple(whole)


def joint_losses(histogram: Histogram, lost_alone: Sequence[int]) -> tuple[Pair, ...]:
    """Return the pairs missed together by more people than miss either one alone."""
    together: dict[int, int] = {}
    of_two = np.bitwise_count(histogram.unmet) == 2
    for mask, people in zip(
        histogram.unmet[of_two].tolist(), histogram.people[of_two].tolist(), strict=True
    ):
        together[mask] = together.get(mask, 0) + people
    pairs = []
    for mask, people in together.items():
        first, second = (bit for bit in range(len(lost_alone)) if mask >> bit & 1)
        if people > max(lost_alone[first], lost_alone[second]):
            pairs.append(Pair(first, second, people))
    return tuple(sorted(pairs, key=lambda pair: (-pair.people, pair.first, pair.second)))
