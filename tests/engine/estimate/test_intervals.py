import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from preceptor.engine.estimate import Interval, clopper_pearson, wilson


def test_one_of_24_placed_lies_where_the_published_intervals_say():
    narrow, exact = wilson(1, 24), clopper_pearson(1, 24)

    assert [round(100 * edge, 1) for edge in (narrow.least, narrow.most)] == [0.7, 20.2]
    assert [round(100 * edge, 1) for edge in (exact.least, exact.most)] == [0.1, 21.1]


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_both_intervals_agree_with_scipys(drawn):
    count, total = drawn
    if not total:
        assert wilson(0, 0) == clopper_pearson(0, 0) == Interval(0.0, 1.0)
        return
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        theirs = binomtest(count, total).proportion_ci(0.95, method)
        found = ours(count, total)
        assert found.least == pytest.approx(theirs.low, abs=1e-9)
        assert found.most == pytest.approx(theirs.high, abs=1e-9)
        assert found.least <= count / total <= found.most


def test_more_than_there_are_is_no_share():
    with pytest.raises(ValueError, match="25 of 24 is no share"):
        wilson(25, 24)
