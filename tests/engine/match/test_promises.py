"""What would put somebody in: as if the evidence had really been added."""

from dataclasses import replace

from hypothesis import given
from tests.engine.match.worlds import SOME, TODAY, World, bits, skills, worlds

from preceptor.engine.match import (
    Alternative,
    Answer,
    AnyOf,
    Credential,
    Degree,
    Domain,
    Education,
    Evidence,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Piece,
    Place,
    Promise,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    Work,
    Years,
    score_pool,
    ways_in,
)
from preceptor.engine.vocabulary import Kind


def really_add(record: PersonRecord, promises) -> PersonRecord:
    """The record with everything that the promises name written into it."""
    for promise in promises:
        for added in promise.adds:
            record = _add(record, added)
    return record


def _add(record: PersonRecord, added) -> PersonRecord:
    if isinstance(added, Piece):
        piece = Evidence(added.competency, added.level, added.grade, last_used=TODAY)
        return replace(record, evidence=(*record.evidence, piece))
    if isinstance(added, Work):
        dated = {domain: min(255, quarters) for domain, quarters in record.quarters.items()}
        dated[Domain.ANY] = max(dated.values(), default=0)
        for domain in {added.domain, Domain.ANY}:
            dated[domain] = dated.get(domain, 0) + added.quarters
        return replace(record, quarters=dated)
    if isinstance(added, Degree):
        return replace(record, education=max(record.education, added.level))
    if added.available_from and record.available_from:
        known = min(added.available_from, record.available_from)
    else:
        known = added.available_from or record.available_from
    return replace(
        record,
        right_to_work=True if added.right_to_work else record.right_to_work,
        willing_to_move=record.willing_to_move or added.willing_to_move,
        state=added.state or record.state,
        can_work=record.can_work | added.can_work,
        cannot_work=record.cannot_work & ~added.can_work,
        available_from=known,
    )


def check_way(world: World, person: PersonRecord, way) -> None:
    then = really_add(person, way.promises)
    answer = world.oracle.answer(then, world.job)
    others = [each for each in world.people if each.number != person.number]
    assert way.score == answer.score
    assert bits(way.unmet) == answer.unmet
    assert way.gates_met == answer.gates_met
    assert way.open_rank == world.oracle.open_rank([*others, then], world.job, then)
    assert way.strict_rank == world.oracle.strict_rank([*others, then], world.job, then)


@SOME
@given(worlds(people=5))
def test_a_promise_equals_really_adding_the_evidence(world: World):
    scored = score_pool(world.pool(), world.compiled())

    for row, person in enumerate(world.people):
        found = ways_in(scored, row)
        for way in (found.now, *found.single, *([found.together] if found.together else [])):
            check_way(world, person, way)


@SOME
@given(worlds(people=5))
def test_each_promise_meets_its_line_and_all_together_lead_into_the_strict_list(world: World):
    scored = score_pool(world.pool(), world.compiled())

    for row in range(len(world.people)):
        found = ways_in(scored, row)
        asked = [(each.line, each.gate) for each in scored.job.requirements]
        for way in found.single:
            (promise,) = way.promises
            if (promise.line, promise.gate) in asked:
                assert not way.unmet >> asked.index((promise.line, promise.gate)) & 1
        if found.together is not None:
            assert found.together.unmet == 0
            assert found.together.strict_rank is not None


def ward_world(*people: PersonRecord) -> World:
    """SQL at 4 or a certificate (number 2), two clinical years; competency 1 is near SQL."""
    words = skills(3, credentials=(2,))
    lines = (
        Line(AnyOf((Alternative(0, 4),))),
        Line(Credential((2,)), weight=20),
        Line(Years(Domain.CLINICAL, 8)),
    )
    return World(words, people, Job(1, lines))


def test_a_clerk_one_certificate_short_is_promised_the_first_strict_rank():
    clerk = PersonRecord(1, (Evidence(0, 4, Grade.DOCUMENTED),), quarters={Domain.CLINICAL: 8})
    nurse = PersonRecord(
        2,
        (Evidence(0, 4), Evidence(2, grade=Grade.CREDENTIALED)),
        quarters={Domain.CLINICAL: 8},
    )
    world = ward_world(clerk, nurse)

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    (way,) = found.single
    assert way.promises == (Promise(1, None, (Piece(2, 5, Grade.DOCUMENTED),)),)
    # 10 * 204 + 20 * 204 + 10 * 255 against the nurse's 10 * 178 + 20 * 255 + 10 * 255.
    assert (found.now.score, found.now.open_rank, found.now.strict_rank) == (4590, 2, None)
    assert (way.score, way.open_rank, way.strict_rank) == (8670, 2, 2)
    assert found.together == way


def test_a_promise_asks_the_minimum_grade_where_there_is_one():
    world = World(
        skills(1),
        (PersonRecord(1, (Evidence(0, 5, Grade.DOCUMENTED),)),),
        Job(1, (Line(AnyOf((Alternative(0, 3),), Grade.ASSESSED)),)),
    )

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    assert [way.promises for way in found.single] == [
        (Promise(0, None, (Piece(0, 3, Grade.ASSESSED),)),)
    ]


def test_missing_years_are_promised_beside_signed_hours_at_the_employers_rate():
    person = PersonRecord(1, quarters={Domain.IT: 3}, signed_hours={Domain.IT: 80})
    job = Job(1, (Line(Years(Domain.IT, 12)),), hours_per_year=160)
    world = World(skills(1), (person,), job)

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    # 3 quarters, and 80 hours for two more.
    assert found.together.promises == (Promise(0, None, (Work(Domain.IT, 7),)),)


def test_further_work_in_a_domain_is_further_work_of_any_domain():
    person = PersonRecord(1, quarters={Domain.IT: 4, Domain.ANY: 10})
    lines = (Line(Years(Domain.IT, 8)), Line(Years(Domain.ANY, 12)))
    world = World(skills(1), (person,), Job(1, lines))

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    # Four more quarters of IT are four more of any work, two more of any are none of IT.
    assert [(way.promises[0].adds, way.unmet) for way in found.single] == [
        ((Work(Domain.IT, 4),), 0b00),
        ((Work(Domain.ANY, 2),), 0b01),
    ]


def test_every_alternative_of_an_education_line_is_a_way():
    asks = Schooling(
        (
            SchoolingAlternative(Education.BACHELOR),
            SchoolingAlternative(Education.ASSOCIATE, 8),
        )
    )
    person = PersonRecord(1, education=Education.ASSOCIATE, quarters={Domain.ANY: 5})
    world = World(skills(1), (person,), Job(1, (Line(asks),)))

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    assert [way.promises[0].adds for way in found.single] == [
        (Degree(Education.BACHELOR),),
        (Work(Domain.ANY, 3),),
    ]


def test_gates_are_promised_as_answers_and_licences_in_force():
    gates = (
        Licence((1,)),
        RightToWork(),
        Place(is_remote=True, states=("PA", "OH"), is_on_site=True, sites=((40.4, -80.0),)),
    )
    world = World(skills(2, credentials=(1,)), (PersonRecord(1),), Job(1, (), gates))

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    assert [way.promises[0].adds for way in found.single] == [
        (Piece(1, 5, Grade.DOCUMENTED),),
        (Answer(right_to_work=True),),
        (Answer(willing_to_move=True),),
        (Answer(state="PA"),),
        (Answer(state="OH"),),
    ]
    assert found.together.strict_rank == 1


def test_who_lives_outside_the_states_of_a_remote_job_is_promised_nothing():
    person = PersonRecord(1, state="CA", home=(32.7, -117.2))
    gate = Place(is_remote=True, states=("PA",))
    world = World(skills(1), (person,), Job(1, (), (gate,)))

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    assert (found.single, found.together) == ((), None)


def test_who_misses_nothing_is_already_in():
    person = PersonRecord(1, (Evidence(0, 3),), complete_kinds=frozenset({Kind.SKILL}))
    world = World(skills(1), (person,), Job(1, (Line(AnyOf((Alternative(0, 3),))),)))

    found = ways_in(score_pool(world.pool(), world.compiled()), 0)

    assert found.single == ()
    assert found.together == found.now
    assert found.now.strict_rank == 1
