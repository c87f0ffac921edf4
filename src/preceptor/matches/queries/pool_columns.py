"""The people of the pool as columns that a search can ask: evidence and everything beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import Pool
from preceptor.engine.match.scales import CODES_EACH, FULL, GRADES
from preceptor.matches.queries.pool import CurrentPool
from preceptor.matches.queries.pool_extras import Extra, Extras, current_extras

Mask = NDArray[np.bool_]
Value = TypeVar("Value")

# Masks of what was asked: a byte a person each.
KEPT_AT_MOST = 300


@dataclass(frozen=True, eq=False)
class PoolColumns:
    """Everybody who may be found, one row each in rising person number.

    ``pool`` holds evidence, years, education and homes as the engine takes them; ``extras`` the
    rest. Masks of single values are worked out once and kept as long as nobody changes.
    """

    moment: tuple[UUID, int, int]
    pool: Pool
    extras: Sequence[Extra]
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pool)

    @property
    def number(self) -> NDArray[np.int64]:
        """Return the person numbers, rising."""
        return self.pool.number

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was worked out for a key, made where nobody asked for it yet."""
        found: Value | None = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT_AT_MOST:
                self._kept.clear()
            # Two who ask at once may both make it: it is the same.
            found = self._kept[key] = make()
        return found

    @cached_property
    def everybody(self) -> Mask:
        """Return the mask of everybody."""
        return np.ones(len(self), dtype=np.bool_)

    @cached_property
    def row_of_piece(self) -> NDArray[np.int32]:
        """Return the row of every piece of evidence."""
        lengths = np.diff(self.pool.offsets)
        return np.repeat(np.arange(len(self), dtype=np.int32), lengths)

    @cached_property
    def competency_of_piece(self) -> NDArray[np.int32]:
        """Return the competency's number of every piece of evidence."""
        return (self.pool.codes // CODES_EACH).astype(np.int32)

    @cached_property
    def level_of_piece(self) -> NDArray[np.int8]:
        """Return the level 1-5 of every piece of evidence, aged as of the pool's date."""
        return (self.pool.codes % CODES_EACH // GRADES + 1).astype(np.int8)

    @cached_property
    def grade_of_piece(self) -> NDArray[np.int8]:
        """Return the grade of proof 0-4 of every piece of evidence."""
        return (self.pool.codes % GRADES).astype(np.int8)

    def holders(self, competency: str, *, level: int = 1, grade: int = 0) -> Mask:
        """Return who holds a competency, or one that implies it in full, at least so well.

        One piece of evidence must reach both the level and the grade.
        """
        return self.kept(
            ("competency", competency, level, grade),
            lambda: self._holders(competency, level, grade),
        )

    def _holders(self, competency: str, level: int, grade: int) -> Mask:
        held, percent = codebook().similarity.held_for(load_vocabulary().number[competency])
        answers = np.zeros(codebook().count, dtype=np.bool_)
        answers[held[percent == FULL]] = True
        found = answers[self.competency_of_piece]
        if level > 1:
            found &= self.level_of_piece >= level
        if grade > 0:
            found &= self.grade_of_piece >= grade
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[self.row_of_piece[found]] = True
        return mask

    @cached_property
    def offered(self) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
        """Return the competencies a search offers by count, and who holds each, as packed bits.

        What any role asks is offered; everything else of the vocabulary can be asked by name.
        """
        vocabulary = load_vocabulary()
        slugs = sorted({ask.competency for role in vocabulary.roles for ask in role.asks})
        place = {vocabulary.number[slug]: at for at, slug in enumerate(slugs)}
        holds = np.zeros((len(slugs), len(self)), dtype=np.bool_)
        similarity = codebook().similarity
        pairs = [
            (held, place[number])
            for number in place
            for held, percent in zip(*map(_plain, similarity.held_for(number)), strict=True)
            if percent == FULL
        ]
        # Numbers of two bytes are sorted by counting, many times faster.
        competency = self.competency_of_piece.astype(codebook().code_type)
        order = np.argsort(competency, kind="stable")
        sorted_pieces = competency[order]
        starts = np.searchsorted(sorted_pieces, np.arange(codebook().count + 1))
        for held, at in pairs:
            holds[at, self.row_of_piece[order[starts[held] : starts[held + 1]]]] = True
        return tuple(slugs), np.packbits(holds, axis=1)

    def holder_counts(self, among: Mask) -> dict[str, int]:
        """Return how many of some people hold each competency offered."""
        slugs, bits = self.offered
        counts = np.bitwise_count(bits & np.packbits(among)).sum(axis=1, dtype=np.int64)
        return dict(zip(slugs, counts.tolist(), strict=True))


def _plain(values: NDArray[Any]) -> list[int]:
    found: list[int] = values.tolist()
    return found


_latest: PoolColumns | None = None
_lock = threading.Lock()


def pool_columns(current: CurrentPool) -> PoolColumns:
    """Return the columns of the pool as of this moment; kept while nobody changes.

    Who stands in only one of the two halves, because a consent was withdrawn between reading
    them, is left out.
    """
    global _latest  # noqa: PLW0603 - replaced as a whole
    extras = current_extras()
    moment = (current.snapshot.public_id, current.last_change, extras.through)
    with _lock:
        if _latest is not None and _latest.moment == moment:
            return _latest
        columns = _columns(current, extras, moment)
        if not connection.in_atomic_block:
            # What an open transaction has seen may never come to be.
            _latest = columns
    return columns


def _columns(current: CurrentPool, extras: Extras, moment: tuple[UUID, int, int]) -> PoolColumns:
    pool = current.live.everyone()
    found = extras.of(pool.number)
    if None in found:
        pool = pool.select(np.flatnonzero([extra is not None for extra in found]))
    return PoolColumns(moment, pool, [extra for extra in found if extra is not None])
