"""A thousand drawn jobs against drawn pools: the tiled engine equals the plain one in everything.

PRECEPTOR_EXACT_PEOPLE sets another size for every pool of the long test, for a night of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import pytest
from tests.engine.tiles.drawn import (
    FAR,
    MIXES,
    SHAPES,
    Mix,
    draw_job,
    draw_local_job,
    draw_pool,
    repeated,
    with_numbers,
)
from tests.engine.tiles.drawn import codebook as codebook_of
from tests.engine.tiles.sameness import (
    all_wide,
    assert_same_answers,
    assert_same_pool,
    assert_same_tiles,
)

from preceptor.engine.match import Codebook, Pool, with_changes
from preceptor.engine.tiles import TILE, LivePool, index_pool, index_stage, live_pool, merged
from preceptor.engine.tiles.merge import merged_stage

EVERY_SCOPE = 0xFFFFFFFF
JOBS_EACH = 20
POOLS = 50
SIZES = (10, 63, 64, 65, 100, 150, 200, 300, 500, 1_500)
COUNTS = (40, 300, 40, 2_621, 300, 40, 2_622, 300, 40, 300)
WIDE = 2_622  # of which codes take 32 bits
ASKED_SIZE = os.environ.get("PRECEPTOR_EXACT_PEOPLE")


@dataclass(frozen=True)
class Drawn:
    """A pool as it was, what changed, who left; and both engines' view of how it is now."""

    book: Codebook
    base: Pool
    changed: Pool
    gone: list[int]
    scopes: int

    @property
    def plain(self) -> Pool:
        return with_changes(self.base, self.changed, self.gone).within(self.scopes)

    @property
    def live(self) -> LivePool:
        base = index_pool(self.base, competency_count=self.book.count)
        live = live_pool(base, changed=self.changed, gone=self.gone, scopes=self.scopes)
        return all_wide(live) if self.book.count == WIDE else live


def drawn(seed: int, people: int, count: int) -> Drawn:
    draw = np.random.default_rng(seed)
    mix, book = FAR if count == WIDE else MIXES[seed % len(MIXES)], codebook_of(count)
    base = draw_pool(draw, book, people, mix)
    # A third of the pools never changed; in the others some rows are newer and some people new.
    changes = 0 if seed % 3 == 0 else int(draw.integers(1, max(2, people // 10)))
    changed = draw_pool(draw, book, changes, mix)
    some = draw.choice(base.number, changes // 2, replace=False)
    numbers = np.union1d(some, base.number[-1] + 1 + np.arange(changes))[:changes]
    changed = with_numbers(changed, numbers)
    both = np.union1d(base.number, numbers)
    gone = draw.choice(both, changes // 4, replace=False).tolist()
    scopes = [EVERY_SCOPE, 1, 2, EVERY_SCOPE, 3][seed % 5]
    return Drawn(book, base, changed, gone, scopes)


@pytest.mark.parametrize("seed", range(POOLS))
def test_drawn_jobs_have_the_same_answers_in_both_engines(seed: int):
    size = int(ASKED_SIZE or SIZES[seed % len(SIZES)])
    world = drawn(seed, size, COUNTS[seed % len(COUNTS)])
    plain, live = world.plain, world.live
    draw = np.random.default_rng(10_000 + seed)

    for number in range(JOBS_EACH):
        job = draw_job(draw, world.book, SHAPES[number % len(SHAPES)])
        limits = (1, 20) if number else (1, 7, 20, 300, len(plain) + 5)
        reach = int(draw.choice([1, 25, 25, 400, 10**6]))
        assert_same_answers(live, plain, job, limits=limits, threads=1 + number % 2, reach=reach)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_fifty_thousand_people_have_the_same_answers_in_both_engines(seed: int):
    world = drawn(seed, 50_000, 300)
    plain, live = world.plain, world.live
    draw = np.random.default_rng(20_000 + seed)

    for shape in SHAPES[:3]:
        job = draw_job(draw, world.book, shape)
        assert_same_answers(live, plain, job, threads=2)


def test_jobs_at_one_place_have_the_same_answers_across_several_tiles():
    draw, book = np.random.default_rng(30_000), codebook_of(300)
    few = draw_pool(draw, book, 4_000, Mix(pieces=8, skew=4.0, said=0.95))
    people = 2 * TILE + 5_000
    base = with_numbers(repeated(few, draw.integers(0, 4_000, people)), np.arange(people) * 2)
    changed = with_numbers(few.select(np.arange(900)), np.arange(900) * 101)
    gone = list(range(0, people, 977))
    plain = with_changes(base, changed, gone).within(1)
    live = live_pool(
        index_pool(base, competency_count=book.count), changed=changed, gone=gone, scopes=1
    )

    for number in range(8):
        job = draw_local_job(draw, book)
        assert_same_answers(live, plain, job, limits=(1, 20, 500), threads=1 + number % 2)


@pytest.mark.parametrize("seed", range(12))
def test_drawn_people_come_back_and_merged_changes_are_a_rebuild(seed: int):
    world = drawn(seed, SIZES[seed % len(SIZES)], COUNTS[seed % len(COUNTS)])
    count = world.book.count
    base = index_pool(world.base, competency_count=count)

    after = merged(base, world.changed, world.gone)
    by_copying = index_stage(merged_stage(base, world.changed, world.gone))

    assert_same_pool(base.to_pool(), world.base)
    now = with_changes(world.base, world.changed, world.gone)
    assert_same_pool(after.to_pool(), now)
    assert_same_tiles(after, index_pool(now, competency_count=count))
    assert_same_tiles(by_copying, after)


@pytest.mark.parametrize(("people", "new", "gone"), [(TILE + 1, 0, 1), (TILE, 1, 0), (TILE, 2, 3)])
def test_tiles_come_and_go_with_the_people_in_them(people: int, new: int, gone: int):
    draw, book = np.random.default_rng(people), codebook_of(40)
    few = draw_pool(draw, book, 500, Mix(pieces=6))
    base = with_numbers(repeated(few, draw.integers(0, 500, people)), np.arange(people) * 2 + 2)
    # Some of the base with the rows of others, and some new people among them.
    numbers = np.append(base.number[:: people // 90], np.arange(new) * 1_000 + 1)
    changed = with_numbers(repeated(few, draw.integers(0, 500, len(numbers))), np.sort(numbers))
    leaving = base.number[5 : 5 + gone].tolist()
    tiles = index_pool(base, competency_count=book.count)

    after = index_stage(merged_stage(tiles, changed, leaving), threads=2)

    now = with_changes(base, changed, leaving)
    assert len(after) == people + new - gone
    assert after.tile_count == (2 if len(after) > TILE else 1)
    assert_same_tiles(after, index_pool(now, competency_count=book.count))
