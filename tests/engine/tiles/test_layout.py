"""A pool cut into tiles holds the same people as the plain pool."""

import numpy as np
import pytest
from hypothesis import given
from tests.engine.match.worlds import SOME, TODAY, World, codebook_of, skills, worlds

from preceptor.engine.match import POOL_COLUMNS, Evidence, PersonRecord, build_pool, with_changes
from preceptor.engine.match.scales import CODES_EACH
from preceptor.engine.tiles import LayoutDamaged, StageBuilder, TiledPool, index_pool, index_stage
from preceptor.engine.tiles.merge import merged


def same_pool(one, other):
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in POOL_COLUMNS)


def tiled(world: World, people=None) -> TiledPool:
    return index_pool(world.pool(people), competency_count=world.codebook.count)


@given(world=worlds())
@SOME
def test_everyone_comes_back_as_they_went_in(world):
    assert same_pool(tiled(world).to_pool(), world.pool())


@given(world=worlds())
@SOME
def test_the_lists_hold_every_piece_under_its_code(world):
    pool = tiled(world)

    held = set()
    for code in range(world.codebook.count * CODES_EACH):
        competency, rest = divmod(code, CODES_EACH)
        index = competency * CODES_EACH + rest % 5 * 5 + rest // 5
        for tile in range(pool.tile_count):
            start, end = pool.list_starts[tile, index : index + 2] + pool.tile_bases[tile]
            held |= {(int(place), code) for place in pool.list_ids[int(start) : int(end)]}

    plain = pool.people(np.arange(len(pool)))
    row_of = {int(number): row for row, number in enumerate(pool.number)}
    assert held == {
        (row_of[int(plain.number[at])], int(code))
        for at in range(len(plain))
        for code in plain.pieces(at)
    }


@given(world=worlds())
@SOME
def test_chunks_give_the_tiles_of_the_whole(world):
    pool = world.pool()
    builder = StageBuilder(
        as_of=TODAY, vocabulary_version="test", competency_count=world.codebook.count
    )
    for row in range(len(pool)):
        builder.add(pool.select(np.array([row])))

    parts = index_stage(builder.finish(world.codebook.code_type))

    whole = tiled(world)
    assert all(np.array_equal(parts.arrays()[name], each) for name, each in whole.arrays().items())


def test_people_are_found_by_number_wherever_they_live():
    people = [
        PersonRecord(number=n, home=(40.0 - n % 3, -80.0), willing_to_move=n % 4 == 0)
        for n in range(5, 400, 7)
    ]
    book = codebook_of(skills(1))
    pool = index_pool(build_pool(people, as_of=TODAY, codebook=book), competency_count=1)

    rows = pool.rows_of(np.array([5, 6, 12, 397, 404]))

    assert [int(pool.number[row]) if row >= 0 else None for row in rows] == [5, None, 12, 397, None]
    with pytest.raises(KeyError):
        pool.row_of(6)


@given(world=worlds())
@SOME
def test_merging_changes_equals_building_anew(world):
    half = len(world.people) // 2
    before, later = world.people, world.people[:half]
    changed = tuple(
        PersonRecord(number=person.number, evidence=(Evidence(0, level=3),)) for person in later
    )
    gone = [person.number for person in world.people[half : half + 1]]

    after = merged(tiled(world, before), world.pool(changed), gone)

    plain = with_changes(world.pool(before), world.pool(changed), gone)
    whole = index_pool(plain, competency_count=world.codebook.count)
    assert all(np.array_equal(after.arrays()[name], each) for name, each in whole.arrays().items())


def test_columns_that_disagree_are_refused():
    book = codebook_of(skills(2))
    people = build_pool([PersonRecord(1), PersonRecord(2)], as_of=TODAY, codebook=book)
    pool = index_pool(people, competency_count=2)
    arrays = pool.arrays()

    with pytest.raises(LayoutDamaged, match="quarters has shape"):
        TiledPool.from_arrays(pool.facts(), arrays | {"quarters": arrays["quarters"][:, :1]})
    with pytest.raises(LayoutDamaged, match="by_number is float64"):
        TiledPool.from_arrays(pool.facts(), arrays | {"by_number": arrays["by_number"] * 1.0})
    with pytest.raises(LayoutDamaged, match="missing"):
        TiledPool.from_arrays(pool.facts(), {})
    assert same_pool(TiledPool.from_arrays(pool.facts(), arrays).to_pool(), people)
