"""From the columnar stage to tiles."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import index as loops
from preceptor.engine.match import Pool
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
    combinations: tuple[tuple[NDArray[np.uint32], Any], ...] = (
        (stage.home_of, stage.homes),
        (stage.terms_of, stage.terms),
        (stage.standing_of, stage.standings),
        (stage.hours_of, stage.hours),
    )
    in_order = over_tiles(
        lambda part: [_in_order(*combinations[which]) for which in part], range(4), threads
    )
    (homes, home_rank), (terms, terms_rank), (standings, standing_rank), (hours, hours_rank) = [
        each for some in in_order for each in some
    ]
    order, home_starts = loops.order_by(home_rank[stage.home_of], len(homes))
    tiles = range(-(-n // TILE))
    narrow = n == 0 or stage.number[-1] <= UINT32_MOST
    counts = _narrowest(stage.piece_counts, np.uint8)
    columns: dict[str, NDArray[Any]] = {
        "number": np.empty(n, dtype=np.uint32 if narrow else np.int64),
        "by_number": np.empty(n, dtype=np.uint32),
        "quarters": np.empty((4, n), dtype=np.uint8),
        "hours_of": np.empty(n, dtype=hours_rank.dtype),
        "terms_of": np.empty(n, dtype=terms_rank.dtype),
        "standing_of": np.empty(n, dtype=standing_rank.dtype),
        "piece_counts": np.empty(n, dtype=counts.dtype),
    }

    def gather(part: range) -> None:
        rows = slice(part.start * TILE, part.stop * TILE)
        some = order[rows]
        loops.gather(some, stage.number, columns["number"][rows])
        loops.place(some, rows.start, columns["by_number"])
        for domain in range(4):
            loops.gather(some, stage.quarters[:, domain], columns["quarters"][domain, rows])
        loops.gather_ranks(some, stage.hours_of, hours_rank, columns["hours_of"][rows])
        loops.gather_ranks(some, stage.terms_of, terms_rank, columns["terms_of"][rows])
        loops.gather_ranks(some, stage.standing_of, standing_rank, columns["standing_of"][rows])
        loops.gather(some, counts, columns["piece_counts"][rows])

    over_tiles(gather, tiles, threads)
    bases = np.zeros(n // PIECE_STEP + 1, dtype=np.int64)
    loops.first_of_each(columns["piece_counts"], bases, PIECE_STEP)
    stage_starts = np.append(0, np.cumsum(stage.piece_counts, dtype=np.int64))
    lists = {
        "tile_bases": np.append(bases[:: TILE // PIECE_STEP][: len(tiles)], len(stage.codes)),
        "codes": np.empty_like(stage.codes),
        "list_starts": np.empty(
            (len(tiles), stage.competency_count * CODES_EACH + 1), dtype=np.uint32
        ),
        "list_ids": np.empty(len(stage.codes), dtype=np.uint16),
    }
    over_tiles(
        lambda part: loops.fill_tiles(
            part.start, part.stop, TILE, order, stage_starts, stage.codes, *lists.values()
        ),
        tiles,
        threads,
    )
    return TiledPool(
        as_of=stage.as_of,
        vocabulary_version=stage.vocabulary_version,
        competency_count=stage.competency_count,
        home_starts=home_starts,
        **{f"home_{name}": getattr(stage.homes, name)[homes] for name in HOME_COLUMNS},
        **{f"terms_{name}": getattr(stage.terms, name)[terms] for name in TERMS_COLUMNS},
        **{
            f"standing_{name}": getattr(stage.standings, name)[standings]
            for name in STANDING_COLUMNS
        },
        hours=stage.hours[hours].reshape(-1, 3),
        piece_bases=bases,
        **columns,
        **lists,
    )


HOME_COLUMNS = ("latitude", "longitude", "state", "willing_to_move")
TERMS_COLUMNS = ("right_to_work", "can_work", "cannot_work", "available_from")
STANDING_COLUMNS = ("complete", "education", "stated", "scopes")


def _in_order(
    ids: NDArray[np.uint32], table: Any
) -> tuple[NDArray[np.intp], NDArray[np.unsignedinteger[Any]]]:
    """Return the combinations in use in the one order that their values give, and their ranks."""
    is_used = np.zeros(len(table), dtype=np.bool_)
    loops.mark(ids, is_used)
    used = np.flatnonzero(is_used)
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
    elif isinstance(table, np.ndarray):
        keys = tuple(table[used].T)
    else:
        keys = tuple(getattr(table, name)[used] for name in vars(table))
    order = used[np.lexsort(keys)]
    ranks = np.zeros(len(table), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return order, _narrowest(ranks, np.uint16)


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
