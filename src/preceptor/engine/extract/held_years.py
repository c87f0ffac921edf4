"""Totals of experience that a resume states: "over 15 years of nursing experience"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from preceptor.engine.extract.facts import Domain, Words
from preceptor.engine.extract.held_domains import words_domain
from preceptor.engine.extract.text import FoldedText

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_ONES.split(), 1)}
    | {word: number for number, word in enumerate(_TEENS.split(), 10)}
    | _TENS
    | {
        f"{ten} {one}": value + number
        for ten, value in _TENS.items()
        for number, one in enumerate(_ONES.split(), 1)
    }
)
_BEFORE = re.compile(
    r"(?<![\w$.,/])(?P<number>\d{1,2}(?:\.5)?|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")(?: ?\(\d{1,2}\))?(?: ?\+| plus| or more)?(?: ?(?:to|) ?\d{1,2} ?\+?)?"
    r" (?:full |combined |solid )?$"
)
_UNIT = re.compile(r"(?:years?|yrs)\b['.]?")
_DECADE = re.compile(r"\b(?P<count>a|over a|one|two|three) decades?\b")
# Said after the unit, it is no experience; said before the number, it is a span of something.
_NOT_AFTER = re.compile(
    r" ?(?:old|ago|of age|in a row|consecutive|contract|warranty|plan|strategic|degree|college"
    r"|program|university|of (?:data|age|study|college|school|follow)|following|after|prior)\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:last|past|next|every|within|first|under|ages?|aged|consecutive|grade|than \d+) $"
)
_SPEAKS = re.compile(
    r"experience|background|expertise|career|working|worked|nursing|serving|service|leadership"
    r"|professional|practice|in (?:the )?(?:health|medical|it\b|information|hospital|clinical)"
)
_SENTENCE_END = re.compile(r"\n|[.!?;] ")
_NEXT_NUMBER = re.compile(r"\d")
_WINDOW = 110
_MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class StatedYears:
    """Years a person says they have, of which field (None: not said), and the words."""

    years: float
    domain: Domain | None
    words: Words


def find_stated_years(folding: FoldedText, start: int, end: int) -> Iterator[StatedYears]:
    """Give the totals stated in ``[start, end)`` of the folded text, in order."""
    folded = folding.folded
    for unit in _UNIT.finditer(folded, start, end):
        number = _BEFORE.search(folded, max(start, unit.start() - 34), unit.start())
        if number is None or _NOT_AFTER.match(folded, unit.end()):
            continue
        if _NOT_BEFORE.search(folded, max(start, number.start() - 14), number.start()):
            continue
        found = _stated(folding, number.start(), unit.end(), end, _value(number["number"]))
        if found is not None:
            yield found
    if folded.find("decade", start, end) < 0:
        return
    for decade in _DECADE.finditer(folded, start, end):
        count = {"two": 2, "three": 3}.get(decade["count"], 1)
        found = _stated(folding, decade.start(), decade.end(), end, 10.0 * count)
        if found is not None:
            yield found


def _value(number: str) -> float:
    return float(_NUMBERS[number]) if number in _NUMBERS else float(number)


def _stated(
    folding: FoldedText, start: int, stop: int, end: int, years: float
) -> StatedYears | None:
    if not 0 < years <= _MOST_YEARS:
        return None
    window = folding.folded[stop : min(end, stop + _WINDOW)]
    close = _SENTENCE_END.search(window)
    window = window[: close.start()] if close is not None else window
    before = folding.folded[max(0, start - 40) : start]
    said = _SPEAKS.search(window[:80])
    if said is None and "experience" not in before:
        return None
    # "nursing experience in ...": the words up to and shortly after "experience" name the field.
    at = window.find("experience")
    between = window[:at] if at > 0 else ""
    if re.search(r"\bclinical\b", between):
        return StatedYears(years, "clinical", folding.words(start, stop))
    near = window[: at + 60] if at >= 0 else window[:70]
    # The next number begins the next total.
    near = _NEXT_NUMBER.split(near, maxsplit=1)[0]
    # "Bedside and informatics experience" is a sum that belongs to neither field.
    fields = {words_domain(part) for part in re.split(r"\band\b|[,&/]", between)} - {None}
    if len(fields) > 1:
        return StatedYears(years, None, folding.words(start, stop))
    domain = words_domain(between) or words_domain(near)
    return StatedYears(years, domain, folding.words(start, stop))
