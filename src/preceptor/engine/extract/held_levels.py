"""How well a resume says its writer holds something: by words of level, else by years.

Levels are 1 baseline, 2 basic, 3 intermediate, 4 advanced, 5 expert. "Experience with" and
"knowledge of" alone state none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from preceptor.engine.extract.levels import level_from_years
from preceptor.engine.extract.text import FoldedText

# Words of level; those of several words are known by their first.
_LEVEL_WORDS: tuple[tuple[int, str], ...] = (
    (5, "expert,experts,expertise,mastery,guru,subject matter expert,highly proficient"),
    (
        4,
        (
            "advanced,strong,extensive,extensively,depth,deep,excellent,thorough,comprehensive,superior,"
            "substantial,highly skilled,highly experienced,highly knowledgeable,considerable,"
            "exceptional,outstanding,well versed,adept,specialist,solid,seasoned"
        ),
    ),
    (
        3,
        (
            "proficient,proficiency,proficiencies,working knowledge,good,competent,competency,"
            "intermediate,fluent,skilled,experienced,trained,comfortable,"
            "practical experience,practical knowledge,hands on,functional"
        ),
    ),
    (
        2,
        (
            "basic,basics,familiar,familiarity,exposure,exposed,beginner,novice,introductory,"
            "introduction,fundamental,fundamentals,entry level,some,limited,elementary,awareness"
        ),
    ),
)
_BY_FIRST: dict[str, tuple[tuple[str, int], ...]] = {}
for _level, _phrases in _LEVEL_WORDS:
    for _phrase in _phrases.split(","):
        _first = _phrase.split(" ")[0]
        _BY_FIRST[_first] = (*_BY_FIRST.get(_first, ()), (_phrase, _level))
# Stems of what is done with a system: worked on it, or used it.
_WORK_STEMS = (
    "configur build built implement design develop administer install upgrad migrat deploy "
    "integrat "
    "customi optimi troubleshoot support maintain program test train convert conversion"
)
_STEMS = tuple(_WORK_STEMS.split())
_USES = (
    "used uses using utilize utilized utilizing utilizes utilise utilised utilising charted entered"
)
_USE_WORDS = frozenset(_USES.split())
_TOKEN = re.compile(r"[a-z]{4,}")
_DONE_REACH = 70
# After a word of level, what makes it govern a whole list: "proficient in A, B and C".
_GOVERNS = re.compile(
    r" ?(?:level |knowledge |skills? |user |working |understanding |experience |proficiency "
    r"|technical |practical |hands on |and |hand |command |background |computer )*"
    r"(?:in|with|of|at|using|on|to|as|knowledge|understanding|skills?|experience)\b(?: the)?[: ]"
)
_BREAK = re.compile(
    r"\n|[.!?] |, (?:and )?(?:knowledge|ability|handling|inputting|preparing|managing|providing"
    r"|maintaining|performing|coordinating|answering) "
)
_LIST_REACH = 240
_NEXT_REACH = 26
_MARK_REACH = 5
_YEARS_REACH = 9
# "SQL (expert)", "SQL: basic", "SQL advanced": the word of level ends its item, so that
# "Excel, advanced SQL" leaves Excel alone.
_AFTER = re.compile(
    r"s?(?: ?[(:,] ?| )(?P<word>expert|advanced|proficient|intermediate|basic|beginner|novice"
    r"|familiar|competent|fluent|master)(?: level| user)?(?= ?(?:[,;).|\n]|$))"
)
# These speak of what follows only with "in" or "of": "clinical expertise and leadership".
_NOUN_WORDS = (
    "specialist expertise mastery proficiency proficiencies competency depth exposure introduction"
)
_NOUNS = frozenset(_NOUN_WORDS.split())
# "Including but not limited to", "cross-functional teams", "non-functional": no words of level.
# "Building strong customer relationships" is strong of the relationships.
_NO_LEVEL_AFTER = (
    "not ",
    "cross ",
    "non ",
    "multi ",
    "no ",
    "building ",
    "built ",
    "ensure ",
    "develop a ",
)
# "Skilled nursing", "outstanding bills" and "accounts": no words of level either.
_NO_LEVEL_BEFORE = {
    "skilled": (" nurs", " facilit"),
    "outstanding": (" bill", " balance", " account", " receivable", " claim", " issue", " invoice"),
}
# "Expert level proficiency", "advanced proficiency": the first word tells the level.
_LEVELS_OF = ("expert level ", "expert ", "advanced ", "basic ", "high level of ")
_MIDDLE = 3
_NEVER: tuple[str, ...] = ()
# "Transition clinical expertise to an acute ward": what follows "to" is new to the writer.
_NOT_TO = frozenset({"expertise", "mastery", "proficiency", "strong", "extensive", "experienced"})
# The columns of a list: a word of level speaks within its own.
_COLUMNS = re.compile(r" {4,}")
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
# A text has a thousand words and some fifty cues: their first letters sort out the rest.
_HEADS = frozenset(word[:4] for word in (*_STEMS, *_USE_WORDS, *_BY_FIRST, *_AFTER_LEVEL))
_YEARS_AFTER = re.compile(r" ?[(:,]? ?(\d{1,2}) ?\+? ?(?:years?|yrs?)\b")
_UNIT = re.compile(r"y(?:ea)?rs?\b'?")
_NUMBER_BEFORE = re.compile(r"(?<![\w.$])(\d{1,2}) ?\+? ?$")
_OF_WHAT = re.compile(
    r" ?(?:of )?(?:[a-z]+ ){0,3}?(?:experience |exp |work |working )?(?:in|with|of|using"
    r"|on) (?:the )?"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of level at ``[start, end)`` of the folded text."""

    start: int
    end: int
    level: int
    governs: bool


class LevelReader:
    """Looks up what is said beside a name in one folded text, whose cues are found once."""

    def __init__(self, folded: str) -> None:
        """Find the words of level, of years and of doing in a folded text."""
        self._folded = folded
        self._levels: list[_Word] = []
        self._done: list[tuple[int, str]] = []
        self._afters: list[int] = []
        for token in _TOKEN.finditer(folded):
            word = token.group()
            if word[:4] not in _HEADS:
                continue
            if word in _AFTER_LEVEL:
                self._afters.append(token.start())
            if word in _BY_FIRST:
                self._add_level(token.start(), _BY_FIRST[word])
            elif word in _USE_WORDS:
                self._done.append((token.end(), "used"))
            elif word.startswith(_STEMS):
                self._done.append((token.end(), "worked-on"))
        self._starts = [word.start for word in self._levels]
        self._years = dict(_years_of(folded))
        self._units = [unit.start() for unit in _UNIT.finditer(folded)]

    def _add_level(self, start: int, phrases: tuple[tuple[str, int], ...]) -> None:
        if self._folded.endswith(_NO_LEVEL_AFTER, 0, start):
            return
        if phrases[0][1] == _MIDDLE and self._folded.endswith(_LEVELS_OF, 0, start):
            return
        for phrase, level in phrases:
            if self._folded.startswith(phrase, start):
                end = start + len(phrase)
                if self._folded.startswith(_NO_LEVEL_BEFORE.get(phrase, _NEVER), end):
                    return
                governed = _GOVERNS.match(self._folded, end)
                governs = governed is not None and not (
                    phrase in _NOT_TO and governed.group().rstrip().endswith(" to")
                )
                self._levels.append(_Word(start, end, level, governs))
                return

    def level_at(self, start: int, end: int) -> tuple[int | None, str]:
        """Return (level, rule) of what stands at ``[start, end)``; (None, "") if none is stated."""
        if self._afters and _has_within(self._afters, end, _MARK_REACH):
            after = _AFTER.match(self._folded, end, end + _NEXT_REACH)
            if after is not None:
                return _AFTER_LEVEL[after["word"]], f"level:{after['word']}"
        years = self._years.get(start)
        if years is None and self._units and _has_within(self._units, end, _YEARS_REACH):
            following = _YEARS_AFTER.match(self._folded, end)
            years = int(following[1]) if following is not None else None
        if years is not None:
            return level_from_years(years), f"years:{years}"
        return self._before(start)

    def done_at(self, start: int) -> str:
        """What the words shortly before say was done with it: "worked-on", "used" or ""."""
        at = bisect_right(self._done, (start, "")) - 1
        if at < 0 or start - self._done[at][0] > _DONE_REACH:
            return ""
        end, what = self._done[at]
        between = self._folded[end:start]
        return "" if "\n" in between or ". " in between else what

    def _before(self, start: int) -> tuple[int | None, str]:
        at = bisect_right(self._starts, start) - 1
        if at < 0 or start - self._levels[at].end > _LIST_REACH:
            return None, ""
        for word in reversed(self._levels[max(0, at - 2) : at + 1]):
            gap = start - word.end
            if gap < 0 or gap > _LIST_REACH:
                continue
            between = self._folded[word.end : start]
            if _BREAK.search(between):
                return None, ""
            said = self._folded[word.start : word.end]
            is_next = gap <= _NEXT_REACH and "," not in between and between.count(" ") <= 3
            is_next = is_next and said not in _NOUNS
            if word.governs or (is_next and not _parts(between)):
                return word.level, f"level:{said}"
        return None, ""


def in_columns(folding: FoldedText) -> str:
    """Return the folded text with a line break where a text leaves a column's gap."""
    folded, done = folding.folded, 0
    pieces: list[str] = []
    for gap in _COLUMNS.finditer(folding.text):
        at = folding.fold_index(gap.start())
        if at >= done and folded[at : at + 1] == " ":
            pieces += (folded[done:at], "\n")
            done = at + 1
    return "".join([*pieces, folded[done:]])


def _has_within(places: list[int], start: int, reach: int) -> bool:
    """Whether one of the places, in order, lies in ``[start, start + reach]``."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] <= start + reach


def _years_of(folded: str) -> Iterator[tuple[int, int]]:
    """Give (where the name begins, years) of each "5 years of experience with NAME"."""
    for unit in _UNIT.finditer(folded):
        number = _NUMBER_BEFORE.search(folded, max(0, unit.start() - 6), unit.start())
        if number is not None:
            tail = _OF_WHAT.match(folded, unit.end())
            if tail is not None:
                yield tail.end(), int(number[1])


def _parts(between: str) -> bool:
    """Whether something closes the phrase between a word of level and a name."""
    return any(mark in between for mark in ";:()")
