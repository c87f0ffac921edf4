"""Prices, pairs and relaxations by worked examples."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME, World, skills

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Change,
    Domain,
    Evidence,
    Histogram,
    Job,
    Licence,
    Line,
    Pair,
    PersonRecord,
    Place,
    RightToWork,
    StateCounts,
    Years,
    cheapest_relaxation,
    price,
    relaxed,
    score_pool,
)
from preceptor.engine.match.counterfactuals import fair_shares, largest_remainder
from preceptor.engine.vocabulary import Kind


def priced(words, job: Job, people):
    world = World(words, tuple(people), job)
    return price(score_pool(world.pool(), world.compiled()))


def holders(*groups: tuple[int, tuple[int, ...]]) -> list[PersonRecord]:
    """So many people, each with these competencies at level 3 and a complete list."""
    people = []
    for count, held in groups:
        for _ in range(count):
            evidence = tuple(Evidence(number, 3) for number in held)
            complete = frozenset({Kind.SKILL})
            people.append(PersonRecord(len(people) + 1, evidence, complete_kinds=complete))
    return people


def asks(*levels: int, weights=None) -> Job:
    """A job asking competency 0, 1, ... at these levels, all musts."""
    weights = weights or [None] * len(levels)
    return Job(
        1,
        tuple(
            Line(AnyOf((Alternative(number, level),)), weight=weight)
            for number, (level, weight) in enumerate(zip(levels, weights, strict=True))
        ),
    )


def test_prices_of_three_lines_done_by_hand():
    # 5 have all; 4 lack only 0; 3 lack 0 and 1; 2 lack all three.
    people = holders((5, (0, 1, 2)), (4, (1, 2)), (3, (2,)), (2, ()))

    prices = priced(skills(3), asks(3, 3, 3), people)

    assert (prices.pool_size, prices.passing, prices.lost) == (14, 5, 9)
    assert prices.lines[0] == StateCounts(met=5, partly=0, not_met=9, not_stated=0)
    assert [each.lost_alone for each in prices.requirements] == [4, 0, 0]
    assert [each.if_dropped for each in prices.requirements] == [9, 5, 5]
    # 4 + 3/2 + 2/3, 3/2 + 2/3, 2/3
    assert [each.share for each in prices.requirements] == [
        Fraction(37, 6),
        Fraction(13, 6),
        Fraction(2, 3),
    ]
    assert [each.shown_share for each in prices.requirements] == [6, 2, 1]
    # The three who lack 0 and 1 are fewer than the four who lack 0 alone.
    assert prices.pairs == ()


def test_a_redundant_pair_is_shown_where_it_exceeds_both_lines_own():
    people = holders((1, (0, 1, 2)), (4, (2,)), (3, (1, 2)), (2, (0,)), (2, (0, 1)))

    prices = priced(skills(3), asks(3, 3, 3), people)

    assert [each.lost_alone for each in prices.requirements] == [3, 0, 2]
    # {0, 1} by four beats 3 and 0; {1, 2} by two does not exceed the two of line 2.
    assert prices.pairs == (Pair(0, 1, 4),)


def test_one_level_lower_counts_only_those_it_is_enough_for():
    people = [PersonRecord(n, (Evidence(0, level),)) for n, level in enumerate([5, 4, 4, 3, 2])]

    prices = priced(skills(1), asks(5), people)

    (only,) = prices.requirements
    assert (prices.passing, only.if_lowered, only.if_dropped) == (1, 3, 5)


def test_a_level_of_1_has_no_lower_step():
    (only,) = priced(skills(1), asks(1), holders((1, ()))).requirements

    assert only.if_lowered is None
    assert only.if_lowered_confirmed is None


def test_passes_if_confirmed_counts_those_who_miss_only_what_is_not_stated():
    silent = PersonRecord(1, (Evidence(0, 3),))
    partly = PersonRecord(2, (Evidence(0, 3), Evidence(1, 1)))

    prices = priced(skills(2), asks(3, 3), [silent, partly])

    assert (prices.passing, prices.passing_confirmed) == (0, 1)
    assert prices.lines[1] == StateCounts(met=0, partly=1, not_met=0, not_stated=1)
    assert [each.if_dropped_confirmed for each in prices.requirements] == [1, 2]


def test_largest_remainders_go_to_the_first_of_equals():
    third = Fraction(1, 3)

    assert largest_remainder([third, third, third]) == (1, 0, 0)
    assert largest_remainder([third, 2 * third, Fraction(1)]) == (0, 1, 1)
    assert largest_remainder([]) == ()


@SOME
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(1, 9)), max_size=8))
def test_fair_shares_are_shapleys_average_over_all_orders(rows):
    histogram = Histogram(
        unmet=np.array([mask for mask, _ in rows], dtype=np.uint32),
        unmet_lowered=np.array([mask for mask, _ in rows], dtype=np.uint32),
        people=np.array([people for _, people in rows], dtype=np.int64),
    )
    orders = list(permutations(range(4)))
    gained = [Fraction(0)] * 4
    for order in orders:
        dropped = 0
        for bit in order:
            before = histogram.passing(dropped=dropped)
            dropped |= 1 << bit
            gained[bit] += histogram.passing(dropped=dropped) - before

    assert list(fair_shares(histogram, 4)) == [each / len(orders) for each in gained]


def test_lowering_is_preferred_where_it_is_enough():
    people = [PersonRecord(n, (Evidence(0, 2),)) for n in range(25)]

    found = cheapest_relaxation(priced(skills(1), asks(3), people))

    assert found.changes == (Change(0, is_drop=False),)
    assert (found.cost, found.passing, found.is_reached) == (10, 25, True)


def test_dropping_a_light_line_beats_lowering_a_heavy_one():
    people = [
        PersonRecord(1, (Evidence(0, 2), Evidence(1, 3))),
        PersonRecord(2, (Evidence(0, 3),), complete_kinds=frozenset({Kind.SKILL})),
    ]

    found = cheapest_relaxation(priced(skills(2), asks(3, 3, weights=[21, 10]), people), reach=1)

    assert (found.changes, found.cost) == ((Change(1, is_drop=True),), 20)


def test_of_equal_cost_fewer_changes_then_more_people_then_earlier_lines_win():
    # Dropping 2 (weight 10) costs 20, as do dropping 0 and 1 (weight 5) together.
    people = holders((1, (2,)), (1, (0, 1)))
    fewer = cheapest_relaxation(priced(skills(3), asks(1, 1, 1, weights=[5, 5, 10]), people), 1)
    # Both lines cost the same; 1 brings two people, 0 brings one.
    more = cheapest_relaxation(priced(skills(2), asks(1, 1), holders((1, (1,)), (2, (0,)))), 1)
    earlier = cheapest_relaxation(priced(skills(2), asks(1, 1), holders((1, (1,)), (1, (0,)))), 1)

    assert fewer.changes == (Change(2, is_drop=True),)
    assert more.changes == (Change(1, is_drop=True),)
    assert earlier.changes == (Change(0, is_drop=True),)


def test_licence_and_right_to_work_are_never_offered_and_place_weighs_10():
    gates = (Licence((1,)), RightToWork(), Place(is_remote=True, states=("PA",)))
    person = PersonRecord(1, (Evidence(1),), right_to_work=True, state="CA", home=(32.7, -117.2))
    barred = PersonRecord(2, state="PA", right_to_work=False)
    job = Job(1, (), gates)

    prices = priced(skills(2, credentials=(1,)), job, [person, barred])

    assert cheapest_relaxation(prices, 1).changes == (Change(2, is_drop=True),)
    assert cheapest_relaxation(prices, 1).cost == 20
    two = cheapest_relaxation(prices, 2)
    assert (two.passing, two.is_reached) == (1, False)


def test_at_most_four_lines_change_and_the_largest_reachable_count_is_shown():
    # One person lacks five lines, one lacks four, one lacks one.
    people = holders((1, ()), (1, (4,)), (1, (0, 1, 2, 3)))

    found = cheapest_relaxation(priced(skills(5), asks(1, 1, 1, 1, 1), people), 3)

    assert [change.requirement for change in found.changes] == [4]
    assert (found.passing, found.is_reached) == (1, False)
    # With one more of those who lack the first four, those four are the most there is.
    people = holders((1, ()), (2, (4,)), (1, (0, 1, 2, 3)))
    found = cheapest_relaxation(priced(skills(5), asks(1, 1, 1, 1, 1), people), 3)
    assert [change.requirement for change in found.changes] == [0, 1, 2, 3]
    assert (found.cost, found.passing, found.reach) == (80, 2, 3)


def test_a_relaxed_job_keeps_its_nice_lines_and_takes_every_alternative_down():
    lines = (
        Line(AnyOf((Alternative(0, 3), Alternative(1), Alternative(2, 4)))),
        Line(AnyOf((Alternative(1, 5),)), is_must=False),
        Line(Years(Domain.IT, 12)),
        Line(Years(Domain.RECORDS, 4)),
    )
    job = World(skills(3, credentials=(2,)), (), Job(1, lines, (RightToWork(),))).compiled()

    found = relaxed(job, (Change(0, False), Change(1, False), Change(2, True), Change(3, True)))

    assert found == Job(
        1,
        (
            Line(AnyOf((Alternative(0, 2), Alternative(1, 1), Alternative(2, 2)))),
            lines[1],
            Line(Years(Domain.IT, 8)),
        ),
    )
    with pytest.raises(ValueError, match="Line 3 has no lower step"):
        relaxed(job, (Change(2, False),))


def test_enough_people_need_no_change():
    found = cheapest_relaxation(priced(skills(1), asks(1), holders((25, (0,)), (3, ()))))

    assert (found.changes, found.cost, found.passing) == ((), 0, 25)


def test_years_are_lowered_one_step_only():
    people = [PersonRecord(1, quarters={Domain.IT: 20}), PersonRecord(2, quarters={Domain.IT: 12})]
    prices = priced(skills(1), Job(1, (Line(Years(Domain.IT, 28)),)), people)

    one = cheapest_relaxation(prices, 1)
    two = cheapest_relaxation(prices, 2)

    # Seven years to five is a step; five to three would be another.
    assert (one.changes, one.passing) == ((Change(0, is_drop=False),), 1)
    assert (two.changes, two.passing) == ((Change(0, is_drop=True),), 2)


def test_24_lowerable_musts_are_enumerated():
    people = holders((30, tuple(range(20))), (9, tuple(range(21))))

    found = cheapest_relaxation(priced(skills(24), asks(*[3] * 24), people), 39)

    assert [change.requirement for change in found.changes] == [20, 21, 22, 23]
    assert all(change.is_drop for change in found.changes)
    assert (found.cost, found.passing) == (80, 39)
