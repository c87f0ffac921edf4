"""Finds the words of cue expressions in a text, whatever their inflection.

A text becomes a row of stems; the terms of all cues are rows of stems too, sought by one
Aho-Corasick automaton. Stemming is cruder than the lexicon's folding of names on purpose: a cue
is a way of speaking ("delivers training", "to deliver train-the-trainer sessions"), not a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

_TOKEN = re.compile(r"[^\W_]+[+#]*")
# Lower-casing would make these nouns equal to pronouns.
_NOUNS = {"IT": "infotech", "HIM": "himdept"}
_IRREGULAR = {
    "programme": "program",
    "programmes": "program",
    "centre": "center",
    "data": "data",
    "analyses": "analys",
    "analysis": "analys",
    "analyse": "analys",
    "analyze": "analys",
    "analyzing": "analys",
    "analysing": "analys",
    "analyzed": "analys",
    "analysed": "analys",
    "communications": "communications",
    "accounts": "accounts",
    "stores": "stores",
    "orders": "orders",
    "estates": "estates",
    "news": "news",
    "nursing": "nursing",
    "engineering": "engineering",
    "accounting": "accounting",
    "marketing": "marketing",
    "banking": "banking",
    "painting": "painting",
    "building": "building",
    "housing": "housing",
    "catering": "catering",
    "cleaning": "cleaning",
    "licence": "license",
    "practise": "practice",
}
_VOWEL = re.compile("[aeiouy]")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a lower-case word without its plural, -ing, -ed, or final e; British as American.

    >>> [stem(word) for word in ("configuring", "configures", "optimised", "nurses", "training")]
    ['configur', 'configur', 'optimiz', 'nurs', 'train']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, least in (("ing", 6), ("ed", 5)):
        cut = word[: -len(ending)]
        if word.endswith(ending) and len(word) >= least and _VOWEL.search(cut):
            word = cut
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 5 and word.endswith("is"):
        word = word[:-1] + "z"
    return word.replace("isation", "ization")


@lru_cache(maxsize=50_000)
def _kept(word: str) -> str:
    """Return the stem that a word of a text counts as; nouns that look like pronouns stay."""
    return _NOUNS.get(word) or stem(word.lower())


@dataclass(frozen=True, slots=True)
class Stems:
    """A text as a row of stems, each between blanks, and the word of the text behind each."""

    row: str
    words: tuple[re.Match[str], ...]


def stems(text: str, start: int = 0, end: int | None = None) -> Stems:
    """Cut ``[start, end)`` of a text into stems; no word gives a row of one blank."""
    end = len(text) if end is None else end
    row: list[str] = []
    words: list[re.Match[str]] = []
    for found in _TOKEN.finditer(text, start, end):
        word = found.group()
        if word in ("s", "t") and words and text[found.start() - 1] in "'’":
            continue
        row.append(_kept(word))
        words.append(found)
    return Stems(f" {' '.join(row)} " if row else " ", tuple(words))


class Hit(NamedTuple):
    """A term found: its number and the words of the text it covers."""

    term: int
    start: int
    end: int


class TermTable:
    """Numbers the terms of all cues and finds them; build once, use for many texts."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Compile the terms; two that stem alike share a number."""
        # By stems, and by the words as they are written: groups repeat the same terms often.
        self._number: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self._automaton = ahocorasick.Automaton()
        for term in dict.fromkeys(terms):
            row = stems(term).row
            if row == " ":
                continue
            if row not in self._number:
                self._number[row] = len(self._number)
                self._automaton.add_word(row, (self._number[row], len(row)))
            self._written[term] = self._number[row]
        if self._number:
            self._automaton.make_automaton()

    def number(self, term: str) -> int:
        """Return the number of a term the table was built with."""
        return self._written[term]

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Return all terms in ``[start, end)``, overlapping ones too, by where they end."""
        if not self._number:
            return []
        cut = stems(text, start, end)
        row, words = cut.row, cut.words
        hits = []
        for last, (term, size) in self._automaton.iter(row):
            # Before the stem number n stand n + 1 blanks.
            first = row.count(" ", 0, last - size + 2) - 1
            final = row.count(" ", 0, last) - 1
            hits.append(Hit(term, words[first].start(), words[final].end()))
        return hits
