"""Who is nearly there, and whom other terms of a job move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import Longs
from preceptor.engine.kernels.everyone import count_moved, fill_standings
from preceptor.engine.kernels.near_list import best_near
from preceptor.engine.match.order import GATES_STEP
from preceptor.engine.tiles.asked import TiledJob
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.lists import Ranked, best_of, parts_of, run
from preceptor.engine.tiles.live import LivePool


def near_top(
    live: LivePool | TiledPool, job: TiledJob, limit: int = 20, *, most: int = 1, threads: int = 1
) -> Ranked:
    """Return the best of those who miss at least one requirement and at most ``most``.

    No unmet gate first, then score, then person number.
    """

    def of_size(size: int) -> Any:
        return lambda people, tables, asked, tiles: best_near(
            people, tables, asked, tiles, size, most, GATES_STEP
        )

    keys, numbers, rows = best_of(live, job, limit, threads, of_size)
    return Ranked(numbers, rows, keys % GATES_STEP, keys >= GATES_STEP)


@dataclass(frozen=True, eq=False)
class Everyone:
    """One number per row of a pool that orders the open list, and the rank of each number.

    ``standing`` int32, ABSENT for who does not stand in the pool; ``ranks`` int32, ties share.
    """

    standing: NDArray[np.int32]
    ranks: NDArray[np.int32]


def everyone(live: LivePool | TiledPool, job: TiledJob, *, threads: int = 1) -> Everyone:
    """Return where each row stands in the open list of a job: one pass, 4 bytes a person."""
    tally = np.zeros(2 * GATES_STEP + 1, dtype=np.int64)
    parts = []
    for part in parts_of(live):
        found = np.empty(len(part.pool), dtype=np.int32)
        parts.append(found)

        def fill(people: Any, tables: Any, asked: Any, tiles: Longs, into: Any = found) -> Any:
            return fill_standings(people, tables, asked, tiles, GATES_STEP, into)

        for counted in run(part, job, threads, fill):
            tally += counted
    better = np.cumsum(tally[::-1])[::-1] - tally
    return Everyone(np.concatenate(parts), (better + 1).astype(np.int32))


def people_moved(one: Everyone, other: Everyone) -> int:
    """Return how many people stand at another rank in one list than in another of the same pool."""
    return int(count_moved(one.standing, one.ranks, other.standing, other.ranks))


def people_with_hours(live: LivePool | TiledPool) -> int:
    """Return how many people have signed hours in any domain."""
    found = 0
    for part in parts_of(live):
        has_any: NDArray[np.bool_] = np.any(part.pool.hours, axis=1)
        has_hours = has_any[part.pool.hours_of]
        found += int(np.count_nonzero(has_hours)) - int(np.count_nonzero(has_hours[part.absent]))
    return found
