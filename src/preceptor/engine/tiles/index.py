"""From the columnar stage to tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import index as loops
from preceptor.engine.match import Pool, with_changes
from preceptor.engine.match.people import DEGREE
from preceptor.engine.match.scales import CODES_EACH
from preceptor.engine.tiles.layout import PIECE_STEP, TILE, TiledPool
from preceptor.engine.tiles.stage import Homes, Stage, StageBuilder

Answer = TypeVar("Answer")
UINT32_MOST = 2**32 - 1


def index_stage(stage: Stage, *, threads: int = 1) -> TiledPool:
    """Return the stage as tiles; who is nobody's neighbor stays in order of person number.

    The same people give the same arrays, however the stage numbered its combinations.
    Raises ValueError for more than 4,294,967,295 people.
    """
    n = len(stage)
    if n > UINT32_MOST:
        raise ValueError(f"{n} people are more than {UINT32_MOST}: cut the pool.")
    sorted_homes, home_rank = _in_order(_used(stage.home_of, len(stage.homes)), stage.homes)
    order, starts = loops.order_by(home_rank[stage.home_of], len(sorted_homes))
    homes = Homes(**{name: getattr(stage.homes, name)[sorted_homes] for name in HOME_COLUMNS})
    counts = stage.piece_counts[order]
    stage_starts = np.append(0, np.cumsum(stage.piece_counts, dtype=np.int64))
    bases = np.zeros(n // PIECE_STEP + 1, dtype=np.int64)
    loops.first_of_each(counts, bases, PIECE_STEP)
    tiles = -(-n // TILE)
    tile_bases = np.append(bases[:: TILE // PIECE_STEP][:tiles], len(stage.codes))
    codes = np.empty_like(stage.codes)
    list_starts = np.empty((tiles, stage.competency_count * CODES_EACH + 1), dtype=np.uint32)
    list_ids = np.empty(len(codes), dtype=np.uint16)
    over_tiles(
        lambda part: loops.fill_tiles(
            part.start,
            part.stop,
            TILE,
            order,
            stage_starts,
            stage.codes,
            tile_bases,
            codes,
            list_starts,
            list_ids,
        ),
        range(tiles),
        threads,
    )
    terms_order, terms_rank = _in_order(_used(stage.terms_of, len(stage.terms)), stage.terms)
    standing_order, standing_rank = _in_order(
        _used(stage.standing_of, len(stage.standings)), stage.standings
    )
    hours_order, hours_rank = _hours_in_order(stage)
    by_number = np.empty(n, dtype=np.uint32)
    by_number[order] = np.arange(n, dtype=np.uint32)
    narrow = n == 0 or stage.number[-1] <= UINT32_MOST
    return TiledPool(
        as_of=stage.as_of,
        vocabulary_version=stage.vocabulary_version,
        competency_count=stage.competency_count,
        number=stage.number[order].astype(np.uint32 if narrow else np.int64, copy=False),
        by_number=by_number,
        home_starts=starts,
        home_latitude=homes.latitude,
        home_longitude=homes.longitude,
        home_state=homes.state,
        home_willing_to_move=homes.willing_to_move,
        **{f"terms_{name}": getattr(stage.terms, name)[terms_order] for name in TERMS_COLUMNS},
        **{
            f"standing_{name}": getattr(stage.standings, name)[standing_order]
            for name in STANDING_COLUMNS
        },
        hours=stage.hours[hours_order].reshape(-1, 3),
        quarters=np.ascontiguousarray(stage.quarters[order].T),
        hours_of=_ranked(hours_rank, stage.hours_of[order]),
        terms_of=_ranked(terms_rank, stage.terms_of[order]),
        standing_of=_ranked(standing_rank, stage.standing_of[order]),
        piece_counts=_narrowest(counts, np.uint8),
        piece_bases=bases,
        codes=codes,
        list_starts=list_starts,
        list_ids=list_ids,
        tile_bases=tile_bases,
    )


HOME_COLUMNS = ("latitude", "longitude", "state", "willing_to_move")
TERMS_COLUMNS = ("right_to_work", "can_work", "cannot_work", "available_from")
STANDING_COLUMNS = ("complete", "education", "stated", "scopes")


def _used(ids: NDArray[np.uint32], count: int) -> NDArray[np.intp]:
    """Return which combinations anyone has."""
    is_used = np.zeros(count, dtype=np.bool_)
    is_used[ids] = True
    return np.flatnonzero(is_used)


def _in_order(used: NDArray[np.intp], table: Any) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Return the used combinations in the one order that their values give, and their ranks."""
    if isinstance(table, Homes):
        latitude, longitude = table.latitude[used], table.longitude[used]
        keys: tuple[NDArray[Any], ...] = (
            table.state[used],
            longitude,
            latitude,
            longitude // DEGREE,
            latitude // DEGREE,
            ~table.willing_to_move[used],
        )
    else:
        keys = tuple(getattr(table, name)[used] for name in vars(table))
    order = used[np.lexsort(keys)]
    return order, _ranks(order, len(table))


def _hours_in_order(stage: Stage) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    used = _used(stage.hours_of, len(stage.hours))
    order = used[np.lexsort(tuple(stage.hours[used].T))]
    return order, _ranks(order, len(stage.hours))


def _ranks(order: NDArray[np.intp], count: int) -> NDArray[np.uint32]:
    ranks = np.zeros(count, dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks


def _ranked(ranks: NDArray[np.uint32], ids: NDArray[np.uint32]) -> NDArray[np.unsignedinteger[Any]]:
    # Narrow before looking up: ten million look-ups of two bytes are half the work of four.
    return _narrowest(ranks, np.uint16)[ids]


def _narrowest(values: NDArray[Any], narrow: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    """Return values in the narrow type if they all fit it."""
    fits = not len(values) or values.max() <= np.iinfo(narrow).max
    return values.astype(narrow) if fits else values


def index_pool(pool: Pool, *, competency_count: int) -> TiledPool:
    """Return a plain pool as tiles."""
    builder = StageBuilder(
        as_of=pool.as_of,
        vocabulary_version=pool.vocabulary_version,
        competency_count=competency_count,
    )
    builder.add(pool)
    return index_stage(builder.finish(pool.codes.dtype.type))


def merged(base: TiledPool, changed: Pool, gone: Iterable[int] = ()) -> TiledPool:
    """Return the tiles of a pool with newer rows in place and some people gone.

    Equals the tiles of the pool built anew, array for array.
    """
    pool = with_changes(base.to_pool(), changed, gone)
    return index_pool(pool, competency_count=base.competency_count)


@cache
def _workers(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="tiles")


def over_tiles(work: Callable[[range], Answer], tiles: range, threads: int) -> list[Answer]:
    """Return the answers of as many threads, each over its share of the tiles, in their order.

    One thread, or one tile, does the work where it stands.
    """
    threads = min(threads, len(tiles))
    if threads <= 1:
        return [work(tiles)]
    cuts = [tiles.start + len(tiles) * part // threads for part in range(threads + 1)]
    parts = [range(a, b) for a, b in pairwise(cuts)]
    return list(_workers(threads).map(work, parts))
