"""Arrays that cannot be a pool are refused before anything reads them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engine.tiles.drawn import MIXES, codebook, draw_pool

from preceptor.engine.tiles import LayoutDamaged, TiledPool, index_pool
from preceptor.engine.tiles.layout import ARRAYS

BOOK = codebook(40)
POOL = index_pool(
    draw_pool(np.random.default_rng(1), BOOK, 200, MIXES[0]), competency_count=BOOK.count
)
NOBODY = index_pool(
    draw_pool(np.random.default_rng(1), BOOK, 0, MIXES[0]), competency_count=BOOK.count
)


def put_together(name: str, column: NDArray[Any], pool: TiledPool = POOL) -> TiledPool:
    return TiledPool.from_arrays(pool.facts(), pool.arrays() | {name: column})


def changed_in_length(column: NDArray[Any]) -> list[NDArray[Any]]:
    """The table of hours has no length that others must share; every other column has."""
    return [column[:-1], np.concatenate([column, column[-1:]]), column[:0]]


@pytest.mark.parametrize("name", ARRAYS)
def test_a_column_that_is_missing_short_long_flat_or_of_another_type_is_refused(name: str):
    column = getattr(POOL, name)
    wrong = [
        *([] if name == "hours" else changed_in_length(column)),
        column.reshape(1, *column.shape),
        column.ravel()[0:0].reshape(0, 0, 0),
        column.astype(np.float64),
        column.astype(np.int8),
        np.array(0, dtype=column.dtype),
    ]

    for each in wrong:
        with pytest.raises(LayoutDamaged):
            put_together(name, each)
    with pytest.raises(LayoutDamaged):
        TiledPool.from_arrays(
            POOL.facts(), {key: each for key, each in POOL.arrays().items() if key != name}
        )


@pytest.mark.parametrize("name", [name for name in ARRAYS if name != "hours"])
def test_a_longer_column_is_refused_for_nobody_too(name: str):
    column = getattr(NOBODY, name)
    longer = np.zeros((len(column) + 1, *column.shape[1:]), dtype=column.dtype)

    with pytest.raises(LayoutDamaged):
        put_together(name, longer, NOBODY)


@pytest.mark.parametrize(
    "facts",
    [
        {"as_of": "yesterday"},
        {"as_of": None},
        {"competency_count": "many"},
        {"competency_count": None},
        {"competency_count": 39},
        {"competency_count": 41},
        {"competency_count": -1},
        {"competency_count": 0},
    ],
)
def test_facts_that_are_none_or_do_not_fit_are_refused(facts: dict[str, Any]):
    with pytest.raises(LayoutDamaged):
        TiledPool.from_arrays(POOL.facts() | facts, POOL.arrays())


@pytest.mark.parametrize("name", ["as_of", "vocabulary_version", "competency_count"])
def test_a_fact_that_is_missing_is_refused(name: str):
    facts = {key: fact for key, fact in POOL.facts().items() if key != name}

    with pytest.raises(LayoutDamaged):
        TiledPool.from_arrays(facts, POOL.arrays())


@pytest.mark.parametrize("name", ["home_starts", "tile_bases"])
def test_rows_and_pieces_that_do_not_add_up_are_refused(name: str):
    column = getattr(POOL, name).copy()
    column[-1] += 1

    with pytest.raises(LayoutDamaged):
        put_together(name, column)
