"""Shortlists, ranks of promises and prices of lines, against the plain engine."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import MANY, SOME, World, bits, codebook_of, skills, worlds

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Job,
    Line,
    PersonRecord,
    Pool,
    compile_job,
    explain,
    open_ranks,
    price,
    score_pool,
    strict_ranks,
    top,
    ways_in,
    with_changes,
)
from preceptor.engine.match.job import PROOF_WEIGHTS
from preceptor.engine.questions import (
    kept_promises,
    line_prices,
    near_missers,
    others_than,
    shortlist,
    standing_of,
    why_not_me,
)
from preceptor.engine.tiles import LivePool, index_pool, live_pool, standings, tiled_job


def live_of(world: World, pool: Pool | None = None) -> LivePool:
    pool = world.pool() if pool is None else pool
    return live_pool(index_pool(pool, competency_count=world.codebook.count))


@SOME
@given(worlds(), st.integers(0, 5), st.booleans())
def test_a_shortlist_is_the_top_of_the_plain_engine_with_its_explanations(world, limit, strict):
    job = world.compiled()
    scored = score_pool(world.pool(), job)
    ranks = strict_ranks(scored) if strict else open_ranks(scored)

    found = shortlist(live_of(world), job, limit, strict=strict)

    rows = top(scored, limit, strict=strict).tolist()
    assert [
        (each.number, each.rank, each.score, each.gates_met, each.unmet, each.passes)
        for each in found
    ] == [
        (
            int(scored.pool.number[row]),
            int(ranks[row]),
            int(scored.scores[row]),
            bool(scored.gates_met[row]),
            int(scored.unmet[row]),
            bool(scored.passes[row]),
        )
        for row in rows
    ]
    assert [each.explanations for each in found] == [explain(scored, row) for row in rows]


@MANY
@given(worlds())
def test_why_not_me_gives_the_ranks_that_the_whole_pool_gives(world):
    job, live = world.compiled(), live_of(world)
    ranks = standings(live, tiled_job(job))
    scored = score_pool(world.pool(), job)
    for row, record in enumerate(world.people):
        others = others_than(score_pool(standing_of(record.number, live), job), ranks)
        assert others.size == len(world.people) - 1
        alone = score_pool(world.pool((record,)), job)
        assert why_not_me(others, alone) == ways_in(scored, row)


@SOME
@given(worlds())
def test_who_cannot_be_asked_is_ranked_as_if_they_stood_in_the_pool(world):
    if not world.people:
        return
    job = world.compiled()
    *asked, visitor = world.people
    live = live_of(world, world.pool(tuple(asked)))
    scored = score_pool(world.pool(), job)

    assert standing_of(visitor.number, live) is None
    others = others_than(None, standings(live, tiled_job(job)))

    assert others.size == len(asked)
    alone = score_pool(world.pool((visitor,)), job)
    assert why_not_me(others, alone) == ways_in(scored, len(asked))


@SOME
@given(worlds())
def test_a_record_that_changed_since_the_pool_was_read_replaces_the_old_one(world):
    if not world.people:
        return
    job, pool = world.compiled(), world.pool()
    live = live_of(world)
    first = world.people[0]
    emptied = world.pool((PersonRecord(first.number),))
    scored = score_pool(with_changes(pool, emptied), job)

    own = score_pool(standing_of(first.number, live), job)
    others = others_than(own, standings(live, tiled_job(job)))

    assert why_not_me(others, score_pool(emptied, job)) == ways_in(scored, 0)


@SOME
@given(worlds())
def test_several_promises_together_rank_as_the_way_that_needs_them_all(world):
    job, live = world.compiled(), live_of(world)
    scored = score_pool(world.pool(), job)
    ranks = standings(live, tiled_job(job))
    for row, record in enumerate(world.people):
        together = ways_in(scored, row).together
        if together is None:
            continue
        others = others_than(score_pool(standing_of(record.number, live), job), ranks)
        alone = score_pool(world.pool((record,)), job)
        assert kept_promises(others, alone, together.promises) == together


@st.composite
def halves(draw: st.DrawFn) -> tuple[World, Job, Job]:
    """A world, a part of its job that is asked, and the rest that is not."""
    world = draw(worlds())
    is_asked = draw(st.lists(st.booleans(), min_size=9, max_size=9))
    job = world.job

    def part(wanted: bool) -> Job:
        def some(given):
            chosen = zip(given, is_asked, strict=False)
            return tuple(each for each, asked in chosen if asked is wanted)

        return replace(job, lines=some(job.lines), gates=some(job.gates))

    return world, part(True), part(False)


def same_prices(found, expected) -> bool:
    return (
        (found.pool_size, found.lines, found.gates)
        == (expected.pool_size, expected.lines, expected.gates)
        and found.requirements == expected.requirements
        and found.pairs == expected.pairs
        and all(
            np.array_equal(getattr(one, name), getattr(other, name))
            for one, other in (
                (found.histogram, expected.histogram),
                (found.confirmed, expected.confirmed),
            )
            for name in ("unmet", "unmet_lowered", "people")
        )
    )


@MANY
@given(halves())
def test_what_is_counted_beside_a_job_changes_no_price_of_it(halves):
    world, asked, beside = halves
    codebook = world.codebook
    job = compile_job(asked, codebook)
    pool = world.pool()

    found = line_prices(live_of(world), job, beside)

    assert same_prices(found.prices, price(score_pool(pool, job)))
    alone = price(score_pool(pool, compile_job(beside, codebook)))
    assert (found.lines, found.gates) == (alone.lines, alone.gates)


@SOME
@given(worlds())
def test_how_much_proof_counts_changes_no_price(world):
    pool = world.pool()
    priced = [
        price(score_pool(pool, world.compiled(replace(world.job, proof_weight=weight))))
        for weight in PROOF_WEIGHTS
    ]

    assert all(same_prices(each, priced[0]) for each in priced)


@pytest.mark.parametrize("many", [40, 130])
def test_more_lines_than_a_job_may_ask_are_counted_in_passes_of_their_own(many):
    words = skills(3)
    codebook = codebook_of(words)
    line = Line(AnyOf((Alternative(0),)))
    asked = Job(number=1, lines=(line,) * 24)
    beside = Job(number=1, lines=(Line(AnyOf((Alternative(1),))), *(line,) * many))
    world = World(words, (PersonRecord(5), PersonRecord(9)), asked)
    job = compile_job(asked, codebook)

    found = line_prices(live_of(world), job, beside)

    assert same_prices(found.prices, price(score_pool(world.pool(), job)))
    assert len(found.lines) == many + 1
    assert {count.not_stated for count in found.lines} == {2}


@SOME
@given(worlds(), st.integers(0, 4), st.integers(0, 3))
def test_near_missers_are_the_best_of_those_who_miss_few_requirements(world, limit, most):
    job = world.compiled()
    scored = score_pool(world.pool(), job)
    missed = [len(bits(unmet)) for unmet in scored.unmet]

    found = near_missers(live_of(world), job, limit, most=most)

    rows = [row for row in top(scored).tolist() if 1 <= missed[row] <= most][:limit]
    assert [each.number for each in found] == scored.pool.number[rows].tolist()
    assert [each.unmet for each in found] == scored.unmet[rows].tolist()
    assert [each.explanations for each in found] == [explain(scored, row) for row in rows]
