"""How much a competency that a posting names weighs. docs/adr/0003 gives the reasons."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.extract.facts import Requirement
from preceptor.engine.translate.drafts import unedited_weight
from preceptor.engine.vocabulary import Competency

# Everybody claims the general virtues and no resume proves them: they order people a little
# and shut nobody out.
VIRTUE_WEIGHT = 1
VIRTUE_TIERS = ("tier1", "tier2", "tier3")
# Using a computer is of these tiers too, but it can be shown.
SHOWN_BLOCKS = frozenset({"tier2-computer", "tier3-tools"})

# (breadth at most, percent of the weight): what little else answers for tells people apart,
# what half the vocabulary answers for does not. About a quarter of the vocabulary lies in each
# of the four middle steps.
BREADTH_STEPS = ((300, 160), (600, 100), (1200, 75), (2500, 60), (5000, 45))
BROADEST = 35
# In how many wordings the posting asks for it: once, twice, more often.
TIMES = (100, 150, 200)
# With so many lines asked in so many words the duties only tell what the days are like.
ENOUGH_STATED = 3


def is_virtue(entry: Competency) -> bool:
    """Tell whether a competency is a general virtue, such as teamwork."""
    return entry.block.startswith(VIRTUE_TIERS) and entry.block not in SHOWN_BLOCKS


def is_from_duties(requirement: Requirement) -> bool:
    """Tell whether only the description of the work asks for it, not a requirement."""
    return requirement.rule in ("duties", "section:duties")


def breadth_percent(breadth: int) -> int:
    """Return the share of its weight that a competency of some breadth keeps, in percent.

    >>> breadth_percent(100), breadth_percent(1000), breadth_percent(20_000)
    (160, 75, 35)
    """
    return next((percent for most, percent in BREADTH_STEPS if breadth <= most), BROADEST)


def weight_of(necessity: str, breadths: Sequence[int], wordings: int) -> int:
    """Return the weight (1 or more) of a line whose alternatives have these breadths.

    The narrowest alternative decides; ``wordings``, at least 1, is how often it is asked.
    """
    share = breadth_percent(min(breadths)) * TIMES[min(wordings, len(TIMES)) - 1]
    return max(1, (unedited_weight(necessity) * share + 5_000) // 10_000)
