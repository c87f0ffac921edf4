"""How far a share may lie from what was counted."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import betaincinv, ndtri

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a share may lie, both 0 to 1."""

    least: float
    most: float


def wilson(count: int, total: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return Wilson's score interval for a share.

    E. B. Wilson, Probable inference, J. Am. Stat. Assoc. 22 (1927), 209-212. Of nobody nothing is
    known: 0 to 1. Raises ValueError where more were counted than there are.

    >>> found = wilson(1, 24)
    >>> round(100 * found.least, 1), round(100 * found.most, 1)
    (0.7, 20.2)
    """
    _check(count, total)
    if total == 0:
        return Interval(0.0, 1.0)
    z = float(ndtri((1 + confidence) / 2))
    share, spread = count / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = (z / (1 + spread)) * (share * (1 - share) / total + spread / (4 * total)) ** 0.5
    # At the ends the formula meets 0 and 1 exactly; rounding must not pass them.
    least = 0.0 if count == 0 else max(0.0, middle - half)
    most = 1.0 if count == total else min(1.0, middle + half)
    return Interval(least, most)


def clopper_pearson(count: int, total: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval for a share; it never covers less often than it says.

    C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits, Biometrika 26
    (1934), 404-413. Of nobody nothing is known: 0 to 1. Raises ValueError where more were counted
    than there are.

    >>> found = clopper_pearson(1, 24)
    >>> round(100 * found.least, 1), round(100 * found.most, 1)
    (0.1, 21.1)
    """
    _check(count, total)
    tail = (1 - confidence) / 2
    least = 0.0 if count == 0 else float(betaincinv(count, total - count + 1, tail))
    most = 1.0 if count == total else float(betaincinv(count + 1, total - count, 1 - tail))
    return Interval(least, most)


def _check(count: int, total: int) -> None:
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share.")
