"""Every answer of the tiled engine beside the plain one's, down to the last array."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import (
    POOL_COLUMNS,
    CompiledJob,
    Histogram,
    Pool,
    Prices,
    Scored,
    cheapest_relaxation,
    open_ranks,
    price,
    score_pool,
    strict_ranks,
    top,
)
from preceptor.engine.tiles import (
    LivePool,
    Part,
    TiledPool,
    open_top,
    prices,
    standings,
    strict_top,
    tiled_job,
)
from preceptor.engine.tiles.relax import relaxation


def assert_same_array(one: NDArray[Any], other: NDArray[Any], what: str = "") -> None:
    assert one.dtype == other.dtype, (what, one.dtype, other.dtype)
    assert one.shape == other.shape, (what, one.shape, other.shape)
    assert np.array_equal(one, other), what


def assert_same_pool(one: Pool, other: Pool) -> None:
    assert (one.as_of, one.vocabulary_version) == (other.as_of, other.vocabulary_version)
    for name in POOL_COLUMNS:
        assert_same_array(getattr(one, name), getattr(other, name), name)


def assert_same_tiles(one: TiledPool, other: TiledPool) -> None:
    assert one.facts() == other.facts()
    expected = other.arrays()
    for name, column in one.arrays().items():
        assert_same_array(column, expected[name], name)


WIDE = {
    "number": np.int64,
    "piece_counts": np.uint16,
    "hours_of": np.uint32,
    "terms_of": np.uint32,
    "standing_of": np.uint32,
}


def widened(tiles: TiledPool) -> TiledPool:
    """The same tiles with the wider type in every column that has two."""
    wide = {name: tiles.arrays()[name].astype(dtype) for name, dtype in WIDE.items()}
    return TiledPool.from_arrays(tiles.facts(), tiles.arrays() | wide)


def all_wide(live: LivePool) -> LivePool:
    """The same pool in wide columns, changes too.

    The loops are compiled for each set of types, which takes far longer than any test: tests
    know two sets, all narrow and all wide, the latter with codes of 32 bits.
    """
    assert live.base.pool.codes.dtype == np.uint32
    base, *delta = (Part(widened(part.pool), part.absent) for part in live.parts)
    return replace(live, base=base, delta=delta[0] if delta else None)


def assert_same_answers(
    live: LivePool | TiledPool,
    pool: Pool,
    job: CompiledJob,
    *,
    limits: tuple[int, ...] = (1, 20),
    threads: int = 1,
    reach: int = 25,
) -> Scored:
    """Ask everything of both engines; ``pool`` is the plain pool of the question."""
    scored = score_pool(pool, job)
    for limit in limits:
        assert_same_list(live, scored, limit, strict=False, threads=threads)
        assert_same_list(live, scored, limit, strict=True, threads=threads)
    assert_same_ranks(live, scored, threads)
    assert_same_prices(prices(live, tiled_job(job), threads=threads), price(scored), reach)
    return scored


def assert_same_list(
    live: LivePool | TiledPool, scored: Scored, limit: int, *, strict: bool, threads: int
) -> None:
    rows = top(scored, limit, strict=strict)
    ask = strict_top if strict else open_top

    found = ask(live, tiled_job(scored.job), limit, threads=threads)

    assert found.numbers.tolist() == scored.pool.number[rows].tolist()
    assert found.scores.tolist() == scored.scores[rows].tolist()
    assert found.gates_met.tolist() == scored.gates_met[rows].tolist()
    assert [live.row_of(number) for number in found.numbers.tolist()] == found.rows.tolist()


def assert_same_ranks(live: LivePool | TiledPool, scored: Scored, threads: int) -> None:
    ranks = standings(live, tiled_job(scored.job), threads=threads)

    assert ranks.size == len(scored.pool)
    assert ranks.passing == int(scored.passes.sum())
    # Equals share a rank: one of each standing stands for all.
    _, first = np.unique(scored.scores * 2 + scored.gates_met, return_index=True)
    is_met = scored.gates_met.tolist()
    expected = open_ranks(scored)
    for row in first.tolist():
        found = ranks.open_rank(gates_met=is_met[row], score=int(scored.scores[row]))
        assert found == expected[row], row
    strictly = strict_ranks(scored)
    passing = np.flatnonzero(scored.passes)
    _, first = np.unique(scored.scores[passing], return_index=True)
    for row in passing[first].tolist():
        assert ranks.strict_rank(int(scored.scores[row])) == strictly[row], row


def assert_same_prices(found: Prices, expected: Prices, reach: int) -> None:
    assert found.job is expected.job
    assert found.pool_size == expected.pool_size
    assert_same_histogram(found.histogram, expected.histogram)
    assert_same_histogram(found.confirmed, expected.confirmed)
    assert found.lines == expected.lines
    assert found.gates == expected.gates
    assert found.passing == expected.passing
    assert found.passing_confirmed == expected.passing_confirmed
    assert found.requirements == expected.requirements
    assert found.pairs == expected.pairs
    assert relaxation(found, reach) == cheapest_relaxation(expected, reach)


def assert_same_histogram(one: Histogram, other: Histogram) -> None:
    for name in ("unmet", "unmet_lowered", "people"):
        assert_same_array(getattr(one, name), getattr(other, name), name)
