from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from preceptor.engine.estimate import fisher_exact, two_proportion_z, two_sided

# (selected, considered) of two groups; ratio, z and the exact probability as published figures.
CASES = [
    ((48, 80, 12, 40), -3.098386677, 0.003409222),
    ((10, 20, 7, 20), -0.959539532, 0.523107089),
    ((600, 1000, 530, 1000), -3.157287933, 0.001849517),
    ((3, 5, 2, 5), -0.632455532, 1.0),
]

groups = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def plain_fisher(first, of_first, second, of_second):
    """The definition, in whole numbers."""
    counted, everybody = first + second, of_first + of_second
    ways = {
        a: comb(of_first, a) * comb(of_second, counted - a)
        for a in range(max(0, counted - of_second), min(counted, of_first) + 1)
    }
    return Fraction(
        sum(each for each in ways.values() if each <= ways[first]), comb(everybody, counted)
    )


@pytest.mark.parametrize(("case", "z", "p"), CASES)
def test_the_four_reference_cases_come_out_to_five_places(case, z, p):
    assert two_proportion_z(*case) == pytest.approx(z, abs=1e-5)
    assert fisher_exact(*case) == pytest.approx(p, abs=1e-5)


@given(groups, groups)
def test_fishers_test_is_the_sum_over_tables_no_more_likely(one, other):
    assert fisher_exact(*one, *other) == pytest.approx(float(plain_fisher(*one, *other)), abs=1e-9)


@given(groups, groups)
def test_both_tests_agree_with_scipys(one, other):
    (a, n), (b, m) = one, other
    assert fisher_exact(*one, *other) == pytest.approx(
        stats.fisher_exact([[a, n - a], [b, m - b]])[1], abs=1e-7
    )
    z = two_proportion_z(*one, *other)
    if z is None:
        assert not n or not m or a + b in (0, n + m)
    else:
        assert two_sided(z) == pytest.approx(2 * stats.norm.sf(abs(z)), abs=1e-12)
        chi2 = stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False)[0]
        assert z * z == pytest.approx(chi2, abs=1e-9)


def test_thousands_are_tested_as_well():
    assert fisher_exact(9_000, 20_000, 8_500, 20_000) == pytest.approx(
        stats.fisher_exact([[9_000, 11_000], [8_500, 11_500]])[1], rel=1e-6
    )
