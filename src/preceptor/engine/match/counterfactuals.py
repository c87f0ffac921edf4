"""What every requirement costs in people, exactly, from one histogram of the masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import CompiledJob
from preceptor.engine.match.job import MOST_REQUIREMENTS
from preceptor.engine.match.scales import State
from preceptor.engine.match.score import Scored

Masks = NDArray[np.uint32]
Ints = NDArray[np.int64]

# Shares are counted in this part of a person, which divides evenly among up to 24 requirements.
WHOLE = lcm(*range(1, MOST_REQUIREMENTS + 1))

DIGIT = 8  # bits of a mask that one table of counts is made over


class Gains(NamedTuple):
    """Who passes at once, and what each change of a single requirement would bring.

    ``passing`` people miss nothing; per requirement, ``alone`` miss it and nothing else, and
    of those ``eased`` would meet it one step lower.
    """

    passing: int
    alone: tuple[int, ...]
    eased: tuple[int, ...]


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

    @cached_property
    def missed(self) -> NDArray[np.uint8]:
        """Return how many requirements each pair of masks misses; uint8 (k)."""
        return np.bitwise_count(self.unmet)

    def gains(self, count: int) -> Gains:
        """Return what dropping or lowering each of ``count`` requirements alone would bring."""
        few = np.flatnonzero(self.missed <= 1)
        people = self.people[few]
        # Below the only bit of a mask stand as many ones as its position, once 1 is taken off.
        place = np.where(self.missed[few] == 0, 0, 1 + np.bitwise_count(self.unmet[few] - 1))
        alone = _count_at(place, people, count + 1)
        eased = _count_at(place, people * (self.unmet_lowered[few] == 0), count + 1)
        return Gains(alone[0], tuple(alone[1:]), tuple(eased[1:]))


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
        asked = self.job.requirements
        shares = fair_shares(self.histogram, len(asked))
        shown = largest_remainder(shares)
        now, then = self.histogram.gains(len(asked)), self.confirmed.gains(len(asked))
        return tuple(
            RequirementPrice(
                requirement=bit,
                lost_alone=now.alone[bit],
                share=shares[bit],
                shown_share=shown[bit],
                if_dropped=now.passing + now.alone[bit],
                if_dropped_confirmed=then.passing + then.alone[bit],
                if_lowered=now.passing + now.eased[bit] if each.can_lower else None,
                if_lowered_confirmed=then.passing + then.eased[bit] if each.can_lower else None,
            )
            for bit, each in enumerate(asked)
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
    people = _people_missing(histogram, count)
    parts = np.array([0, *(WHOLE // size for size in range(1, MOST_REQUIREMENTS + 1))])
    # Python's own integers: a large pool times the smallest part may pass 64 bits.
    sums = (people.astype(object) * parts).sum(axis=1)
    return tuple(Fraction(each, WHOLE) for each in sums)


def _people_missing(histogram: Histogram, count: int) -> Ints:
    """Return the people who miss each requirement, by how many they miss; (count, 25).

    A mask is read a digit at a time: the people of every digit are counted once, and then
    added up under each of its bits.
    """
    sizes, values = MOST_REQUIREMENTS + 1, 1 << DIGIT
    unmet, people = _by_unmet(histogram)
    size = np.bitwise_count(unmet).astype(np.intp) << DIGIT
    bits = np.arange(values)[:, None] >> np.arange(DIGIT) & 1
    found = []
    for low in range(0, count, DIGIT):
        digit = unmet >> np.uint32(low) & np.uint32(values - 1)
        counts = np.bincount(size | digit, weights=people, minlength=sizes * values)
        found.append(counts.astype(np.int64).reshape(sizes, values) @ bits)
    return np.concatenate([np.zeros((sizes, 0), dtype=np.int64), *found], axis=1).T[:count]


def _by_unmet(histogram: Histogram) -> tuple[Masks, Ints]:
    """Return each run of one unmet mask once, with its people."""
    unmet = histogram.unmet
    starts = np.flatnonzero(np.append(True, unmet[1:] != unmet[:-1])[: len(unmet)])
    if not len(starts):
        return unmet, histogram.people
    return unmet[starts], np.add.reduceat(histogram.people, starts)


def _count_at(place: NDArray[np.integer[Any]], people: Ints, count: int) -> list[int]:
    # Counts of people are far below 2 to the 53rd: exact in 64-bit floats.
    counts = np.bincount(place, weights=people, minlength=count)
    return [int(each) for each in counts]


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
    of_two = np.flatnonzero(histogram.missed == 2)
    masks, which = np.unique(histogram.unmet[of_two], return_inverse=True)
    people = _count_at(which, histogram.people[of_two], len(masks))
    pairs = []
    for mask, together in zip(masks.tolist(), people, strict=True):
        first, second = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
        if together > max(lost_alone[first], lost_alone[second]):
            pairs.append(Pair(first, second, together))
    return tuple(sorted(pairs, key=lambda pair: (-pair.people, pair.first, pair.second)))
