"""How well a resume says its writer holds something: by words of level, else by years.

Levels are 1 baseline, 2 basic, 3 intermediate, 4 advanced, 5 expert. "Experience with" and
"knowledge of" alone state none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from preceptor.engine.extract.levels import level_from_years

_LEVEL_WORDS: tuple[tuple[int, str], ...] = (
    (5, r"experts?|expertise|mastery|masters? of|guru|subject matter expert|highly proficient"),
    (
        4,
        r"advanced|strong|extensive|in depth|deep|excellent|thorough|comprehensive|superior"
        r"|substantial|highly (?:skilled|experienced|knowledgeable)|considerable|exceptional"
        r"|outstanding|well versed|adept|specialized|specialist|solid|seasoned",
    ),
    (
        3,
        r"proficient|proficiency|proficiencies|working knowledge|good|competent|competency"
        r"|intermediate|fluent|skilled|experienced|versed|trained|comfortable|practical|hands on"
        r"|functional",
    ),
    (
        2,
        r"basic|basics|familiar|familiarity|exposure|exposed|beginner|novice|introductory"
        r"|introduction|fundamentals?|entry level|some|limited|elementary|awareness",
    ),
)
_WORDS = "|".join(f"(?P<l{level}>{words})" for level, words in _LEVEL_WORDS)
_LEVEL = re.compile(rf"(?<![\w])(?:{_WORDS})(?!\w)")
_FIRST_LETTERS = re.compile(
    r"expert|master|guru|subject m|highly|advanc|strong|extens|depth|deep|excell|thorough|compreh"
    r"|superior|substant|consider|except|outstand|adept|special|solid|season|proficien|working k"
    r"|good|compet|intermed|fluent|skilled|experienced|versed|trained|comfort|practic|hands on"
    r"|functional|basic|familiar|expos|beginner|novice|introd|fundam|entry l|some|limited|element"
    r"|awaren"
)
# After a word of level, what makes it govern a whole list: "proficient in A, B and C".
_GOVERNS = re.compile(
    r" ?(?:level |knowledge |skills? |user |working |understanding |experience |proficiency "
    r"|technical |practical |hands on |and |hand |command |background |computer )*"
    r"(?:in|with|of|at|using|on|to|as|knowledge|understanding|skills?|experience)\b(?: the)?[: ]"
)
_BREAK = re.compile(r"\n|[.!?] (?=[a-z0-9])")
_LIST_REACH = 240
_NEXT_REACH = 26
_AFTER = re.compile(
    r" ?s? ?(?:[(:,]| -| )? ?(?P<word>expert|advanced|proficient|intermediate|basic|beginner|novice"
    r"|familiar|competent|fluent|master)(?: level| user)?\b(?! (?:in|with|of|at|knowledge|life|cardi"
    r"|life support|terminology|anatomy|understanding)\b)"
)
_AFTER_LEVEL = {
    "expert": 5,
    "master": 5,
    "advanced": 4,
    "proficient": 3,
    "intermediate": 3,
    "competent": 3,
    "fluent": 3,
    "basic": 2,
    "beginner": 2,
    "novice": 2,
    "familiar": 2,
}
_YEARS_AFTER = re.compile(r" ?[(:,]? ?(\d{1,2}) ?\+? ?(?:years?|yrs?)\b")
_YEARS_BEFORE = re.compile(
    r"(?<![\w.$])(\d{1,2}) ?\+? ?(?:years?|yrs?)'? (?:of )?(?:[a-z]+ ){0,3}?"
    r"(?:experience |exp |work |working )?(?:in|with|of|using|on)(?: the)? $"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of level at ``[start, end)`` of the folded text."""

    start: int
    end: int
    level: int
    governs: bool


class LevelReader:
    """Looks up stated levels in one folded text, whose words of level are found once."""

    def __init__(self, folded: str) -> None:
        """Find the words of level of a folded text."""
        self._folded = folded
        self._words = [
            _Word(
                found.start(),
                found.end(),
                int((found.lastgroup or "l0")[1:]),
                _GOVERNS.match(folded, found.end()) is not None,
            )
            for found in _LEVEL.finditer(folded)
        ]
        self._starts = [word.start for word in self._words]

    def level_at(self, start: int, end: int) -> tuple[int | None, str]:
        """Return (level, rule) of what stands at ``[start, end)``; (None, "") if none is stated."""
        folded = self._folded
        after = _AFTER.match(folded, end, end + _NEXT_REACH)
        if after is not None:
            return _AFTER_LEVEL[after["word"]], f"level:{after['word']}"
        years = _YEARS_AFTER.match(folded, end, end + 14)
        if years is None:
            years = _YEARS_BEFORE.search(folded, max(0, start - 50), start)
        if years is not None:
            return level_from_years(int(years[1])), f"years:{years[1]}"
        return self._before(start)

    def _before(self, start: int) -> tuple[int | None, str]:
        at = bisect_right(self._starts, start) - 1
        for word in reversed(self._words[max(0, at - 2) : at + 1]):
            gap = start - word.end
            if gap < 0 or gap > _LIST_REACH:
                continue
            between = self._folded[word.end : start]
            if _BREAK.search(between):
                return None, ""
            is_next = gap <= _NEXT_REACH and "," not in between and between.count(" ") <= 3
            if (word.governs and word.level) or (is_next and not _parts(between)):
                return word.level, f"level:{self._folded[word.start : word.end]}"
        return None, ""


def _parts(between: str) -> bool:
    """Whether something closes the phrase between a word of level and a name."""
    return any(mark in between for mark in ";:()")
