"""Cuts a posting into sentences and tells what each is about: duties, demands, the employer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from preceptor.engine.classify.cues import CueBook
from preceptor.engine.classify.terms import Hit, TermTable
from preceptor.engine.extract.text import Line, lines_of, sentences

Zone = Literal["open", "duties", "required", "preferred", "about", "benefits", "legal"]

# How much a sentence says about the work, by where it stands. Duties say most; what the employer
# is or gives says next to nothing about what one person does there.
ZONE_WEIGHT: dict[Zone, float] = {
    "open": 0.8,
    "duties": 1.0,
    "required": 0.6,
    "preferred": 0.3,
    "about": 0.15,
    "benefits": 0.0,
    "legal": 0.0,
}
# Where several lists claim one line, the earlier here wins: "desirable skills" is preferred.
_HEADING_ORDER: tuple[Zone, ...] = (
    "legal",
    "preferred",
    "benefits",
    "about",
    "required",
    "duties",
)
_SENTENCE_ORDER: tuple[Zone, ...] = ("legal", "benefits", "about")
# A longer line is no heading, whatever its marks.
_LONGEST_HEADING = 70
_MOST_HEADING_WORDS = 9
# How much of a heading's letters must name the zone: a marked line is a heading anyway.
_MARKED_SHARE = 0.3
_PLAIN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a text, its zone and the cue terms that stand in it."""

    start: int
    end: int
    zone: Zone
    hits: tuple[Hit, ...]

    @property
    def terms(self) -> frozenset[int]:
        """The numbers of the terms."""
        return frozenset(hit.term for hit in self.hits)

    @property
    def weight(self) -> float:
        """How much the sentence says about the work."""
        return ZONE_WEIGHT[self.zone]


@dataclass(frozen=True)
class ZoneWords:
    """The numbers of the terms that name a zone, in a heading or in a sentence."""

    headings: tuple[tuple[Zone, frozenset[int]], ...]
    sentences: tuple[tuple[Zone, frozenset[int]], ...]

    @classmethod
    def build(cls, book: CueBook, table: TermTable) -> ZoneWords:
        """Compile the zone words of a book."""
        return cls(
            tuple(
                (z, frozenset(map(table.number, book.headings.get(z, ())))) for z in _HEADING_ORDER
            ),
            tuple(
                (z, frozenset(map(table.number, book.sentences.get(z, ()))))
                for z in _SENTENCE_ORDER
            ),
        )


def cut_posting(text: str, table: TermTable, words: ZoneWords, after: int = 0) -> list[Passage]:
    """Return the sentences of a posting from the offset ``after`` on, zones marked.

    A heading opens a zone that lasts to the next heading; a sentence that speaks of pay, law
    or the employer is taken for that wherever it stands.
    """
    passages: list[Passage] = []
    zone: Zone = "open"
    for line in lines_of(text):
        if line.end <= after:
            continue
        opened = _heading_zone(text, line, table, words)
        if opened is not None:
            zone = opened
        for start, end in sentences(text, line.start, line.end):
            hits = tuple(table.find(text, start, end))
            own = _sentence_zone(hits, words, zone)
            passages.append(Passage(start, end, own, hits))
    return passages


def cut_plain(text: str, table: TermTable) -> list[Passage]:
    """Return the sentences of a text without zones, as a resume is read.

    Lines that a page's width broke are joined: a line that begins in lower case goes on.
    """
    blocks: list[tuple[int, int]] = []
    for line in lines_of(text):
        goes_on = blocks and not line.mark and text[line.start].islower()
        if goes_on:
            blocks[-1] = (blocks[-1][0], line.end)
        else:
            blocks.append((line.start, line.end))
    return [
        Passage(left, right, "open", tuple(table.find(text, left, right)))
        for start, end in blocks
        for left, right in sentences(text, start, end)
    ]


def _heading_zone(text: str, line: Line, table: TermTable, words: ZoneWords) -> Zone | None:
    """Return the zone a line opens; "open" for a heading that says nothing; None for no heading.

    The words that name the zone must be most of the line: "Salary - per band" is a fact.
    """
    shown = text[line.start : line.end].strip("*_# \t")
    length = len(shown.rstrip("*:?_ ").split())
    if not shown or len(shown) > _LONGEST_HEADING or shown.endswith((".", ";", ",")):
        return None
    is_bold = text[line.start : line.end].startswith("**")
    is_marked = line.is_marked_heading or is_bold or shown.endswith((":", "?"))
    if (line.is_bullet and not shown.endswith(":")) or length > _MOST_HEADING_WORDS:
        return None
    if ":" in shown.rstrip("*:_ "):
        return None
    hits = table.find(text, line.start, line.end)
    for zone, named in words.headings:
        covered = {at for hit in hits if hit.term in named for at in range(hit.start, hit.end)}
        share = sum(not text[at].isspace() for at in covered) / len(shown.replace(" ", ""))
        if share >= (_MARKED_SHARE if is_marked else _PLAIN_SHARE):
            return zone
    return "open" if line.is_marked_heading or is_bold else None


def _sentence_zone(hits: tuple[Hit, ...], words: ZoneWords, zone: Zone) -> Zone:
    terms = {hit.term for hit in hits}
    for own, named in words.sentences:
        if named & terms:
            return own
    return zone
