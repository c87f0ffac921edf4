"""What may be written into a search field, and the words that a text is indexed by.

One analysis for both databases: they are given plain stems and have no say in what a word is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from preceptor.common.search.stems import stem

MOST_LETTERS = 400
MOST_TERMS = 16
# A shorter last word is meant as it stands: "IT", "ME", "R".
LEAST_PREFIX = 3
# Names whose signs are the whole difference.
_SIGNS = (("c++", " cplusplus "), ("c#", " csharp "), (".net", " dotnet "))
_GENITIVE = re.compile(r"['\u2019]s\b")
_WORDS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Left out of a question unless quoted: they stand in almost every text, or in none for no reason.
COMMON = """
a an and are as at be by for from i in is it's my of on or our that the this to we with you your
"""
COMMON_WORDS = frozenset(COMMON.split())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other; ``prefix`` is what the one word may begin with, or ""."""

    stems: tuple[str, ...]
    written: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search field asks: every one of ``must``, none of ``without``."""

    must: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.must or self.without)


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: small letters and digits, accents dropped.

    A word in another script becomes its bytes in hex, so that any database takes it for a word.

    >>> words_of("The clinic's Go-Live (ICD-10, C#)")
    ['the', 'clinic', 'go', 'live', 'icd', '10', 'csharp']
    """
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for written, word in _SIGNS:
        text = text.replace(written, word)
    found = _WORDS.findall(_GENITIVE.sub("", text))
    return [word if word.isascii() else f"u{word.encode().hex()}" for word in found]


def read_query(text: str) -> Asked:
    """Read words, "phrases", -without and beginnings* out of what somebody wrote; never fails.

    The last word also finds what begins with it. A word of several parts, such as go-live, is
    a phrase. What holds no letter or digit asks nothing.

    >>> read_query('"go live" trainer -epic').without[0].stems
    ('epic',)
    """
    parts = list(_PARTS.finditer(text[:MOST_LETTERS]))
    must: list[Term] = []
    without: list[Term] = []
    for place, part in enumerate(parts):
        written = part["word"] or part["phrase"] or ""
        words = words_of(written)
        is_last = place == len(parts) - 1
        is_bare = part["word"] is not None
        if not words or (is_bare and not part["no"] and written.casefold() in COMMON_WORDS):
            continue
        is_open = is_bare and not part["no"] and (is_last or written.endswith("*"))
        prefix = words[0] if is_open and len(words) == 1 else ""
        term = Term(
            stems=tuple(stem(word) for word in words),
            written=f'"{written}"' if not is_bare else written,
            prefix=prefix if len(prefix) >= LEAST_PREFIX else "",
        )
        (without if part["no"] else must).append(term)
    return Asked(tuple(must[:MOST_TERMS]), tuple(without[:MOST_TERMS]))
