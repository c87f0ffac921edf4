"""The level at which a text asks for (or claims) a competency: by its words, else by its years.

Levels are 1 baseline, 2 basic, 3 intermediate, 4 advanced, 5 expert.
"""

from __future__ import annotations

import re

_WORDS: tuple[tuple[int, str], ...] = (
    (5, r"experts?|expertise|expert level|mastery|authority|highly proficient|subject matter expert"),
    (
        4,
        r"advanced|strong|extensive|in depth|deep|excellent|thorough|proven|comprehensive|significant"
        r"|substantial|highly (?:skilled|experienced)|considerable|detailed|exceptional|outstanding|superior",
    ),
    (
        3,
        r"working knowledge|proficien(?:t|cy)|solid|good|competen(?:t|cy)|intermediate|sound|fluent|fluency"
        r"|demonstrated|hands on|practical|experienced?|skilled|comfortable|confident|demonstrable",
    ),
    (
        2,
        r"basic|familiar(?:ity)?|awareness|aware|exposure|general understanding|general knowledge|some"
        r"|introductory|beginner|entry level|understanding of the basics|appreciation|fundamentals?|novice",
    ),
)  # fmt: skip
_LEVEL = re.compile("|".join(rf"\\b(?P<l{level}>{words})\\b" for level, words in _WORDS).replace("\\\\b", "\\b"))
# How far before a name its level may stand, in characters.
_REACH = 90


def stated_level(folded: str, start: int, at: int) -> int | None:
    """Return the level that the words between ``start`` and ``at`` state, the nearest to ``at``.

    "basic understanding of SQL" is 2: of two words of level in one phrase the weaker counts
    where it says "basic". None where no word states one.
    """
    level = None
    for found in _LEVEL.finditer(folded, max(start, at - _REACH), at):
        here = int((found.lastgroup or "l0")[1:])
        # "Some experience", "basic working knowledge": the first word sets the level.
        level = here if level != 2 or here != 3 else level
    return level


def level_from_years(years: float) -> int:
    """Return the level that years in a competency stand for: under 1 is 2, under 3 is 3, under 5 is 4."""
    return 2 if years < 1 else 3 if years < 3 else 4 if years < 5 else 5
