"""The open and the strict list of a job, and the rank of any score in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.heap import HeapArrays
from preceptor.engine.kernels.open_list import best_open
from preceptor.engine.kernels.standings import SCORES, tally_scores
from preceptor.engine.kernels.strict_list import best_strict
from preceptor.engine.match.order import GATES_STEP
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.tiles.asked import TiledJob, tables_of
from preceptor.engine.tiles.index import over_tiles
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.live import LivePool, Part, live_pool

Longs = NDArray[np.int64]
Loop = Callable[[Any, Any, Any, Longs], Any]


@dataclass(frozen=True, eq=False)
class Ranked:
    """People in the order of a list: ``numbers``, ``rows``, ``scores`` int64, ``gates_met`` bool.

    ``rows`` are those of the live pool asked.
    """

    numbers: Longs
    rows: Longs
    scores: Longs
    gates_met: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class Ranks:
    """How many people have each score, and with it the rank of any score.

    ``at_least`` int32 (3, most + 2), where ``most`` is the most that the job gives: how many have
    a score of at least s with a gate unmet, with none, and among those who pass.
    """

    at_least: NDArray[np.int32]

    @property
    def size(self) -> int:
        """Return how many people stand in the pool."""
        return int(self.at_least[0, 0] + self.at_least[1, 0])

    @property
    def passing(self) -> int:
        """Return how many people stand in the strict list."""
        return int(self.at_least[2, 0])

    def open_rank(self, *, gates_met: bool, score: int) -> int:
        """Return 1 + the people strictly better in the open list; ties share a rank."""
        more = self._above(score)
        if gates_met:
            return 1 + int(self.at_least[1, more])
        return 1 + int(self.at_least[1, 0] + self.at_least[0, more])

    def strict_rank(self, score: int) -> int:
        """Return 1 + the people strictly better in the strict list."""
        return 1 + int(self.at_least[2, self._above(score)])

    def _above(self, score: int) -> int:
        # Beyond the most that the job gives there is nobody.
        return min(score + 1, int(self.at_least.shape[1]) - 1)

    def without(self, *, gates_met: bool, score: int, passes: bool) -> Ranks:
        """Return the ranks among everyone but one person, who stands where they say."""
        less = np.zeros_like(self.at_least)
        less[1 if gates_met else 0, : score + 1] = 1
        if passes:
            less[2, : score + 1] = 1
        return Ranks(self.at_least - less)


def open_top(
    live: LivePool | TiledPool, job: TiledJob, limit: int = 20, *, threads: int = 1
) -> Ranked:
    """Return the best people of the open list; equals ``match.top(score_pool(...), limit)``."""
    keys, numbers, rows = best_of(live, job, limit, threads, _open)
    return Ranked(numbers, rows, keys % GATES_STEP, keys >= GATES_STEP)


def strict_top(
    live: LivePool | TiledPool, job: TiledJob, limit: int = 20, *, threads: int = 1
) -> Ranked:
    """Return the best people of the strict list: those who miss no must and no gate."""
    keys, numbers, rows = best_of(live, job, limit, threads, _strict)
    return Ranked(numbers, rows, keys, np.ones(len(keys), dtype=np.bool_))


def standings(live: LivePool | TiledPool, job: TiledJob, *, threads: int = 1) -> Ranks:
    """Return the rank of every score in both lists, from one pass over everyone."""
    tally = np.zeros((3, SCORES + 1), dtype=np.int64)
    for part in parts_of(live):
        for counted in run(part, job, threads, tally_scores):
            tally[:, :SCORES] += counted
    most = MOST_CREDIT * sum(job.compiled.weights)
    scored = tally[:, : most + 2]
    return Ranks(scored[:, ::-1].cumsum(axis=1)[:, ::-1].astype(np.int32))


def parts_of(live: LivePool | TiledPool) -> tuple[Part, ...]:
    """Return the parts of a pool; plain tiles hold all who consent to anything."""
    return (live_pool(live) if isinstance(live, TiledPool) else live).parts


def run(part: Part, job: TiledJob, threads: int, loop: Callable[..., Any]) -> list[Any]:
    """Return a loop's answers over the tiles of a part, one per thread."""
    if not part.pool.tile_count:
        return []
    tables = tables_of(job.compiled, part.pool)
    people = part.arrays

    def work(tiles: range) -> Any:
        return loop(people, tables, job.arrays, np.arange(tiles.start, tiles.stop))

    return over_tiles(work, range(part.pool.tile_count), threads)


def _open(limit: int) -> Loop:
    return lambda people, tables, job, tiles: best_open(
        people, tables, job, tiles, limit, GATES_STEP
    )


def _strict(limit: int) -> Loop:
    return lambda people, tables, job, tiles: best_strict(people, tables, job, tiles, limit)


def best_of(
    live: LivePool | TiledPool,
    job: TiledJob,
    limit: int,
    threads: int,
    loop: Callable[[int], Loop],
) -> tuple[Longs, Longs, Longs]:
    """Return keys, numbers and rows of the best of all parts and threads, in order."""
    found: list[tuple[Longs, Longs, Longs]] = []
    first = 0
    for part in parts_of(live):
        size = min(max(limit, 0), len(part.pool))
        heaps: list[HeapArrays] = run(part, job, threads, loop(size)) if size else []
        for heap in heaps:
            used = int(heap.used[0])
            found.append((heap.keys[:used], heap.numbers[:used], heap.rows[:used] + first))
        first += len(part.pool)
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    keys, numbers, rows = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.lexsort((numbers, -keys))[: max(limit, 0)]
    return keys[order], numbers[order], rows[order]
