"""What follows from a histogram of masks: the fast way against the plain, set by set."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.match.worlds import MANY, SOME, World, worlds

from preceptor.engine.match import (
    Change,
    CompiledJob,
    Histogram,
    Prices,
    Relaxation,
    Requirement,
    cheapest_relaxation,
    price,
    score_pool,
)
from preceptor.engine.tiles.relax import relaxation

Row = tuple[int, int, int]


def histogram(rows: list[Row]) -> Histogram:
    """Masks and people; what is unmet one step lower is cut down to what is unmet."""
    people: dict[tuple[int, int], int] = {}
    for unmet, lowered, count in rows:
        people[unmet, unmet & lowered] = people.get((unmet, unmet & lowered), 0) + count
    pairs = sorted(people)
    return Histogram(
        unmet=np.array([unmet for unmet, _ in pairs], dtype=np.uint32),
        unmet_lowered=np.array([lowered for _, lowered in pairs], dtype=np.uint32),
        people=np.array([people[pair] for pair in pairs], dtype=np.int64),
    )


def prices_of(asked: list[Requirement], rows: list[Row], confirmed: list[Row]) -> Prices:
    # A gate or a line without a step is as unmet one step lower as it is now.
    fixed = sum(1 << bit for bit, each in enumerate(asked) if not each.can_lower)
    now = [(unmet, lowered | unmet & fixed, count) for unmet, lowered, count in rows]
    job = cast("CompiledJob", SimpleNamespace(requirements=tuple(asked)))
    size = sum(count for *_, count in rows)
    return Prices(job, size, histogram(now), histogram(confirmed), (), ())


@st.composite
def askings(draw: st.DrawFn, most: int = 8, least: int = 0) -> list[Requirement]:
    # Few different weights, so that costs tie often.
    each = st.builds(
        Requirement,
        line=st.just(0),
        gate=st.none(),
        price=st.sampled_from([1, 2, 3, 10]),
        can_lower=st.booleans(),
        is_offered=st.sampled_from([True, True, True, False]),
    )
    return draw(st.lists(each, min_size=least, max_size=most))


@st.composite
def priced(draw: st.DrawFn, most: int = 8, least: int = 0) -> Prices:
    asked = draw(askings(most, least))
    masks = st.integers(0, (1 << len(asked)) - 1)
    few = st.lists(st.integers(0, max(0, len(asked) - 1)), max_size=4).map(
        lambda chosen: sum({1 << bit for bit in chosen if asked})
    )
    row = st.tuples(few | masks, masks, st.integers(1, 3))
    return prices_of(asked, draw(st.lists(row, max_size=30)), draw(st.lists(row, max_size=5)))


@MANY
@given(priced(), st.integers(0, 40))
def test_the_fast_relaxation_is_the_plain_one(prices: Prices, reach: int):
    assert relaxation(prices, reach) == cheapest_relaxation(prices, reach)


@settings(max_examples=8, deadline=None)
@given(priced(most=24, least=22), st.sampled_from([0, 1, 5, 25, 100]))
def test_the_fast_relaxation_is_the_plain_one_up_to_24_requirements(prices: Prices, reach: int):
    assert relaxation(prices, reach) == cheapest_relaxation(prices, reach)


@SOME
@given(worlds(), st.integers(0, 8))
def test_the_fast_relaxation_is_the_plain_one_in_worlds_of_people(world: World, reach: int):
    prices = price(score_pool(world.pool(), world.compiled()))

    assert relaxation(prices, reach) == cheapest_relaxation(prices, reach)


def asked(*weights: int, can_lower: bool = True) -> list[Requirement]:
    return [Requirement(0, None, weight, can_lower, is_offered=True) for weight in weights]


def test_nobody_and_nothing_asked_need_no_change():
    nobody = prices_of(asked(10, 10), [], [])
    nothing = prices_of([], [(0, 0, 3)], [(0, 0, 3)])

    assert relaxation(nobody, 25) == Relaxation(25, (), 0, 0, 0, is_reached=False)
    assert relaxation(nothing, 3) == Relaxation(3, (), 0, 3, 3, is_reached=True)


def test_equal_sets_fall_to_the_earlier_requirements_and_to_lower_before_drop():
    lower_first = prices_of(asked(1, 1), [(0b11, 0, 1)], [])
    by_lines = prices_of(
        asked(1, 1, 1, 1, can_lower=False), [(0b1010, 0b1010, 1), (0b1100, 0b1100, 1)], []
    )

    assert relaxation(lower_first, 1).changes == (Change(0, False), Change(1, False))
    assert relaxation(by_lines, 1).changes == (Change(1, True), Change(3, True))


def test_four_changes_are_tried_among_the_last_of_24_and_a_fifth_is_not():
    last = sum(1 << bit for bit in (20, 21, 22, 23))
    prices = prices_of(asked(*[10] * 24), [(last, last, 2), (last | 1, last | 1, 9)], [])

    found = relaxation(prices, 25)

    assert found.changes == tuple(Change(bit, is_drop=True) for bit in (20, 21, 22, 23))
    assert (found.cost, found.passing, found.is_reached) == (80, 2, False)


@MANY
@given(priced(most=24))
def test_the_price_of_a_requirement_is_what_passes_with_it_changed_alone(prices: Prices):
    people = list(zip(prices.histogram.unmet.tolist(), prices.histogram.people, strict=True))

    for bit, each in enumerate(prices.requirements):
        mask, has_step = 1 << bit, prices.job.requirements[bit].can_lower
        now, then = prices.histogram, prices.confirmed
        assert each.lost_alone == sum(count for unmet, count in people if unmet == mask)
        assert each.if_dropped == now.passing(dropped=mask)
        assert each.if_dropped_confirmed == then.passing(dropped=mask)
        assert each.if_lowered == (now.passing(lowered=mask) if has_step else None)
        assert each.if_lowered_confirmed == (then.passing(lowered=mask) if has_step else None)
        assert each.share == sum(
            (Fraction(int(n), unmet.bit_count()) for unmet, n in people if unmet & mask),
            Fraction(0),
        )
    if prices.requirements:
        assert sum(each.shown_share for each in prices.requirements) == prices.lost


@pytest.mark.parametrize("people", [10_000_019, 4_000_000_007])
def test_shares_of_very_many_people_are_exact(people: int):
    every = (1 << 24) - 1
    prices = prices_of(asked(*[1] * 24), [(every, every, people), (0b11, 0b11, people)], [])

    shares: list[Any] = [each.share for each in prices.requirements]

    assert shares[:3] == [
        Fraction(people * 13, 24),
        Fraction(people * 13, 24),
        Fraction(people, 24),
    ]
    assert sum(shares) == 2 * people
