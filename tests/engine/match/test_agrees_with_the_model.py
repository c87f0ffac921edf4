"""The engine against the model read literally, on random small worlds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match import oracle
from tests.engine.match.worlds import MANY, SOME, World, bits, vocabularies, worlds

from preceptor.engine.match import (
    Relation,
    State,
    cheapest_relaxation,
    jobs_for_person,
    open_rank,
    open_ranks,
    price,
    relaxed,
    score_pool,
    similarity_table,
    strict_ranks,
    top,
)

STATE = {
    "met": State.MET,
    "partly": State.PARTLY,
    "not met": State.NOT_MET,
    "not stated": State.NOT_STATED,
}


@given(vocabularies())
def test_similarity_is_the_best_path_that_the_relations_permit(words):
    count = len(words.kinds)

    table = similarity_table(count, [Relation(*each) for each in words.relations])

    pairs = {
        (held, asked): table.between(held, asked) for held in range(count) for asked in range(count)
    }
    assert {pair: percent for pair, percent in pairs.items() if percent} == words.table()


@given(vocabularies())
def test_similarity_reads_alike_from_both_ends(words):
    count = len(words.kinds)
    table = similarity_table(count, [Relation(*each) for each in words.relations])

    by_held = {
        (held, asked, percent)
        for held in range(count)
        for asked, percent in zip(*(each.tolist() for each in table.answered_by(held)), strict=True)
    }

    assert by_held == {(*pair, percent) for pair, percent in words.table().items()}


@MANY
@given(worlds())
def test_scores_credits_states_and_masks_are_those_of_the_model(world: World):
    scored = score_pool(world.pool(), world.compiled())

    expected = [world.oracle.answer(person, world.job) for person in world.people]
    assert scored.scores.tolist() == [each.score for each in expected]
    assert scored.credits.T.tolist() == [[a.credit for a in each.lines] for each in expected]
    assert scored.line_states.T.tolist() == [
        [STATE[a.state] for a in each.lines] for each in expected
    ]
    assert scored.gate_states.T.tolist() == [[STATE[a] for a in each.gates] for each in expected]
    assert [bits(mask) for mask in scored.unmet] == [each.unmet for each in expected]
    assert [bits(mask) for mask in scored.not_stated] == [each.not_stated for each in expected]
    assert scored.gates_met.tolist() == [each.gates_met for each in expected]


@SOME
@given(worlds())
def test_masks_of_the_lower_step_are_those_of_the_lowered_job(world: World):
    scored = score_pool(world.pool(), world.compiled())

    for row, person in enumerate(world.people):
        still = set()
        for bit in bits(scored.unmet[row]):
            requirement = scored.job.requirements[bit]
            line = world.job.lines[requirement.line] if requirement.line is not None else None
            lowered = world.oracle.lower_step(line) if line else None
            assert requirement.can_lower == (lowered is not None)
            if not lowered or not world.oracle.line(person, world.job, lowered).met:
                still.add(bit)
        assert bits(scored.unmet_lowered[row]) == still


@SOME
@given(worlds())
def test_order_and_ranks_are_those_of_the_model(world: World):
    scored = score_pool(world.pool(), world.compiled())
    rank = world.oracle.open_rank
    strict = world.oracle.strict_rank

    listed = scored.pool.number[top(scored)].tolist()

    assert listed == world.oracle.open_list(world.people, world.job)
    assert open_ranks(scored).tolist() == [rank(world.people, world.job, p) for p in world.people]
    rows = range(len(world.people))
    assert [open_rank(scored, row) for row in rows] == open_ranks(scored).tolist()
    assert strict_ranks(scored).tolist() == [
        strict(world.people, world.job, person) or 0 for person in world.people
    ]
    assert scored.pool.number[top(scored, strict=True)].tolist() == [
        number for number in listed if scored.passes[scored.pool.row_of(number)]
    ]


@SOME
@given(worlds(), st.data())
def test_counts_with_requirements_dropped_and_lowered_are_those_of_the_changed_job(world, data):
    prices = price(score_pool(world.pool(), world.compiled()))
    count = len(prices.job.requirements)
    sets = st.frozensets(st.integers(0, max(0, count - 1)), max_size=count)
    dropped = data.draw(sets, label="dropped")
    lowered = frozenset(
        bit
        for bit in data.draw(sets, label="lowered") - dropped
        if bit < count and prices.job.requirements[bit].can_lower
    )

    passing = prices.histogram.passing(
        dropped=sum(1 << bit for bit in dropped), lowered=sum(1 << bit for bit in lowered)
    )

    assert passing == world.oracle.passing(world.people, world.job, dropped, lowered)


@SOME
@given(worlds())
def test_confirmed_counts_are_people_whose_unmet_is_all_not_stated(world: World):
    prices = price(score_pool(world.pool(), world.compiled()))
    answers = [world.oracle.answer(person, world.job) for person in world.people]

    assert prices.passing_confirmed == sum(each.unmet <= each.not_stated for each in answers)
    for each in prices.requirements:
        dropped = {each.requirement}
        assert each.if_dropped_confirmed == sum(a.unmet - dropped <= a.not_stated for a in answers)


@SOME
@given(worlds())
def test_prices_count_states_losses_shares_and_pairs_as_the_model_does(world: World):
    prices = price(score_pool(world.pool(), world.compiled()))
    answers = [world.oracle.answer(person, world.job) for person in world.people]
    unmet = [each.unmet for each in answers]

    for index, counts in enumerate(prices.lines):
        states = [each.lines[index].state for each in answers]
        assert (counts.met, counts.partly, counts.not_met, counts.not_stated) == tuple(
            states.count(state) for state in STATE
        )
    for index, counts in enumerate(prices.gates):
        states = [each.gates[index] for each in answers]
        assert (counts.met, counts.partly, counts.not_met, counts.not_stated) == tuple(
            states.count(state) for state in STATE
        )
    alone = [unmet.count(frozenset({bit})) for bit in range(len(prices.requirements))]
    assert [each.lost_alone for each in prices.requirements] == alone
    assert [each.share for each in prices.requirements] == world.oracle.shares(
        world.people, world.job
    )
    shown = {(pair.first, pair.second): pair.people for pair in prices.pairs}
    every = {(i, j): unmet.count(frozenset({i, j})) for i, j in combinations(range(len(alone)), 2)}
    assert shown == {
        (i, j): people for (i, j), people in every.items() if people > max(alone[i], alone[j])
    }


@SOME
@given(worlds(people=7, most_lines=4), st.integers(0, 8))
def test_the_cheapest_relaxation_is_the_one_found_by_trying_everything(world: World, reach: int):
    prices = price(score_pool(world.pool(), world.compiled()))

    found = cheapest_relaxation(prices, reach)

    changes = tuple((each.requirement, each.is_drop) for each in found.changes)
    assert (found.cost, changes, found.passing) == world.oracle.cheapest(
        world.people, world.job, reach
    )
    assert found.is_reached == (found.passing >= reach)


@SOME
@given(worlds(), st.integers(0, 8))
def test_the_people_a_relaxation_counts_are_those_of_the_job_really_relaxed(world, reach):
    prices = price(score_pool(world.pool(), world.compiled()))
    found = cheapest_relaxation(prices, reach)

    changed = world.compiled(relaxed(prices.job, found.changes))

    then = score_pool(world.pool(), changed)
    assert len(top(then, strict=True)) == found.passing
    assert price(then).passing_confirmed == found.passing_confirmed


@SOME
@given(worlds())
def test_the_person_side_gives_the_same_scores_and_masks(world: World):
    compiled = world.compiled()
    scored = score_pool(world.pool(), compiled)

    for row in range(len(world.people)):
        (fit,) = jobs_for_person(scored.pool, row, [compiled])
        total = sum(oracle.weights_used([line.edited_weight for line in world.job.lines]))
        assert fit.score == scored.scores[row]
        assert fit.fit == (1000 * fit.score // (255 * total) if total else 0)
        assert fit.unmet == scored.unmet[row]
        assert fit.not_stated == scored.not_stated[row]
        assert fit.gates_met == scored.gates_met[row]
