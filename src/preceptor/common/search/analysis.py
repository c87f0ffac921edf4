"""A text as the databases index it: stems with their positions, and the words themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from preceptor.common.search.language import words_of
from preceptor.common.search.stems import stem

# More words are not indexed. PostgreSQL keeps 256 places of a word: in a text of this length
# even "and" stands less often.
MOST_WORDS = 4_000
# No phrase reaches from one part into the next.
BREAK = "0break0"
FORM = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: the number of its row, and its words in three weights.

    ``first`` weighs most (a title), ``second`` next (who, where, which kind), ``third`` is
    everything else. Each is a sequence of parts.
    """

    key: int
    first: Sequence[str] = ()
    second: Sequence[str] = ()
    third: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Analyzed:
    """An entry by weight: the stems in order, with breaks, and the distinct words in order."""

    key: int
    stems: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    words: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    digest: str = field(compare=False, default="")


def analyzed(entry: Entry) -> Analyzed:
    """Return the stems and words of an entry, and the digest by which a change is seen."""
    left = MOST_WORDS
    stems: list[tuple[str, ...]] = []
    words: list[tuple[str, ...]] = []
    for parts in (entry.first, entry.second, entry.third):
        some: list[str] = []
        stemmed: list[str] = []
        for part in parts:
            found = words_of(part)[:left]
            left -= len(found)
            some += found
            stemmed += [*(stem(word) for word in found), BREAK]
        stems.append(tuple(stemmed[:-1]))
        words.append(tuple(dict.fromkeys(some)))
    whole = repr((FORM, stems, words))
    return Analyzed(
        key=entry.key,
        stems=(stems[0], stems[1], stems[2]),
        words=(words[0], words[1], words[2]),
        digest=hashlib.sha256(whole.encode()).hexdigest(),
    )
