"""Pools and jobs at the ends of every scale: nobody, one, everyone alike, the last of 16 bits."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engine.match.worlds import SOME, TODAY, World, codebook_of, records, skills, worlds
from tests.engine.tiles.drawn import MIXES, SHAPES, draw_job, draw_pool, repeated, with_numbers
from tests.engine.tiles.drawn import codebook as drawn_codebook
from tests.engine.tiles.sameness import (
    all_wide,
    assert_same_answers,
    assert_same_array,
    assert_same_pool,
    assert_same_tiles,
)

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Codebook,
    CompiledJob,
    Credential,
    Domain,
    Evidence,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Place,
    Pool,
    RightToWork,
    Schedule,
    Years,
    build_pool,
    compile_job,
    score_pool,
    with_changes,
)
from preceptor.engine.tiles import (
    TILE,
    LivePool,
    TiledPool,
    index_pool,
    index_stage,
    live_pool,
    merged,
    open_top,
    standings,
    strict_top,
    tiled_job,
)
from preceptor.engine.tiles.merge import merged_stage

EVERY_SCOPE = 0xFFFFFFFF


def tiled(pool: Pool, book: Codebook) -> TiledPool:
    return index_pool(pool, competency_count=book.count)


def pool_of(people: list[PersonRecord], book: Codebook) -> Pool:
    return build_pool(people, as_of=TODAY, codebook=book)


def asks(*competencies: int, level: int = 3, weight: int | None = None) -> tuple[Line, ...]:
    """One must for each competency."""
    return tuple(
        Line(AnyOf((Alternative(number, level),)), weight=weight) for number in competencies
    )


ALL_GATES = (
    Licence((1,)),
    RightToWork(),
    Place(is_remote=True, states=("PA",), is_on_site=True, sites=((40.44, -79.99),)),
    Availability(Schedule.NIGHTS, TODAY),
)


# Worlds of records, as small as they can be.


@st.composite
def changes(draw: st.DrawFn, world: World) -> tuple[Pool, list[int]]:
    """Newer rows for some, rows for some new, and some who left."""
    count = len(world.words.kinds)
    numbers = [person.number for person in world.people]
    chosen = draw(st.sets(st.sampled_from([*numbers, 1, 12, 99])))
    rows = [draw(records(count, number)) for number in sorted(chosen)]
    rows = [replace(row, scopes=draw(st.integers(0, 3))) for row in rows]
    gone = draw(st.lists(st.sampled_from([*numbers, 1, 77]), max_size=4))
    return world.pool(tuple(rows)), gone


def with_scopes(world: World, scopes: list[int]) -> World:
    people = zip(world.people, scopes, strict=True)
    return replace(world, people=tuple(replace(each, scopes=scope) for each, scope in people))


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data())
def test_small_worlds_with_changes_have_the_same_answers(world: World, data: st.DataObject):
    size = len(world.people)
    world = with_scopes(world, data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)))
    changed, gone = data.draw(changes(world))
    scopes = data.draw(st.sampled_from([EVERY_SCOPE, 1, 2, 0]))
    base = tiled(world.pool(), world.codebook)

    live = live_pool(base, changed=changed, gone=gone, scopes=scopes)

    plain = with_changes(world.pool(), changed, gone).within(scopes)
    assert live.size == len(plain)
    assert_same_answers(live, plain, world.compiled(), limits=(0, 1, 3, 20), reach=2)


@SOME
@given(worlds())
def test_tiles_without_changes_answer_as_a_live_pool_does(world: World):
    assert_same_answers(tiled(world.pool(), world.codebook), world.pool(), world.compiled())


@SOME
@given(worlds(), st.integers(0, 65_535))
def test_ranks_without_somebody_are_those_among_the_others(world: World, score: int):
    job, pool = world.compiled(), world.pool()
    ranks = standings(tiled(pool, world.codebook), tiled_job(job))
    scored = score_pool(pool, job)

    for row in range(len(pool)):
        is_met, own = bool(scored.gates_met[row]), int(scored.scores[row])
        passes = bool(scored.passes[row])
        others = score_pool(pool.select(np.delete(np.arange(len(pool)), row)), job)
        among = ranks.without(gates_met=is_met, score=own, passes=passes)
        assert (among.size, among.passing) == (len(pool) - 1, ranks.passing - passes)
        for asked in (own, score):
            better = others.scores > asked
            assert among.strict_rank(asked) == 1 + int((better & others.passes).sum())
            for gates_met in (False, True):
                ahead = others.gates_met & (better | (not gates_met))
                behind = ~others.gates_met & better & (not gates_met)
                rank = among.open_rank(gates_met=gates_met, score=asked)
                assert rank == 1 + int((ahead | behind).sum())


@SOME
@given(worlds(), st.data())
def test_merging_is_a_rebuild_whatever_the_order_of_changes(world: World, data: st.DataObject):
    changed, gone = data.draw(changes(world))
    base, count = tiled(world.pool(), world.codebook), world.codebook.count
    now = with_changes(world.pool(), changed, gone)
    rebuilt = index_pool(now, competency_count=count)

    assert_same_tiles(merged(base, changed, gone), rebuilt)
    assert_same_tiles(merged(base, changed, iter(gone[::-1] + gone)), rebuilt)
    single = [changed.select(np.array([row])) for row in range(min(3, len(changed)))]
    rest = changed.select(np.arange(len(single), len(changed)))
    for order in permutations(single):
        after = merged(base, rest)
        for one in order:
            after = merged(after, one)
        assert_same_tiles(merged(after, changed.select(np.arange(0)), gone), rebuilt)


# Nobody and one.


@pytest.mark.parametrize("scopes", [EVERY_SCOPE, 0])
def test_an_empty_pool_has_empty_answers(scopes: int):
    book = codebook_of(skills(3, credentials=(1,)))
    nobody = pool_of([], book)
    job = compile_job(Job(1, asks(0, 2), ALL_GATES), book)

    live = live_pool(tiled(nobody, book), scopes=scopes)

    assert (live.size, len(live.base.pool), live.base.pool.tile_count) == (0, 0, 0)
    assert_same_answers(live, nobody, job)
    assert_same_pool(live.base.pool.to_pool(), nobody)


def test_a_pool_that_everyone_left_has_empty_answers():
    book = codebook_of(skills(3, credentials=(1,)))
    pool = pool_of([PersonRecord(n, (Evidence(0, 5),)) for n in range(70)], book)
    job = compile_job(Job(1, asks(0, 2), ALL_GATES), book)

    live = live_pool(tiled(pool, book), gone=range(70))

    assert live.size == 0
    assert_same_answers(live, pool.select(np.arange(0)), job)


def test_the_first_people_of_all_may_come_by_a_change():
    book = codebook_of(skills(3, credentials=(1,)))
    people = pool_of([PersonRecord(n, (Evidence(0, 5),)) for n in range(3)], book)
    job = compile_job(Job(1, asks(0), ()), book)

    live = live_pool(tiled(pool_of([], book), book), changed=people)

    assert_same_answers(live, people, job)


def test_one_person_without_evidence_misses_24_musts_and_stands_first():
    book = codebook_of(skills(24))
    pool = pool_of([PersonRecord(5)], book)
    job = compile_job(Job(1, asks(*range(24))), book)

    scored = assert_same_answers(tiled(pool, book), pool, job)

    assert scored.unmet.tolist() == [(1 << 24) - 1]
    assert open_top(tiled(pool, book), tiled_job(job)).numbers.tolist() == [5]


@pytest.mark.parametrize("lines", [0, 1])
def test_a_job_that_asks_nothing_lists_everyone_by_number(lines: int):
    book = codebook_of(skills(2))
    pool = pool_of([PersonRecord(n, (Evidence(0),)) for n in (3, 9, 4)], book)
    nice = Line(AnyOf((Alternative(1),)), is_must=False)
    job = compile_job(Job(1, (nice,) * lines), book)

    assert_same_answers(tiled(pool, book), pool, job)
    assert strict_top(tiled(pool, book), tiled_job(job)).numbers.tolist() == [3, 4, 9]


# Everyone alike: the numbers alone decide.


@cache
def crowd(people: int) -> tuple[Codebook, Pool]:
    """So many people with the same evidence, at home all over: rows stand in another order."""
    book = codebook_of(skills(3, credentials=(1,)))
    homes = [(40.0 - n * 7 % 13, -80.0 + n * 5 % 11) for n in range(40)]
    kinds = pool_of(
        [
            PersonRecord(n, (Evidence(0, 4), Evidence(0, 4)), home=home, willing_to_move=n % 7 == 0)
            for n, home in enumerate(homes)
        ],
        book,
    )
    draw = np.random.default_rng(people)
    pool = repeated(kinds, draw.integers(0, 40, people))
    return book, with_numbers(pool, np.arange(people) * 3 + 10)


@pytest.mark.parametrize("people", [300, TILE + 200])
def test_numbers_break_ties_across_homes_tiles_and_changes(people: int):
    book, pool = crowd(people)
    job = compile_job(Job(1, asks(0)), book)
    early = with_numbers(pool.select(np.arange(6)), np.array([1, 11, 16, 19, 22, 10**9]))

    live = live_pool(tiled(pool, book), changed=early, gone=[13, 25])

    plain = with_changes(pool, early, [13, 25])
    assert_same_answers(live, plain, job, threads=2)
    assert open_top(live, tiled_job(job), 6).numbers.tolist() == [1, 10, 11, 16, 19, 22]
    ranks = standings(live, tiled_job(job))
    best = int(open_top(live, tiled_job(job)).scores[0])
    assert ranks.open_rank(gates_met=True, score=best) == 1


# The edges of 16 bits.


def test_scores_reach_255_times_257_and_no_more():
    book = codebook_of(skills(70))
    lines = tuple(
        Line(AnyOf((Alternative(n % 3, 5),)), is_must=n < 24, weight=weight)
        for n, weight in enumerate([100, 100, 57])
    )
    heavy = tuple(Line(AnyOf((Alternative(n, 5),)), is_must=n < 24, weight=100) for n in range(64))
    best = tuple(Evidence(n, 5, Grade.CREDENTIALED) for n in range(64))
    people = [PersonRecord(9, best), PersonRecord(4, best), PersonRecord(2, best[:-1])]
    pool = pool_of([*people, PersonRecord(1)], book)

    full = assert_same_answers(tiled(pool, book), pool, compile_job(Job(1, lines), book))
    assert_same_answers(tiled(pool, book), pool, compile_job(Job(1, heavy), book))

    assert full.scores.tolist() == [0, 65_535, 65_535, 65_535]


@pytest.mark.parametrize("count", [2_620, 2_621, 2_622, 5_000])
def test_the_last_competency_answers_in_16_and_in_32_bits(count: int):
    book = codebook_of(skills(count))
    last = count - 1
    everyone = [
        PersonRecord(n, (Evidence(last - n % 2, 1 + n % 5, Grade(n // 5 % 5)),)) for n in range(60)
    ]
    pool = pool_of(everyone, book)
    line = Line(AnyOf((Alternative(last, 5), Alternative(last - 1, 3)), Grade.ATTESTED))
    job = compile_job(Job(1, (line, *asks(last, 0, level=1))), book)

    pools = tiled(pool, book)

    is_wide = count > 2_621
    assert pools.codes.dtype == (np.uint32 if is_wide else np.uint16)
    for changed in (pool.select(np.arange(0)), pool.select(np.arange(0, 60, 7))):
        live = live_pool(pools, changed=changed)
        assert_same_answers(all_wide(live) if is_wide else live, pool, job)


@cache
def at_the_edge(people: int) -> tuple[Codebook, Pool, TiledPool]:
    """Everyone in one home; a few, at the ends of tiles and words, hold what is asked."""
    book = codebook_of(skills(4, credentials=(1,)))
    kinds = pool_of(
        [
            PersonRecord(0, (Evidence(2),), right_to_work=True),
            PersonRecord(1, (Evidence(0, 5, Grade.ATTESTED), Evidence(1)), right_to_work=True),
            PersonRecord(2, (Evidence(0, 2),)),
            PersonRecord(3),
        ],
        book,
    )
    rows = np.zeros(people, dtype=np.int64)
    rows[1::977] = 2
    rows[::641] = 3
    special = [0, 63, 64, TILE - 64, TILE - 1, TILE, TILE + 63, 2 * TILE - 1, 2 * TILE]
    rows[[place for place in (*special, people - 1) if place < people]] = 1
    pool = with_numbers(repeated(kinds, rows), np.arange(people) + 7)
    return book, pool, tiled(pool, book)


EDGE_JOBS = (
    Job(1, asks(0)),
    Job(2, (*asks(0), Line(Credential((1,)), is_must=False)), (Licence((1,)), RightToWork())),
    Job(3, asks(2, 3), (RightToWork(),)),
)


@pytest.mark.parametrize("people", [TILE - 1, TILE, TILE + 1, 2 * TILE + 1])
def test_people_at_the_ends_of_tiles_are_found(people: int):
    book, pool, pools = at_the_edge(people)
    holders = [number for number in pool.number.tolist() if pool.codes.size and number]
    assert len(holders) == people

    for job in EDGE_JOBS:
        assert_same_answers(pools, pool, compile_job(job, book), threads=1)

    best = strict_top(pools, tiled_job(compile_job(EDGE_JOBS[1], book)), 50).numbers - 7
    assert best[0] == 0
    assert best[-1] == people - 1
    assert (TILE - 1 in best) == (people >= TILE)


def test_two_threads_give_what_one_gives():
    book, pool, pools = at_the_edge(2 * TILE + 1)
    changed = with_numbers(pool.select(np.array([0, 1, 9])), np.array([8, 70_000, 10**6]))
    live = live_pool(pools, changed=changed, gone=[7])
    plain = with_changes(pool, changed, [7])

    for job in EDGE_JOBS:
        assert_same_answers(live, plain, compile_job(job, book), threads=2)


def test_people_who_are_all_different_take_wider_ids():
    book = drawn_codebook(2_622)
    draw = np.random.default_rng(5)
    people = 66_000
    few = draw_pool(draw, book, 400, MIXES[2])
    each = np.arange(people)
    wide = replace(
        with_numbers(repeated(few, each % 400), each + 1),
        hours=np.stack([each % 65_536, each // 65_536, each % 7], axis=1).astype(np.uint16),
        available_from=(TODAY.toordinal() - each).astype(np.int32),
        scopes=(each + 1).astype(np.uint32),
        latitude=(each * 1_000 - 33_000_000).astype(np.int32),
        longitude=(each * 2_000 - 66_000_000).astype(np.int32),
    )

    pools = tiled(wide, book)

    ids: list[NDArray[np.unsignedinteger]] = [pools.hours_of, pools.terms_of, pools.standing_of]
    assert [each.dtype for each in ids] == [np.uint32] * 3
    assert_same_pool(pools.to_pool(), wide)
    for shape in SHAPES[:2]:
        live = all_wide(live_pool(pools, scopes=5))
        assert_same_answers(live, wide.within(5), draw_job(draw, book, shape))


def test_numbers_beyond_32_bits_in_base_or_change():
    book = codebook_of(skills(2_622))
    near, far = 2**32 - 1, 2**62
    records_ = [PersonRecord(n, (Evidence(0, 4),)) for n in (3, near, near + 1, far)]
    job = compile_job(Job(1, asks(0)), book)
    narrow, wide = pool_of(records_[:2], book), pool_of(records_[2:], book)
    both = pool_of(records_, book)

    for live in (
        live_pool(tiled(narrow, book), changed=wide),
        live_pool(tiled(wide, book), changed=narrow),
        live_pool(tiled(both, book)),
    ):
        assert_same_answers(all_wide(live), both, job)
    assert tiled(narrow, book).number.dtype == np.uint32
    assert tiled(wide, book).number.dtype == np.int64
    assert_same_tiles(merged(tiled(narrow, book), wide), tiled(both, book))
    assert_same_tiles(index_stage(merged_stage(tiled(wide, book), narrow)), tiled(both, book))


def test_a_person_may_have_hundreds_of_pieces_of_one_code():
    book = codebook_of(skills(2_622))
    pieces = (Evidence(0, 3), Evidence(1, 5)) * 150
    pool = pool_of([PersonRecord(1, pieces), PersonRecord(2, pieces[:1])], book)

    pools = tiled(pool, book)

    assert pools.piece_counts.dtype == np.uint16
    assert_same_pool(pools.to_pool(), pool)
    job = compile_job(Job(1, asks(0, 1, 2)), book)
    assert_same_answers(all_wide(live_pool(pools)), pool, job)


# Changes on top.


def some_people(seed: int, people: int) -> tuple[Codebook, Pool, list[CompiledJob]]:
    book, draw = drawn_codebook(40), np.random.default_rng(seed)
    pool = draw_pool(draw, book, people, MIXES[0])
    return book, pool, [draw_job(draw, book, shape) for shape in SHAPES]


def test_a_change_of_everyone_leaves_nothing_of_the_base():
    book, pool, jobs = some_people(1, 200)
    draw = np.random.default_rng(2)
    changed = with_numbers(draw_pool(draw, book, 200, MIXES[1]), pool.number)

    live = live_pool(tiled(pool, book), changed=changed)

    plain = changed.within(EVERY_SCOPE)
    assert live.size == len(plain)
    for job in jobs:
        assert_same_answers(live, plain, job)
    assert_same_tiles(merged(live.base.pool, changed), tiled(changed, book))


def test_who_leaves_and_changes_at_once_is_gone():
    book, pool, jobs = some_people(3, 100)
    changed = pool.select(np.arange(0, 20))

    live = live_pool(tiled(pool, book), changed=changed, gone=pool.number[10:30].tolist())

    left = int(pool.number[15])
    with pytest.raises(KeyError):
        live.row_of(left)
    assert left not in open_top(live, tiled_job(jobs[0]), 100).numbers
    for job in jobs:
        left_over = pool.select(np.r_[0:10, 30:100]).within(EVERY_SCOPE)
        assert_same_answers(live, left_over, job)


def test_a_question_to_no_scope_finds_nobody():
    book, pool, jobs = some_people(4, 150)

    live = live_pool(tiled(pool, book), scopes=0)

    assert live.size == 0
    for job in jobs:
        assert_same_answers(live, pool.within(0), job)


@pytest.mark.parametrize("scopes", [1, 2, 2**31, EVERY_SCOPE])
def test_people_are_read_back_from_base_and_change_by_row(scopes: int):
    book, pool, _ = some_people(5, 150)
    changed = with_numbers(pool.select(np.arange(30)), np.append(pool.number[:29], 10**7))
    live: LivePool = live_pool(tiled(pool, book), changed=changed, gone=[5], scopes=scopes)
    plain = with_changes(pool, changed, [5]).within(scopes)

    rows = np.array([live.row_of(number) for number in plain.number.tolist()], dtype=np.int64)

    assert_same_pool(live.people(rows), plain)
    assert_same_pool(live.people(rows[::-3]), plain.select(np.sort(np.arange(len(plain))[::-3])))
    if 10**7 in plain.number:
        assert live.row_of(10**7) >= len(live.base.pool)


def test_a_change_of_another_vocabulary_or_date_is_refused():
    book, pool, jobs = some_people(6, 20)
    other = replace(pool, vocabulary_version="another")
    base = tiled(pool, book)

    with pytest.raises(ValueError, match="vocabulary version"):
        live_pool(base, changed=other)
    with pytest.raises(ValueError, match="vocabulary version"):
        open_top(tiled(other, book), tiled_job(jobs[0]))


def test_years_asked_far_beyond_those_held_and_signed_hours_at_their_most():
    book = codebook_of(skills(1))
    pool = pool_of(
        [
            PersonRecord(1, quarters={Domain.IT: 255}, signed_hours={Domain.IT: 65_535}),
            PersonRecord(2, signed_hours=dict.fromkeys((Domain.IT, Domain.CLINICAL), 65535)),
            PersonRecord(3, quarters={Domain.ANY: 255}),
            PersonRecord(4, quarters={Domain.IT: 0}),
            PersonRecord(5),
        ],
        book,
    )
    years = [1, 4, 255, 256, 10_000, 262_395, 262_396, 2**31]
    lines = tuple(Line(Years(d, asked)) for d in (Domain.IT, Domain.ANY) for asked in years)

    for rate in (1, 160, 2080, 10**6):
        job = compile_job(Job(1, lines, hours_per_year=rate), book)
        assert_same_answers(tiled(pool, book), pool, job)


# Taken apart and put together.


def test_a_pool_put_together_from_its_arrays_is_the_same():
    for people in (0, 1, 64, 1_000):
        book, pool, _ = some_people(7, people)
        pools = tiled(pool, book)

        again = TiledPool.from_arrays(pools.facts(), pools.arrays())

        assert_same_tiles(again, pools)
        assert_same_array(again.by_number, np.argsort(pools.number).astype(np.uint32))


def test_a_pool_mapped_from_files_has_the_same_answers(tmp_path: Path):
    book, pool, jobs = some_people(8, 700)
    pools = tiled(pool, book)
    for name, column in pools.arrays().items():
        np.save(tmp_path / name, column)

    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in pools.arrays()}
    again = TiledPool.from_arrays(pools.facts(), mapped)

    live = live_pool(again, changed=pool.select(np.arange(50)), gone=[int(pool.number[60])])
    plain = with_changes(pool, pool.select(np.arange(50)), [int(pool.number[60])])
    for job in jobs:
        assert_same_answers(live, plain.within(EVERY_SCOPE), job)
    assert_same_tiles(merged(again, pool.select(np.arange(9))), pools)
