"""The level at which a text asks for (or claims) a competency: by its words, else by its years.

Levels are 1 baseline, 2 basic, 3 intermediate, 4 advanced, 5 expert.
"""

from __future__ import annotations

import re

_WORDS: tuple[tuple[int, str], ...] = (
    (5, r"experts?|expertise|expert level|mastery|authority|highly proficient"),
    (
        4,
        (
            r"advanced|strong|extensive|in depth|deep|thorough|proven"
            r"|comprehensive(?= (?:\w+ )?(?:knowledge|understanding|experience|skills))"
            r"|(?:significant|substantial|considerable)(?! (?:and|responsib|part|portion|role))"
            r"|highly (?:skilled|experienced)|detailed"
            # "Provide an exceptional service" is said of the service.
            r"|(?<!provide )(?<!provide an )(?<!providing )(?<!deliver )(?<!delivering )(?<!to an )"
            r"(?:excellent|exceptional|outstanding|superior)"
        ),
    ),
    (
        3,
        (
            r"working knowledge|proficient|(?<!language )proficiency|solid|good|competen(?:t|cy)"
            r"|intermediate|sound|fluent|fluency"
            r"|demonstrated|hands on|practical|experienced?|skilled|comfortable|confident"
            r"|demonstrable"
        ),
    ),
    (
        2,
        (
            r"basic(?! (?:requirement|qualification))|familiar(?:ity)?"
            r"|(?<!promote )(?<!promoting )(?<!raise )(?<!raising )awareness|aware|exposure"
            r"|general understanding|general knowledge"
            r"|some(?= (?:\w+ )?(?:experience|knowledge|exposure|familiarity|understanding))"
            r"|introductory|beginner|entry level|understanding of the basics|appreciation"
            r"|fundamentals?|novice"
        ),
    ),
)
_LEVEL = re.compile(
    "|".join(rf"\\b(?P<l{level}>{words})\\b" for level, words in _WORDS).replace("\\\\b", "\\b")
)
_TURN = re.compile(
    r", (?:and |with )?(?:an? |the )|skills with (?:an? |the )|\band (?:an? |the )"
    r"|(?:,|\band) (?:be|is|are|will|have|has|help|ensure) "
    r"|(?<!ability)(?<!abilities)(?<!able)(?<!capability)(?<!capacity)(?<!\bup) to (?=[a-z])"
)
# How far before a name its level may stand, in characters.
_REACH = 90


def stated_level(folded: str, start: int, at: int) -> int | None:
    """Return the level that the words between ``start`` and ``at`` state, the nearest to ``at``.

    "basic understanding of SQL" is 2: of two words of level in one phrase the weaker counts
    where it says "basic". None where no word states one.
    """
    level = None
    left = max(start, at - _REACH)
    # What another clause says is said of something else, and so is "strong skills to join our".
    left = max(left, folded.rfind("; ", left, at) + 1, folded.rfind(". ", left, at) + 1)
    for turn in _TURN.finditer(folded, left, at):
        left = turn.end()
    for found in _LEVEL.finditer(folded, left, at):
        here = int((found.lastgroup or "l0")[1:])
        # "Some experience", "basic working knowledge": the first word sets the level.
        level = here if level != 2 or here != 3 else level
    return level


def level_from_years(years: float) -> int:
    """Return the level that years in a competency stand for.

    Under 1 year is 2, under 3 years 3, under 5 years 4, else 5.
    """
    return 2 if years < 1 else 3 if years < 3 else 4 if years < 5 else 5
