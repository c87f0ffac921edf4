"""More evidence, a higher level or a higher grade never lowers anything of the person's own."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME, World, bits, pieces, worlds

from preceptor.engine.match import (
    Domain,
    Education,
    Grade,
    PersonRecord,
    Standing,
    State,
    cheapest_relaxation,
    open_ranks,
    price,
    score_pool,
    strict_ranks,
)


def assert_no_worse(world: World, row: int, then: PersonRecord) -> None:
    people = tuple(then if n == row else person for n, person in enumerate(world.people))
    before = score_pool(world.pool(), world.compiled())
    after = score_pool(world.pool(people), world.compiled())

    assert (after.credits[:, row] >= before.credits[:, row]).all()
    was_met = before.line_states[:, row] == State.MET
    assert (after.line_states[was_met, row] == State.MET).all()
    assert bits(after.unmet[row]) <= bits(before.unmet[row])
    assert bits(after.unmet_lowered[row]) <= bits(before.unmet_lowered[row])
    assert after.scores[row] >= before.scores[row]
    assert open_ranks(after)[row] <= open_ranks(before)[row]
    if before.passes[row]:
        assert after.passes[row]
        assert strict_ranks(after)[row] <= strict_ranks(before)[row]


@st.composite
def worlds_with_someone(draw: st.DrawFn) -> tuple[World, int]:
    world = draw(worlds())
    assume(world.people)
    return world, draw(st.integers(0, len(world.people) - 1))


@SOME
@given(worlds_with_someone(), st.data())
def test_one_more_piece_never_hurts(chosen, data):
    world, row = chosen
    person = world.people[row]
    more = data.draw(pieces(len(world.words.kinds)))
    place = data.draw(st.integers(0, len(person.evidence)))
    evidence = (*person.evidence[:place], more, *person.evidence[place:])

    assert_no_worse(world, row, replace(person, evidence=evidence))


@SOME
@given(worlds_with_someone(), st.data())
def test_a_higher_level_or_grade_never_hurts(chosen, data):
    world, row = chosen
    person = world.people[row]
    assume(person.evidence)
    place = data.draw(st.integers(0, len(person.evidence) - 1))
    piece = person.evidence[place]
    better = replace(
        piece,
        level=data.draw(st.integers(piece.level or 2, 5)),
        grade=Grade(data.draw(st.integers(piece.grade, 4))),
        standing=data.draw(st.sampled_from([piece.standing, Standing.IN_FORCE])),
    )
    evidence = (*person.evidence[:place], better, *person.evidence[place + 1 :])

    assert_no_worse(world, row, replace(person, evidence=evidence))


@SOME
@given(
    worlds_with_someone(), st.sampled_from(Domain), st.integers(0, 40), st.sampled_from(Education)
)
def test_more_years_or_education_never_hurt(chosen, domain, quarters, education):
    world, row = chosen
    person = world.people[row]
    worked = {**person.quarters, domain: person.quarters.get(domain, 0) + quarters}

    better = replace(person, quarters=worked, education=max(person.education, education))

    assert_no_worse(world, row, better)


@SOME
@given(worlds(), st.data())
def test_dropping_or_lowering_a_line_never_loses_people(world: World, data):
    prices = price(score_pool(world.pool(), world.compiled()))

    for each in prices.requirements:
        assert each.if_dropped == prices.passing + each.lost_alone
        assert each.if_dropped_confirmed >= prices.passing_confirmed
        if each.if_lowered is not None:
            assert prices.passing <= each.if_lowered <= each.if_dropped
    if world.job.lines:
        gone = data.draw(st.integers(0, len(world.job.lines) - 1))
        fewer = replace(world.job, lines=world.job.lines[:gone] + world.job.lines[gone + 1 :])
        then = price(score_pool(world.pool(), world.compiled(fewer)))
        assert then.passing >= prices.passing


@SOME
@given(worlds())
def test_shares_add_up_to_the_people_lost(world: World):
    prices = price(score_pool(world.pool(), world.compiled()))

    assert prices.lost == prices.pool_size - prices.passing
    assert sum(each.share for each in prices.requirements) == prices.lost
    assert sum(each.shown_share for each in prices.requirements) == prices.lost
    for each in prices.requirements:
        assert abs(each.shown_share - each.share) < 1


@SOME
@given(worlds())
def test_asking_for_more_people_never_costs_less(world: World):
    prices = price(score_pool(world.pool(), world.compiled()))

    found = [cheapest_relaxation(prices, reach) for reach in range(10)]

    costs = [each.cost for each in found]
    assert costs == sorted(costs)
    assert all(each.passing >= prices.passing for each in found)
    assert all(each.passing_confirmed >= each.passing for each in found)
