"""Tiles and changes back into one stage, at the speed of copying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import Pool
from preceptor.engine.tiles.cleared import are_cleared
from preceptor.engine.tiles.index import index_stage
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.stage import Stage, StageBuilder

# People whose pieces are copied at a time: the places of a few million pieces.
CHUNK = 131_072

Longs = NDArray[np.int64]
Ids = NDArray[np.uint32]


def merged(
    base: TiledPool, changed: Pool, gone: Iterable[int] = (), *, threads: int = 1
) -> TiledPool:
    """Return tiles with newer rows in place and some people gone.

    Equals the tiles of the pool built anew, array for array. Raises ValueError where the two
    are of different dates or vocabulary versions.
    """
    return index_stage(merged_stage(base, changed, gone), threads=threads)


def merged_stage(base: TiledPool, changed: Pool, gone: Iterable[int] = ()) -> Stage:
    """Return everybody in tiles, with newer rows in place and some people gone, as a stage.

    Indexed, it equals the pool built anew, array for array. Rows that were cleared are left
    out. Raises ValueError where the two are of different dates or vocabulary versions.
    """
    left = np.array(sorted(set(gone)), dtype=np.int64)
    fresh = _staged(base, changed.select(np.flatnonzero(~np.isin(changed.number, left))))
    rows, number = _kept(base, np.union1d(changed.number, left))
    order = np.argsort(np.append(number, fresh.number), kind="stable")

    def joined(old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([old[rows], new])[order]

    homes, home_ids = _tables(base.homes, fresh.homes)
    terms, terms_ids = _tables(base.terms, fresh.terms)
    standings, standing_ids = _tables(base.standings, fresh.standings)
    hours, hours_ids = _tables(_Rows(base.hours), _Rows(fresh.hours))
    home_of = np.repeat(np.arange(len(base.homes), dtype=np.uint32), np.diff(base.home_starts))
    return Stage(
        as_of=base.as_of,
        vocabulary_version=base.vocabulary_version,
        competency_count=base.competency_count,
        number=np.append(number, fresh.number)[order],
        home_of=joined(home_of, home_ids[fresh.home_of]),
        terms_of=joined(base.terms_of, terms_ids[fresh.terms_of]).astype(np.uint32),
        standing_of=joined(base.standing_of, standing_ids[fresh.standing_of]).astype(np.uint32),
        hours_of=joined(base.hours_of, hours_ids[fresh.hours_of]).astype(np.uint32),
        quarters=np.concatenate([base.quarters.T[rows], fresh.quarters])[order],
        piece_counts=joined(base.piece_counts, fresh.piece_counts).astype(np.uint16),
        codes=_codes(base, rows, fresh, order),
        homes=homes,
        terms=terms,
        standings=standings,
        hours=hours.rows,
    )


def _staged(base: TiledPool, people: Pool) -> Stage:
    builder = StageBuilder(
        as_of=base.as_of,
        vocabulary_version=base.vocabulary_version,
        competency_count=base.competency_count,
    )
    builder.add(people)
    return builder.finish(base.codes.dtype.type)


def _kept(base: TiledPool, stale: Longs) -> tuple[NDArray[np.integer[Any]], Longs]:
    """Return the rows of those who stay, by person number, and their numbers."""
    rows = base.by_number
    number = base.number[rows].astype(np.int64)
    stays = ~are_cleared(number, 0)
    place = np.searchsorted(number, stale)
    inside = place < len(number)
    place = place[inside]
    stays[place[number[place] == stale[inside]]] = False
    return rows[stays], number[stays]


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table of one column whose entries are rows."""

    rows: NDArray[Any]


def _tables(old: Any, new: Any) -> tuple[Any, Ids]:
    """Return one table of two, and where the second's entries stand in it."""
    names = [field.name for field in fields(old)]
    places = {entry: at for at, entry in enumerate(_entries(old, names))}
    ids = [places.setdefault(entry, len(places)) for entry in _entries(new, names)]
    added = np.flatnonzero(np.array(ids, dtype=np.int64) >= len(getattr(old, names[0])))
    columns = {
        name: np.concatenate([getattr(old, name), getattr(new, name)[added]]) for name in names
    }
    return type(old)(**columns), np.array(ids, dtype=np.uint32)


def _entries(table: Any, names: list[str]) -> list[bytes]:
    """Return every entry of a table as bytes; equal entries have equal bytes."""
    columns = [np.ascontiguousarray(getattr(table, name)) for name in names]
    count = len(columns[0])
    if not count:
        return []
    plain = np.concatenate([column.view(np.uint8).reshape(count, -1) for column in columns], axis=1)
    return [row.tobytes() for row in plain]


def _codes(
    base: TiledPool, rows: NDArray[np.integer[Any]], fresh: Stage, order: Longs
) -> NDArray[np.unsignedinteger[Any]]:
    """Return everybody's pieces in order of person number."""
    old_starts = np.append(0, np.cumsum(base.piece_counts, dtype=np.int64))[:-1]
    new_starts = np.append(0, np.cumsum(fresh.piece_counts, dtype=np.int64))[:-1]
    # The new pieces count on from the old ones.
    starts = np.append(old_starts[rows], len(base.codes) + new_starts)[order]
    counts = np.append(base.piece_counts[rows], fresh.piece_counts)[order].astype(np.int64)
    codes = np.empty(int(counts.sum()), dtype=base.codes.dtype)
    at = 0
    for first in range(0, len(order), CHUNK):
        lengths = counts[first : first + CHUNK]
        ends = np.cumsum(lengths)
        total = int(ends[-1])
        source = np.arange(total) + np.repeat(
            starts[first : first + CHUNK] - ends + lengths, lengths
        )
        is_new = source >= len(base.codes)
        part = codes[at : at + total]
        part[~is_new] = base.codes[source[~is_new]]
        part[is_new] = fresh.codes[source[is_new] - len(base.codes)]
        at += total
    return codes
