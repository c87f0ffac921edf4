"""Which competency opens most doors: counted against really adding it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME, TODAY, World, codebook_of, lines, skills, worlds

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Codebook,
    Domain,
    Evidence,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Piece,
    Place,
    Tie,
    Years,
    build_pool,
    compile_job,
    jobs_for_person,
    price,
    score_pool,
)
from preceptor.engine.questions import door_openers, near_jobs, wide_doors


def pool_of(codebook: Codebook, *people: PersonRecord):
    return build_pool(people, as_of=TODAY, codebook=codebook)


def with_piece(person: PersonRecord, piece: Piece) -> PersonRecord:
    added = Evidence(piece.competency, piece.level, piece.grade, last_used=TODAY)
    return replace(person, evidence=(*person.evidence, added))


def fits_of(codebook: Codebook, person: PersonRecord, jobs):
    return jobs_for_person(pool_of(codebook, person), 0, jobs)


def must(*competencies: int, level: int = 1, grade: Grade = Grade.CLAIMED) -> Line:
    return Line(AnyOf(tuple(Alternative(each, level) for each in competencies), grade))


@st.composite
def boards(draw: st.DrawFn) -> tuple[World, list[Job]]:
    """A world, and a few jobs more in the same words."""
    world = draw(worlds(people=5))
    asked = st.lists(lines(len(world.words.kinds)), max_size=2).map(tuple)
    more = [Job(number=n, lines=draw(asked)) for n in range(2, 6)]
    return world, [world.job, *more]


@SOME
@given(boards())
def test_what_a_door_opens_is_what_happens_when_the_evidence_is_really_added(board):
    world, jobs = board
    codebook = world.codebook
    compiled = [compile_job(job, codebook) for job in jobs]
    for person in world.people:
        before = {fit.job.number: fit for fit in fits_of(codebook, person, compiled)}
        for door in door_openers(before.values()):
            after = {
                fit.job.number: fit
                for fit in fits_of(codebook, with_piece(person, door.piece), compiled)
            }
            assert door.opens == tuple(
                n for n in sorted(after) if after[n].passes and not before[n].passes
            )
            assert door.nearer == tuple(
                n for n in sorted(after) if after[n].unmet != before[n].unmet
            )


@SOME
@given(boards())
def test_no_single_piece_that_a_job_asks_opens_more_than_the_first_door(board):
    world, jobs = board
    codebook = world.codebook
    compiled = [compile_job(job, codebook) for job in jobs]
    asked = {
        (choice.competency, choice.level, choice.grade)
        for job in compiled
        for alternatives in (*job.asked, *job.gate_asked)
        for choice in alternatives
    }
    for person in world.people:
        now = sum(fit.passes for fit in fits_of(codebook, person, compiled))
        doors = door_openers(fits_of(codebook, person, compiled))
        most = max((len(door.opens) for door in doors), default=0)
        for competency, level, grade in asked:
            piece = Piece(competency, level, max(grade, Grade.DOCUMENTED))
            then = fits_of(codebook, with_piece(person, piece), compiled)
            assert sum(fit.passes for fit in then) - now <= most


@SOME
@given(boards())
def test_wide_doors_count_the_people_who_would_really_come_in(board):
    world, jobs = board
    codebook = world.codebook
    compiled = [compile_job(job, codebook) for job in jobs]
    pool = world.pool()
    before = {job.number: price(score_pool(pool, job)) for job in compiled}
    for door in wide_doors(before.values()):
        added = pool_of(codebook, *(with_piece(person, door.piece) for person in world.people))
        gained = {
            job.number: price(score_pool(added, job)).passing - before[job.number].passing
            for job in compiled
        }
        assert door.ways == sum(gained.values())
        assert door.jobs == tuple(number for number in sorted(gained) if gained[number])


def test_one_piece_is_offered_per_competency_the_least_that_opens_most():
    codebook = codebook_of(skills(2))
    jobs = [
        compile_job(Job(number=1, lines=(must(0, level=2),)), codebook),
        compile_job(Job(number=2, lines=(must(0, level=4),)), codebook),
        compile_job(Job(number=3, lines=(must(0, level=4), must(1))), codebook),
    ]

    doors = door_openers(fits_of(codebook, PersonRecord(1), jobs))

    assert [(door.piece, door.opens, door.nearer) for door in doors] == [
        (Piece(0, 4, Grade.DOCUMENTED), (1, 2), (1, 2, 3)),
        (Piece(1, 1, Grade.DOCUMENTED), (), (3,)),
    ]


def test_a_piece_that_answers_for_two_lines_opens_the_job_that_asks_both():
    codebook = codebook_of(skills(3, (0, 1, Tie.IMPLIES, 0)))
    job = compile_job(Job(number=7, lines=(must(0), must(1))), codebook)

    first = door_openers(fits_of(codebook, PersonRecord(1), [job]))[0]

    assert (first.piece.competency, first.opens) == (0, (7,))


def test_a_door_may_be_left_out_and_what_no_competency_meets_opens_nothing():
    codebook = codebook_of(skills(1))
    job = compile_job(Job(number=1, lines=(must(0), Line(Years(Domain.IT)))), codebook)
    fits = fits_of(codebook, PersonRecord(1), [job])

    assert [door.opens for door in door_openers(fits)] == [()]
    assert door_openers(fits, except_for={0}) == ()
    assert door_openers(()) == ()


def test_a_licence_is_a_door():
    codebook = codebook_of(skills(1, credentials={0}))
    job = compile_job(Job(number=1, lines=(), gates=(Licence((0,)),)), codebook)

    (door,) = door_openers(fits_of(codebook, PersonRecord(1), [job]))

    assert (door.piece.competency, door.piece.level, door.opens) == (0, 5, (1,))


def test_jobs_near_a_home_are_those_one_can_do_from_there():
    codebook = codebook_of(skills(1))
    pittsburgh, near, far = (40.44, -79.99), (40.34, -79.99), (32.72, -117.16)
    gates = {
        1: Place(is_remote=True),
        2: Place(is_remote=True, states=("OH",)),
        3: Place(is_remote=False, is_on_site=True, sites=(far, near)),
        4: Place(is_remote=False, is_on_site=True, sites=(far,)),
        5: Place(is_remote=True, states=("OH",), is_on_site=True, sites=(near,)),
        6: Place(is_remote=False, is_on_site=True, sites=()),
    }
    jobs = [
        compile_job(Job(number=number, lines=(), gates=(gate,)), codebook)
        for number, gate in gates.items()
    ] + [compile_job(Job(number=7, lines=()), codebook)]

    def numbers(home: PersonRecord, miles: float) -> list[int]:
        found = near_jobs(jobs, pool_of(codebook, home), miles)
        return [job.number for job in found]

    home = PersonRecord(1, state="PA", home=pittsburgh)
    assert numbers(home, 10) == [1, 3, 5, 7]
    assert numbers(home, 5) == [1, 7]
    assert numbers(replace(home, state="OH"), 5) == [1, 2, 5, 7]
    assert numbers(PersonRecord(1), 5) == [1, 2, 3, 4, 5, 6, 7]
