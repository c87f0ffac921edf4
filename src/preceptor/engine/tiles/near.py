"""Who is nearly there, and whom other terms of a job move."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import Longs
from preceptor.engine.kernels.everyone import count_moved, fill_standings, ranks_of
from preceptor.engine.kernels.near_list import best_near
from preceptor.engine.match.order import GATES_STEP
from preceptor.engine.tiles.asked import TiledJob
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.lists import Ranked, best_of, parts_of, run
from preceptor.engine.tiles.live import LivePool, Part


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


def people_moved(
    live: LivePool | TiledPool, job: TiledJob, other: TiledJob, *, threads: int = 1
) -> int:
    """Return how many people stand at another rank of the open list of one job than of another.

    Two passes over the pool, and 8 bytes a person while they last.
    """
    everyone = [
        np.concatenate(
            [np.zeros(0, np.int32), *(_standings(part, each, threads) for part in parts_of(live))]
        )
        for each in (job, other)
    ]
    ranks = [ranks_of(each, 2 * GATES_STEP) for each in everyone]
    return int(count_moved(everyone[0], ranks[0], everyone[1], ranks[1]))


def _standings(part: Part, job: TiledJob, threads: int) -> NDArray[np.int32]:
    found = np.empty(len(part.pool), dtype=np.int32)

    def fill(people: Any, tables: Any, asked: Any, tiles: Longs) -> None:
        fill_standings(people, tables, asked, tiles, GATES_STEP, found)

    run(part, job, threads, fill)
    return found


def people_with_hours(live: LivePool | TiledPool) -> int:
    """Return how many people have signed hours in any domain."""
    found = 0
    for part in parts_of(live):
        has_any: NDArray[np.bool_] = np.any(part.pool.hours, axis=1)
        has_hours = has_any[part.pool.hours_of]
        found += int(np.count_nonzero(has_hours)) - int(np.count_nonzero(has_hours[part.absent]))
    return found
