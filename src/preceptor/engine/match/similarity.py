"""How far holding one competency answers for another, from the vocabulary's relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.scales import FULL, KINDS, NARROW_COUNT
from preceptor.engine.vocabulary import Kind, Vocabulary

Ints = NDArray[np.int64]

# A product below this counts as nothing: two weak ties in a row say little.
LEAST_PERCENT = 30
# More than any percentage, so that one number holds a pair and its percentage; a shift is fast.
PERCENT_BITS = 7


class Tie(IntEnum):
    """What a relation says of the one who holds its first competency."""

    IMPLIES = 0
    PART_OF = 1
    RELATED = 2


class Relation(NamedTuple):
    """One relation of the vocabulary; the weight (1-99) of IMPLIES is ignored."""

    held: int
    asked: int
    tie: Tie
    weight: int = 0


@dataclass(frozen=True, eq=False)
class Similarity:
    """The percentages that are not 0, gathered by the competency asked.

    ``offsets`` int64 (count + 1); ``held`` int64 and ``percent`` int64 (pairs), ``held`` rising
    within one competency asked. Every competency answers for itself with 100.
    """

    count: int
    offsets: Ints
    held: Ints
    percent: Ints

    def held_for(self, asked: int) -> tuple[Ints, Ints]:
        """Return the competencies that answer for the one asked, and how far in percent."""
        span = slice(self.offsets[asked], self.offsets[asked + 1])
        return self.held[span], self.percent[span]

    def percent_by_held(self, asked: int) -> dict[int, int]:
        """Return ``held_for`` as a table, for many look-ups of one competency asked."""
        held, percent = self.held_for(asked)
        return dict(zip(held.tolist(), percent.tolist(), strict=True))

    @cached_property
    def _by_held(self) -> tuple[Ints, Ints, Ints]:
        asked = np.repeat(np.arange(self.count), np.diff(self.offsets))
        order = np.lexsort((asked, self.held))
        offsets = np.searchsorted(self.held[order], np.arange(self.count + 1))
        return offsets, asked[order], self.percent[order]

    def answered_by(self, held: int) -> tuple[Ints, Ints]:
        """Return the competencies that ``held`` answers for, and how far in percent."""
        offsets, asked, percent = self._by_held
        span = slice(offsets[held], offsets[held + 1])
        return asked[span], percent[span]

    def between(self, held: int, asked: int) -> int:
        """Return how far ``held`` answers for ``asked`` in percent, 0 for not at all."""
        holders, percents = self.held_for(asked)
        place = int(np.searchsorted(holders, held))
        found = place < len(holders) and holders[place] == held
        return int(percents[place]) if found else 0


@dataclass(frozen=True, eq=False)
class Codebook:
    """What matching needs of one vocabulary version.

    ``kinds`` uint8 (count): the position in KINDS; ``credential_levels`` uint8 (count): what a
    credential in force holds (5 unless its entry says otherwise; unused for other kinds).
    """

    version: str
    kinds: NDArray[np.uint8]
    credential_levels: NDArray[np.uint8]
    similarity: Similarity

    @property
    def count(self) -> int:
        """Return how many competencies there are."""
        return len(self.kinds)

    @property
    def code_type(self) -> type[np.unsignedinteger[Any]]:
        """Return the narrowest type that holds every code."""
        return np.uint16 if self.count <= NARROW_COUNT else np.uint32

    def is_credential(self, competency: int) -> bool:
        """Tell whether a competency is a credential."""
        return KINDS[self.kinds[competency]] is Kind.CREDENTIAL


def from_vocabulary(vocabulary: Vocabulary) -> Codebook:
    """Return the codebook of a vocabulary; competencies are numbered as it numbers them."""
    entries = vocabulary.competencies
    return Codebook(
        version=vocabulary.version,
        kinds=np.array([KINDS.index(entry.kind) for entry in entries], dtype=np.uint8),
        credential_levels=np.array([entry.level for entry in entries], dtype=np.uint8),
        similarity=similarity_table(len(entries), _relations(vocabulary)),
    )


def _relations(vocabulary: Vocabulary) -> Iterator[Relation]:
    number = vocabulary.number
    for held, entry in enumerate(vocabulary.competencies):
        for other in entry.implies:
            yield Relation(held, number[other], Tie.IMPLIES)
        for other, weight in entry.part_of:
            yield Relation(held, number[other], Tie.PART_OF, weight)
        for other, weight in entry.related:
            yield Relation(held, number[other], Tie.RELATED, weight)


def similarity_table(count: int, relations: Iterable[Relation]) -> Similarity:
    """Return the best-path table of ``count`` competencies.

    A path from held to asked is any number of full steps (implies; whole to part), then at most
    two weighted steps (part to whole; related, both ways). The percentages multiply, floored
    after each step; the best path counts; a product below 30 is 0. A pair stated twice takes
    the larger weight, which the best path does by itself.

    Raises ValueError for an unknown competency or a weight outside 1-99.

    >>> table = similarity_table(3, [Relation(0, 1, Tie.IMPLIES), Relation(1, 2, Tie.RELATED, 70)])
    >>> table.between(0, 1), table.between(0, 2), table.between(2, 1), table.between(2, 0)
    (100, 70, 70, 0)
    """
    full, weighted = _steps(count, relations)
    single = _best(weighted, count)
    double = _best(_after(single, single, count), count)
    alone = _Pairs(np.arange(count), np.arange(count), np.full(count, FULL))
    last = _best(_join([alone, single, double]), count)
    paths = _best(_after(_close(full, alone, count), last, count), count)
    kept = paths.percent >= LEAST_PERCENT
    asked, held, percent = paths.asked[kept], paths.held[kept], paths.percent[kept]
    order = np.argsort(asked * count + held)
    offsets = np.searchsorted(asked[order], np.arange(count + 1))
    return Similarity(count, offsets, held[order], percent[order])


class _Pairs(NamedTuple):
    """Parallel arrays, one entry per pair."""

    held: Ints
    asked: Ints
    percent: Ints


def _steps(count: int, relations: Iterable[Relation]) -> tuple[_Pairs, _Pairs]:
    """Return the full steps and the weighted steps that the relations give."""
    full: list[tuple[int, int, int]] = []
    weighted: list[tuple[int, int, int]] = []
    for held, asked, tie, weight in relations:
        if not (0 <= held < count and 0 <= asked < count):
            raise ValueError(f"Relation {held} to {asked} leaves the {count} competencies.")
        if tie is Tie.IMPLIES:
            full.append((held, asked, FULL))
            continue
        if not 1 <= weight < FULL:
            raise ValueError(f"Relation {held} to {asked}: weight {weight} is outside 1-99.")
        weighted.append((held, asked, weight))
        if tie is Tie.PART_OF:
            full.append((asked, held, FULL))
        else:
            weighted.append((asked, held, weight))
    return _pairs(full), _pairs(weighted)


def _pairs(rows: list[tuple[int, int, int]]) -> _Pairs:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return _Pairs(table[:, 0], table[:, 1], table[:, 2])


def _join(parts: list[_Pairs]) -> _Pairs:
    held, asked, percent = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return _Pairs(held, asked, percent)


def _close(full: _Pairs, alone: _Pairs, count: int) -> _Pairs:
    """Return all pairs that any number of full steps joins, none included."""
    step = _best(full, count)
    closed = alone
    while True:
        longer = _best(_join([closed, _after(closed, step, count)]), count)
        if len(longer.held) == len(closed.held):
            return closed
        closed = longer


def _after(first: _Pairs, second: _Pairs, count: int) -> _Pairs:
    """Return every path of a first pair and then a second; ``second`` rises by held."""
    starts = np.searchsorted(second.held, np.arange(count + 1))
    fans = (starts[1:] - starts[:-1])[first.asked]
    # Positions within the second's rows: for each first pair, its start plus 0, 1, ...
    before = np.repeat(np.cumsum(fans) - fans, fans)
    rows = np.repeat(starts[first.asked], fans) + np.arange(fans.sum()) - before
    percent = np.repeat(first.percent, fans) * second.percent[rows] // FULL
    return _Pairs(np.repeat(first.held, fans), second.asked[rows], percent)


def _best(pairs: _Pairs, count: int) -> _Pairs:
    """Return each pair once with its largest percentage, rising by held and asked."""
    if not len(pairs.held):
        return pairs
    # One number that rises by held, asked, percentage sorts many times faster than three columns.
    ranked = np.sort((pairs.held * count + pairs.asked) << PERCENT_BITS | pairs.percent)
    keys = ranked >> PERCENT_BITS
    # The last of equal keys has the largest percentage.
    last = np.append(keys[1:] != keys[:-1], True)
    held, asked = np.divmod(keys[last], count)
    return _Pairs(held, asked, ranked[last] & ((1 << PERCENT_BITS) - 1))
