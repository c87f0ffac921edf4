"""Who is nearly there, and whom other terms move, against the plain engine."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME, World, worlds
from tests.engine.tiles.drawn import Mix, Shape, codebook, draw_job, draw_pool

from preceptor.engine.match import compile_job, open_ranks, score_pool, top
from preceptor.engine.tiles import (
    LivePool,
    everyone,
    index_pool,
    live_pool,
    near_top,
    people_moved,
    people_with_hours,
    tiled_job,
)


def live_of(world: World, gone=()) -> LivePool:
    tiles = index_pool(world.pool(), competency_count=world.codebook.count)
    return live_pool(tiles, changed=world.pool(world.people[:2]), gone=gone)


@SOME
@given(worlds(), st.integers(0, 9), st.integers(1, 4))
def test_the_near_list_is_the_open_list_of_those_who_miss_few(world, limit, most):
    gone = [record.number for record in world.people[1::3]]
    job, live = world.compiled(), live_of(world, gone)
    scored = score_pool(live.everyone(), job)
    missed = np.bitwise_count(scored.unmet)
    rows = [row for row in top(scored).tolist() if 1 <= missed[row] <= most][:limit]

    found = near_top(live, tiled_job(job), limit, most=most)

    assert found.numbers.tolist() == scored.pool.number[rows].tolist()
    assert found.scores.tolist() == scored.scores[rows].tolist()
    assert found.gates_met.tolist() == scored.gates_met[rows].tolist()
    assert [live.row_of(number) for number in found.numbers.tolist()] == found.rows.tolist()


@SOME
@given(worlds(), st.sampled_from([0, 25, 50, 75, 100]), st.sampled_from([1, 160, 2080]))
def test_who_is_moved_by_other_terms_is_who_stands_at_another_rank(world, proof, hours):
    job = world.compiled()
    other = world.compiled(replace(world.job, proof_weight=proof, hours_per_year=hours))
    pool = world.pool()
    ranks = [open_ranks(score_pool(pool, each)) for each in (job, other)]

    live = live_of(world)
    moved = people_moved(everyone(live, tiled_job(job)), everyone(live, tiled_job(other)))

    assert moved == np.count_nonzero(ranks[0] != ranks[1])


@SOME
@given(worlds())
def test_only_who_stands_in_the_pool_is_counted_with_signed_hours(world):
    gone = [record.number for record in world.people[::2]]
    left = world.people[1::2]
    tiles = index_pool(world.pool(), competency_count=world.codebook.count)

    found = people_with_hours(live_pool(tiles, gone=gone))

    assert found == sum(any(record.signed_hours.values()) for record in left)


@pytest.mark.parametrize("seed", range(4))
def test_the_near_list_and_who_moves_hold_in_tiles_full_of_people(seed):
    draw = np.random.default_rng(seed)
    book = codebook(60)
    pool = draw_pool(draw, book, 70_000, Mix(pieces=20, variety=0.3))
    job = draw_job(draw, book, Shape(musts=3, nice=3, gates=seed % 2, alternatives=6))
    gone = pool.number[::7]
    live = live_pool(index_pool(pool, competency_count=book.count), gone=gone)
    scored = score_pool(live.everyone(), job)
    order = top(scored)
    missed = np.bitwise_count(scored.unmet[order])
    rows = order[(missed >= 1) & (missed <= 2)][:50]

    found = near_top(live, tiled_job(job), 50, most=2, threads=2)

    assert found.numbers.tolist() == scored.pool.number[rows].tolist()
    assert found.scores.tolist() == scored.scores[rows].tolist()
    other = compile_job(replace(job.job, proof_weight=0), book)
    ranks = [open_ranks(score_pool(scored.pool, each)) for each in (job, other)]
    lists = [everyone(live, tiled_job(each), threads=2) for each in (job, other)]
    moved = people_moved(*lists)
    assert moved == np.count_nonzero(ranks[0] != ranks[1])
