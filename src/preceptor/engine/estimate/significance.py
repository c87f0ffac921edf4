"""Whether two groups differ by more than chance would make them."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

# Tables that are as likely as the one found differ from it by rounding only.
AS_LIKELY = 1e-7


def two_proportion_z(first: int, of_first: int, second: int, of_second: int) -> float | None:
    """Return by how many standard errors the second share lies above the first, pooled.

    None where there is nothing to compare: an empty group, or nobody or everybody counted.

    >>> round(two_proportion_z(48, 80, 12, 40), 3)
    -3.098
    """
    if not of_first or not of_second:
        return None
    pooled = (first + second) / (of_first + of_second)
    if pooled in (0, 1):
        return None
    error = math.sqrt(pooled * (1 - pooled) * (1 / of_first + 1 / of_second))
    return (second / of_second - first / of_first) / error


def two_sided(z: float) -> float:
    """Return how likely chance is to bring a z as far from 0, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def fisher_exact(first: int, of_first: int, second: int, of_second: int) -> float:
    """Return the exact two-sided probability that chance alone divides the counted so unevenly.

    R. A. Fisher's test with both margins fixed: the sum over every table that is not more likely
    than the one found. 1 where there is nothing to compare.

    >>> round(fisher_exact(48, 80, 12, 40), 4), round(fisher_exact(10, 20, 7, 20), 2)
    (0.0034, 0.52)
    >>> fisher_exact(0, 0, 3, 5)
    1.0
    """
    counted, everybody = first + second, of_first + of_second
    least, most = max(0, counted - of_second), min(counted, of_first)
    if least == most:
        return 1.0
    tables = np.arange(least, most + 1)
    likely = np.exp(
        _choose(of_first, tables)
        + _choose(of_second, counted - tables)
        - _choose(everybody, np.array([counted]))
    )
    found = likely[first - least]
    return min(1.0, float(likely[likely <= found * (1 + AS_LIKELY)].sum()))


def _choose(total: int, chosen: np.ndarray) -> np.ndarray:
    """Return the logarithm of the number of ways to choose so many of a total."""
    ways = gammaln(total + 1) - gammaln(chosen + 1) - gammaln(total - chosen + 1)
    return np.asarray(ways, dtype=np.float64)
