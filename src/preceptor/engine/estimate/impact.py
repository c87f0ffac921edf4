"""Whether a step of selection passes one group less often than another.

Two rules stand beside each other, because they disagree: the four-fifths rule of the Uniform
Guidelines on Employee Selection Procedures (29 CFR 1607.4 D; 41 CFR 60-3.4 D) looks at the size of
a difference, Fisher's exact test at whether chance alone would bring it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from preceptor.engine.estimate.significance import fisher_exact, two_proportion_z

# The usual bar for "hardly chance", two-sided.
SIGNIFICANT = 0.05
# A group below this share of those considered may be left out of the comparison, its numbers
# printed (6 RCNY 5-301 of New York City; the Guidelines' 15 A (2) speak of 2 percent, too).
SMALL_SHARE_PERCENT = 2


class Verdict(StrEnum):
    """What the two rules say of a group, compared with the one selected most often."""

    HIGHEST = "highest"
    BOTH = "both"
    RATIO_ONLY = "ratio_only"
    TEST_ONLY = "test_only"
    NEITHER = "neither"
    TOO_FEW = "too_few"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a group were considered, and how many of them selected."""

    name: str
    considered: int
    selected: int

    def __post_init__(self) -> None:
        if not 0 <= self.selected <= self.considered:
            raise ValueError(f"{self.selected} of {self.considered} cannot be selected.")

    @property
    def rate(self) -> float | None:
        """The selection rate; None where nobody was considered."""
        return self.selected / self.considered if self.considered else None


@dataclass(frozen=True, slots=True)
class Impact:
    """One group compared with the group of the highest selection rate."""

    group: Group
    ratio: float | None
    is_below_four_fifths: bool
    z: float | None
    p: float | None
    is_significant: bool
    is_too_few: bool
    is_small: bool
    verdict: Verdict


def impacts(groups: Sequence[Group]) -> list[Impact]:
    """Compare every group with the one selected at the highest rate, in the order given.

    Of groups with the same highest rate the largest is compared with, then the first. The
    agencies' own example (Questions and Answers of 1979) has the rates 60, 45, 48 and 51 percent:

    >>> example = [Group(str(rate), 100, rate) for rate in (60, 45, 48, 51)]
    >>> [(round(100 * each.ratio), each.is_below_four_fifths) for each in impacts(example)]
    [(100, False), (75, True), (80, False), (85, False)]
    """
    considered = sum(group.considered for group in groups)
    highest = _highest(groups)
    return [_impact(group, highest, considered) for group in groups]


def is_below_four_fifths(group: Group, highest: Group) -> bool:
    """Tell whether a rate is less than four fifths of the highest; in integers, so that 80 is not.

    Compare with no empty group: an empty one is never below.
    """
    return 5 * group.selected * highest.considered < 4 * highest.selected * group.considered


def is_too_few(group: Group, highest: Group) -> bool:
    """Tell whether one hire turns the order around, so that there are too few to judge.

    With one more of the group selected, and one fewer of the other, the group's rate would be at
    least the other's. The agencies' answer 21 of 1979 reasons so from 3 of 20 and 1 of 10.

    >>> is_too_few(Group("second", 10, 1), Group("first", 20, 3))
    True
    >>> is_too_few(Group("second", 20, 7), Group("first", 20, 10))
    False
    """
    more = min(group.selected + 1, group.considered)
    fewer = max(highest.selected - 1, 0)
    return more * highest.considered >= fewer * group.considered


def _highest(groups: Sequence[Group]) -> Group | None:
    best: Group | None = None
    for group in groups:
        if not group.selected:
            continue
        if best is None:
            best = group
            continue
        ahead = group.selected * best.considered - best.selected * group.considered
        if ahead > 0 or (ahead == 0 and group.considered > best.considered):
            best = group
    return best


def _impact(group: Group, highest: Group | None, considered: int) -> Impact:
    is_small = 100 * group.considered < SMALL_SHARE_PERCENT * considered
    if highest is None or not group.considered:
        return Impact(group, None, False, None, None, False, False, is_small, Verdict.NOBODY)
    ratio = (group.selected * highest.considered) / (highest.selected * group.considered)
    if group is highest:
        return Impact(group, 1.0, False, None, None, False, False, is_small, Verdict.HIGHEST)
    is_below = is_below_four_fifths(group, highest)
    sides = (highest.selected, highest.considered, group.selected, group.considered)
    p = fisher_exact(*sides)
    is_significant = p < SIGNIFICANT
    too_few = is_too_few(group, highest)
    return Impact(
        group=group,
        ratio=ratio,
        is_below_four_fifths=is_below,
        z=two_proportion_z(*sides),
        p=p,
        is_significant=is_significant,
        is_too_few=too_few,
        is_small=is_small,
        verdict=_verdict(is_below=is_below, is_significant=is_significant, too_few=too_few),
    )


def _verdict(*, is_below: bool, is_significant: bool, too_few: bool) -> Verdict:
    # A difference that chance hardly brings is judged however few there are.
    if is_significant:
        return Verdict.BOTH if is_below else Verdict.TEST_ONLY
    if is_below:
        return Verdict.TOO_FEW if too_few else Verdict.RATIO_ONLY
    return Verdict.NEITHER
