"""The cues that speak for a role, as authored and as compiled.

A cue is an expression over words of one sentence or one title:
``"train|teach + @users ! personal trainer"`` holds where one of *train, teach* and one of the
group *users* stand, in any order, and *personal trainer* does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from preceptor.engine.classify.terms import TermTable

Family = Literal["title", "duty", "resume"]
FAMILIES: tuple[Family, ...] = ("title", "duty", "resume")
NOT_HEALTH_IT = "not_health_it"


class CueError(ValueError):
    """An expression cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class AuthoredCue:
    """A cue as written: for which role, in which family, how many points (1-10), and where."""

    role: str
    family: Family
    points: float
    expression: str


@dataclass(frozen=True)
class CueBook:
    """All authored cues, the word groups they name, the zone words, and the weights.

    ``zones`` maps a zone to the phrases of its headings and of its sentences.
    """

    roles: tuple[str, ...]
    cues: tuple[AuthoredCue, ...]
    groups: Mapping[str, tuple[str, ...]]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue: every set of ``needs`` must be met, none of ``bars`` may stand."""

    number: int
    role: str
    points: float
    needs: tuple[frozenset[int], ...]
    bars: frozenset[int]

    def holds(self, terms: frozenset[int] | set[int]) -> bool:
        """Say whether the cue holds where these terms stand."""
        return not (self.bars & terms) and all(need & terms for need in self.needs)


@dataclass(frozen=True, slots=True)
class _Parsed:
    needs: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...]


def parse(
    expression: str, groups: Mapping[str, tuple[str, ...]]
) -> tuple[_Parsed, tuple[str, ...]]:
    """Read an expression; return it and all the terms it names, groups spelled out.

    Raises CueError for an empty part or an unknown group.
    """
    wanted, _, barred = expression.partition("!")
    needs = tuple(tuple(_terms(part, groups, expression)) for part in wanted.split(" + "))
    bars = tuple(_terms(barred, groups, expression)) if barred.strip() else ()
    return _Parsed(needs, bars), tuple(term for need in needs for term in need) + bars


def _terms(part: str, groups: Mapping[str, tuple[str, ...]], expression: str) -> Iterator[str]:
    for term in map(str.strip, part.split("|")):
        if not term:
            raise CueError(f"{expression!r}: an alternative is empty.")
        if not term.startswith("@"):
            yield term
        elif term[1:] in groups:
            yield from groups[term[1:]]
        else:
            raise CueError(f"{expression!r}: there is no group {term[1:]!r}.")


class CueIndex:
    """The compiled cues of one family, found by the terms of a sentence."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """Index each cue under the terms of its smallest need, so that few are tried."""
        self._by_term: dict[int, list[Cue]] = {}
        for cue in cues:
            for term in min(cue.needs, key=len):
                self._by_term.setdefault(term, []).append(cue)

    def holding(self, terms: frozenset[int] | set[int]) -> list[Cue]:
        """Return the cues that hold, in the order they were authored."""
        tried: dict[int, Cue] = {}
        for term in terms:
            for cue in self._by_term.get(term, ()):
                if cue.number not in tried and cue.holds(terms):
                    tried[cue.number] = cue
        return [tried[number] for number in sorted(tried)]


def compile_cues(book: CueBook, table: TermTable) -> dict[Family, CueIndex]:
    """Compile all cues of a book against its term table, family by family."""
    found: dict[Family, list[Cue]] = {family: [] for family in FAMILIES}
    for number, authored in enumerate(book.cues):
        parsed, _ = parse(authored.expression, book.groups)
        needs = tuple(frozenset(map(table.number, need)) for need in parsed.needs)
        bars = frozenset(map(table.number, parsed.bars))
        cue = Cue(number, authored.role, authored.points, needs, bars)
        found[authored.family].append(cue)
    return {family: CueIndex(cues) for family, cues in found.items()}


def all_terms(book: CueBook) -> Iterator[str]:
    """Give every term a book names, in cues, zones and groups."""
    for authored in book.cues:
        yield from parse(authored.expression, book.groups)[1]
    for phrases in (*book.groups.values(), *book.headings.values(), *book.sentences.values()):
        yield from phrases
