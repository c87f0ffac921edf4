"""Explanations: the piece that decides, and points that add up to the score."""

from hypothesis import given
from tests.engine.match.worlds import SOME, World, skills, worlds

from preceptor.engine.match import (
    Alternative,
    Answer,
    AnyOf,
    Backing,
    Domain,
    Education,
    Evidence,
    Explanation,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Piece,
    Promise,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    State,
    Tie,
    Work,
    Years,
    explain,
    score_pool,
)

SQL, HL7, FHIR, RN = range(4)
WORDS = skills(4, (HL7, FHIR, Tie.RELATED, 70), credentials=(RN,))


def explained(job: Job, person: PersonRecord) -> tuple[Explanation, ...]:
    world = World(WORDS, (person,), job)
    return explain(score_pool(world.pool(), world.compiled()), 0)


def test_a_line_names_the_piece_the_alternative_and_the_three_percentages():
    person = PersonRecord(1, (Evidence(SQL, 5), Evidence(HL7, 3, Grade.ATTESTED)))
    line = Line(AnyOf((Alternative(RN), Alternative(FHIR, 4))), weight=6)

    (found,) = explained(Job(1, (line,)), person)

    best = Backing(
        piece=1,
        alternative=1,
        held=HL7,
        held_level=3,
        held_grade=Grade.ATTESTED,
        similarity=70,
        level=75,
        grade=90,
        credit=120,
        meets=False,
    )
    needs = (
        Promise(0, None, (Piece(RN, 5, Grade.DOCUMENTED),)),
        Promise(0, None, (Piece(FHIR, 4, Grade.DOCUMENTED),)),
    )
    assert found == Explanation(0, None, 0, State.PARTLY, 120, 6, 720, best=best, needs=needs)


def test_the_piece_that_earns_most_may_not_be_the_one_that_meets_the_line():
    person = PersonRecord(1, (Evidence(HL7, 5, Grade.CREDENTIALED), Evidence(FHIR, 1)))
    line = Line(AnyOf((Alternative(FHIR, 1),)))

    (near,) = explained(Job(1, (line,)), person)
    (unproved,) = explained(Job(1, (line,), proof_weight=0), person)

    # 255 * 70 * 100 * 100 against 255 * 100 * 100 * 70: alike, so the first is named.
    assert (near.credit, near.best.piece, near.meeting.piece) == (178, 0, 1)
    assert (unproved.credit, unproved.best.piece, unproved.meeting.piece) == (255, 1, 1)


def test_years_and_education_say_what_is_held():
    job = Job(
        1,
        (
            Line(Years(Domain.IT, 12)),
            Line(Schooling((SchoolingAlternative(Education.BACHELOR),)), is_must=False),
        ),
        (RightToWork(), Licence((RN,))),
        hours_per_year=160,
    )
    person = PersonRecord(
        1,
        (Evidence(RN),),
        quarters={Domain.IT: 4},
        signed_hours={Domain.IT: 80},
        education=Education.ASSOCIATE,
    )

    years, school, right, licence = explained(job, person)

    assert (years.quarters, years.state, years.credit) == ((6, 12), State.PARTLY, 127)
    assert (school.education, school.state) == (Education.ASSOCIATE, State.NOT_MET)
    assert school.requirement is None
    assert (right.gate, right.requirement, right.state) == (0, 1, State.NOT_STATED)
    assert (licence.requirement, licence.state, licence.points) == (2, State.MET, 0)
    assert licence.meeting.piece == 0
    assert licence.needs == ()
    assert years.needs == (Promise(0, None, (Work(Domain.IT, 6),)),)
    assert right.needs == (Promise(None, 0, (Answer(right_to_work=True),)),)


@SOME
@given(worlds())
def test_points_add_up_and_pieces_agree_with_states(world: World):
    scored = score_pool(world.pool(), world.compiled())

    for row, person in enumerate(world.people):
        found = explain(scored, row)
        assert sum(each.points for each in found) == scored.scores[row]
        for each in found:
            if each.line is not None and scored.job.asked[each.line]:
                assert each.credit == (each.best.credit if each.best else 0)
                assert (each.state is State.MET) == (each.meeting is not None)
            if each.best is not None:
                assert person.evidence[each.best.piece].competency == each.best.held
