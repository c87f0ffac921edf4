"""Items of lists of skills: a list is context enough for a word that elsewhere needs some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.lexicon import Lexicon, Mention
from preceptor.engine.extract.resume_layout import ResumeLayout

_LISTS = ("skills", "credentials")
_PARTING = re.compile(r"[,;|\t\u2022\u00b7:()]|\s{3,}|\s[\u2013\u2014-]\s")
_LONGEST_ITEM = 24
_BLANKS = " .\u00a0\u00c2*"


def with_items(
    text: str, layout: ResumeLayout, lexicon: Lexicon, mentions: Sequence[Mention]
) -> list[Mention]:
    """Return the mentions and, in their order, those that whole items of lists add."""
    added: list[Mention] = []
    taken = {mention.words.start for mention in mentions}
    for number, line in enumerate(layout.lines):
        if layout.kinds[number] not in _LISTS:
            continue
        for start, end in _items(text, line.start, line.end):
            named = None if start in taken else lexicon.find_item(text[start:end])
            if named is not None:
                added.append(Mention(named[0], Words(start, end, text[start:end]), named[1]))
    if not added:
        return list(mentions)
    ends = {mention.words.end for mention in mentions}
    fresh = [mention for mention in added if mention.words.end not in ends]
    return sorted([*mentions, *fresh], key=lambda mention: mention.words.start)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for part in _PARTING.finditer(text, start, end):
        yield from _short(text, at, part.start())
        at = part.end()
    yield from _short(text, at, end)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    if 1 < end - start <= _LONGEST_ITEM:
        yield start, end
