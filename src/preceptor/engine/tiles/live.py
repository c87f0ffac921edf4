"""The pool as of this moment: tiles, whoever changed since, and who stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import PeopleArrays
from preceptor.engine.match import Pool, with_changes
from preceptor.engine.tiles.index import index_pool
from preceptor.engine.tiles.layout import TILE, WORD, TiledPool

EVERY_SCOPE = 0xFFFFFFFF


@dataclass(frozen=True, eq=False)
class Part:
    """Tiles and the rows of them that do not stand in the pool of a question, rising."""

    pool: TiledPool
    absent: NDArray[np.int64]

    @cached_property
    def arrays(self) -> PeopleArrays:
        """Return the columns for the loops; none of them can be written to."""
        pool, absent = self.pool, self.absent
        ends = np.arange(pool.tile_count + 1) * TILE
        present = np.zeros(0, dtype=np.uint64)
        if len(absent):
            present = np.full(pool.tile_count * (TILE // WORD), ~np.uint64(0), dtype=np.uint64)
            bits = np.uint64(1) << (absent % WORD).astype(np.uint64)
            np.bitwise_and.at(present, absent // WORD, ~bits)
        arrays = PeopleArrays(
            pool.number,
            pool.home_starts,
            pool.quarters,
            pool.hours_of,
            pool.terms_of,
            pool.standing_of,
            pool.piece_counts,
            pool.piece_bases,
            pool.codes,
            pool.list_starts,
            pool.list_ids,
            pool.tile_bases,
            np.searchsorted(absent, ends).astype(np.int64),
            (absent % TILE).astype(np.uint16),
            present,
            np.searchsorted(pool.signed, ends).astype(np.int64),
            (pool.signed % TILE).astype(np.uint16),
            pool.complete,
        )
        return PeopleArrays(*(_read_only(column) for column in arrays))

    @property
    def size(self) -> int:
        """Return how many of these people stand in the pool."""
        return len(self.pool) - len(self.absent)


def _read_only(column: NDArray[Any]) -> NDArray[Any]:
    # A file mapped into memory cannot be written to; loops are compiled once for both.
    plain = np.asarray(column).view()
    plain.flags.writeable = False
    return plain


@dataclass(frozen=True, eq=False)
class LivePool:
    """A pool of any size with changes on top, effective at once.

    ``base`` are the tiles as built; ``delta`` whoever changed since, None for nobody. Rows
    of the delta count on from those of the base. Equals
    ``match.with_changes(pool, changed, gone).within(scopes)``.
    """

    base: Part
    delta: Part | None
    scopes: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the base and, where there is one, the delta."""
        return (self.base,) if self.delta is None else (self.base, self.delta)

    @property
    def as_of(self) -> date:
        """Return the date on which evidence was aged."""
        return self.base.pool.as_of

    @property
    def vocabulary_version(self) -> str:
        """Return the vocabulary version of every code."""
        return self.base.pool.vocabulary_version

    @cached_property
    def size(self) -> int:
        """Return how many people stand in the pool."""
        return sum(part.size for part in self.parts)

    def __len__(self) -> int:
        return self.size

    def row_of(self, number: int) -> int:
        """Return the row of a person; KeyError if the person does not stand in the pool."""
        first = 0
        for part in self.parts:
            row = int(part.pool.rows_of(np.array([number]))[0])
            if row >= 0 and not _holds(part.absent, row):
                return first + row
            first += len(part.pool)
        raise KeyError(number)

    def people(self, rows: NDArray[np.integer[Any]]) -> Pool:
        """Return the people of some rows as a plain pool, rising by person number."""
        rows = np.asarray(rows, dtype=np.int64)
        base = len(self.base.pool)
        pool = self.base.pool.people(rows[rows < base])
        if self.delta is None:
            return pool
        return with_changes(pool, self.delta.pool.people(rows[rows >= base] - base))

    def everyone(self) -> Pool:
        """Return all who stand in the pool as a plain pool."""
        first, rows = 0, []
        for part in self.parts:
            rows.append(first + np.setdiff1d(np.arange(len(part.pool)), part.absent))
            first += len(part.pool)
        return self.people(np.concatenate(rows))


def _holds(rows: NDArray[np.int64], row: int) -> bool:
    at = int(np.searchsorted(rows, row))
    return at < len(rows) and int(rows[at]) == row


def live_pool(
    base: TiledPool,
    *,
    changed: Pool | None = None,
    gone: Iterable[int] = (),
    scopes: int = EVERY_SCOPE,
) -> LivePool:
    """Return a pool with newer rows in place, some people gone, and only those in scope.

    ``scopes``: consent to one of these suffices; by default to any. Raises ValueError where the
    changes were built at another date or from another vocabulary version.
    """
    left = np.array(sorted(set(gone)), dtype=np.int64)
    stale, delta = left, None
    if changed is not None:
        if (base.as_of, base.vocabulary_version) != (changed.as_of, changed.vocabulary_version):
            raise ValueError("Both pools must have one as-of date and one vocabulary version.")
        stale = np.union1d(left, changed.number)
        fresh = changed.select(np.flatnonzero(~np.isin(changed.number, left)))
        tiles = index_pool(fresh, competency_count=base.competency_count)
        if len(tiles):
            delta = Part(tiles, _out_of_scope(tiles, scopes))
    rows = base.rows_of(stale)
    absent = np.union1d(rows[rows >= 0], _out_of_scope(base, scopes))
    return LivePool(Part(base, absent), delta, scopes)


def _out_of_scope(pool: TiledPool, scopes: int) -> NDArray[np.int64]:
    is_out = (pool.standing_scopes & np.uint32(scopes)) == 0
    if not is_out.any():
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(is_out[pool.standing_of])
