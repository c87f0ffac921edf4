from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.estimate import (
    Group,
    Verdict,
    above_median,
    impacts,
    scoring_rates,
)
from preceptor.engine.estimate.impact import is_too_few


def against(first, second):
    """The second group of (selected, considered), compared with the first."""
    found = impacts([Group("first", first[1], first[0]), Group("second", second[1], second[0])])
    return found[1]


def test_the_agencies_example_flags_only_the_first_of_three():
    rates = (60, 45, 48, 51)
    found = impacts([Group(str(rate), 100, rate) for rate in rates])

    assert [each.ratio for each in found] == [1.0, 0.75, 0.8, 0.85]
    assert [each.is_below_four_fifths for each in found] == [False, True, False, False]
    assert found[0].verdict == Verdict.HIGHEST


@pytest.mark.parametrize(
    ("first", "second", "ratio", "verdict"),
    [
        ((48, 80), (12, 40), 0.50, Verdict.BOTH),
        ((10, 20), (7, 20), 0.70, Verdict.RATIO_ONLY),
        ((600, 1000), (530, 1000), 0.883, Verdict.TEST_ONLY),
        ((3, 5), (2, 5), 0.667, Verdict.TOO_FEW),
        ((3, 20), (1, 10), 0.667, Verdict.TOO_FEW),
        ((50, 100), (45, 100), 0.9, Verdict.NEITHER),
        # One hire turns it around, but there is nothing to hold back.
        ((60, 110), (59, 110), 0.983, Verdict.NEITHER),
        # One hire of one: it could be the highest rate of all.
        ((5, 10), (0, 1), 0.0, Verdict.TOO_FEW),
        # However few were hired, chance hardly leaves out all of so many.
        ((4, 8), (0, 400), 0.0, Verdict.BOTH),
    ],
)
def test_both_rules_stand_beside_each_other(first, second, ratio, verdict):
    found = against(first, second)

    assert found.ratio == pytest.approx(ratio, abs=5e-4)
    assert found.verdict == verdict


def test_without_a_hire_there_is_nothing_to_compare():
    found = impacts([Group("a", 12, 0), Group("b", 8, 0), Group("c", 0, 0)])

    assert {(each.verdict, each.ratio, each.p) for each in found} == {(Verdict.NOBODY, None, None)}


def test_of_two_highest_rates_the_larger_group_is_compared_with():
    found = impacts([Group("few", 2, 1), Group("many", 20, 10), Group("low", 20, 5)])

    assert [each.verdict for each in found] == [
        Verdict.NEITHER,
        Verdict.HIGHEST,
        Verdict.RATIO_ONLY,
    ]
    assert [each.ratio for each in found] == [1.0, 1.0, 0.5]


def test_a_group_below_two_percent_is_marked():
    found = impacts([Group("a", 980, 500), Group("b", 20, 10), Group("c", 19, 9)])

    assert [each.is_small for each in found] == [False, True, True]
    assert [each.is_small for each in impacts([Group("a", 98, 5), Group("b", 2, 1)])] == [
        False,
        False,
    ]


@given(
    st.lists(
        st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=6
    )
)
def test_ratios_and_flags_are_those_of_exact_fractions(drawn):
    groups = [Group(str(n), considered, selected) for n, (selected, considered) in enumerate(drawn)]
    rates = [Fraction(s, c) if c else None for s, c in drawn]
    best = max((rate for rate in rates if rate is not None), default=Fraction(0))

    for found, rate in zip(impacts(groups), rates, strict=True):
        if rate is None or not best:
            assert found.verdict == Verdict.NOBODY
            continue
        assert found.ratio == pytest.approx(float(rate / best))
        assert found.is_below_four_fifths == (rate / best < Fraction(4, 5))


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_too_few_is_one_hire_that_turns_the_order(of_low, of_high, data):
    low = data.draw(st.integers(0, of_low))
    high = data.draw(st.integers(1, of_high))
    if Fraction(low, of_low) > Fraction(high, of_high):
        return
    turned = Fraction(min(low + 1, of_low), of_low) >= Fraction(high - 1, of_high)
    assert is_too_few(Group("low", of_low, low), Group("high", of_high, high)) == turned


def test_scoring_rates_of_the_citys_example_come_out():
    sex = scoring_rates({"male": (92, 50), "female": (76, 34)})
    # 64.2, 37.5, 50.0, 62.5 and 41.7 percent above the median.
    race = scoring_rates(
        {"one": (67, 43), "two": (48, 18), "three": (40, 20), "four": (40, 25), "five": (48, 20)}
    )

    assert [each.rate for each in sex] == pytest.approx([0.543, 0.447], abs=5e-4)
    assert [each.ratio for each in sex] == pytest.approx([1.00, 0.82], abs=5e-3)
    assert [each.rate for each in race] == pytest.approx(
        [0.642, 0.375, 0.5, 0.625, 0.417], abs=5e-4
    )
    assert [each.ratio for each in race] == pytest.approx([1.00, 0.58, 0.78, 0.97, 0.65], abs=5e-3)


def test_a_category_under_two_percent_is_printed_and_not_compared():
    found = scoring_rates({"a": (90, 45), "b": (9, 3), "c": (1, 1), "d": (0, 0)})

    assert [(each.name, each.scored, each.above, each.is_small) for each in found] == [
        ("a", 90, 45, False),
        ("b", 9, 3, False),
        ("c", 1, 1, True),
    ]
    assert [each.ratio for each in found] == [1.0, pytest.approx(2 / 3), None]


def test_intersections_are_groups_like_any_other():
    found = scoring_rates({("female", "black"): (10, 4), ("male", "black"): (10, 5)})

    assert [(each.name, each.ratio) for each in found] == [
        (("female", "black"), 0.8),
        (("male", "black"), 1.0),
    ]


def test_a_score_at_the_median_is_not_above_it():
    assert above_median([3, 3, 3]) == (False, False, False)
    assert above_median([1, 2, 3, 4]) == (False, False, True, True)
    assert above_median([]) == ()
