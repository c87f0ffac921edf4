"""Credits, states and gates by worked examples, with the numbers done by hand."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from tests.engine.match.worlds import World, bits, skills

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Credential,
    Domain,
    Education,
    Evidence,
    Grade,
    Job,
    Licence,
    Line,
    PersonRecord,
    Place,
    RightToWork,
    Schedule,
    Schooling,
    SchoolingAlternative,
    Standing,
    State,
    Tie,
    Years,
    open_ranks,
    price,
    score_pool,
    strict_ranks,
    top,
)
from preceptor.engine.vocabulary import Kind

SQL, HL7, FHIR, RN, LPN, BEDSIDE = range(6)
WORDS = skills(
    6,
    (HL7, FHIR, Tie.RELATED, 70),
    (LPN, RN, Tie.RELATED, 40),
    (BEDSIDE, RN, Tie.RELATED, 60),
    credentials=(RN, LPN),
)
PITTSBURGH, NEARBY, FAR = (40.44, -79.99), (40.34, -79.99), (32.72, -117.16)


def scored(job: Job, *people: PersonRecord):
    world = World(WORDS, people, job)
    return score_pool(world.pool(), world.compiled())


def line_states(asks, *people: PersonRecord) -> list[State]:
    return [State(each) for each in scored(Job(1, (Line(asks),)), *people).line_states[0]]


def gate_states(gate, *people: PersonRecord) -> list[State]:
    return [State(each) for each in scored(Job(1, (), (gate,)), *people).gate_states[0]]


def credit(asks, person: PersonRecord, **terms) -> int:
    return int(scored(Job(1, (Line(asks),), **terms), person).credits[0, 0])


def test_a_laid_off_analyst_gets_the_score_done_by_hand():
    job = Job(
        1,
        (
            Line(AnyOf((Alternative(SQL, 3),))),
            Line(AnyOf((Alternative(FHIR),)), is_must=False),
            Line(Years(Domain.IT, 12)),
        ),
    )
    analyst = PersonRecord(
        1,
        (Evidence(SQL, 2, Grade.DOCUMENTED), Evidence(HL7, 3, Grade.ATTESTED)),
        quarters={Domain.IT: 7},
    )

    found = scored(job, analyst)

    # 255 * 100 * 66 * 80, 255 * 70 * 100 * 90, each // 1,000,000; 255 * 7 // 12
    assert found.credits[:, 0].tolist() == [134, 160, 148]
    assert found.scores.tolist() == [10 * 134 + 4 * 160 + 10 * 148]
    assert found.line_states[:, 0].tolist() == [State.PARTLY] * 3
    assert bits(found.unmet[0]) == {0, 1}
    # SQL at 2 is enough one level lower; 7 quarters are not two years.
    assert bits(found.unmet_lowered[0]) == {1}
    assert bits(found.not_stated[0]) == frozenset()


@pytest.mark.parametrize(
    ("proof_weight", "claimed", "credentialed"),
    [(100, 178, 255), (75, 198, 255), (50, 216, 255), (25, 237, 255), (0, 255, 255)],
)
def test_the_employer_sets_how_much_proof_counts(proof_weight, claimed, credentialed):
    asks = AnyOf((Alternative(SQL, 3),))
    weak = PersonRecord(1, (Evidence(SQL, 3, Grade.CLAIMED),))
    strong = PersonRecord(1, (Evidence(SQL, 3, Grade.CREDENTIALED),))

    assert credit(asks, weak, proof_weight=proof_weight) == claimed
    assert credit(asks, strong, proof_weight=proof_weight) == credentialed


def test_an_unmet_line_may_earn_more_than_a_met_one():
    job = Job(1, (Line(AnyOf((Alternative(SQL, 3),), Grade.ATTESTED)),))
    lowly = PersonRecord(1, (Evidence(SQL, 5, Grade.DOCUMENTED),))
    other = PersonRecord(2, (Evidence(SQL, 5, Grade.ATTESTED),))

    found = scored(job, lowly, other)
    job_of_level_5 = scored(Job(1, (Line(AnyOf((Alternative(SQL, 5),))),)), lowly)

    assert found.credits[0].tolist() == [204, 229]
    assert found.line_states[0].tolist() == [State.PARTLY, State.MET]
    assert job_of_level_5.credits[0].tolist() == [204]
    assert job_of_level_5.line_states[0].tolist() == [State.MET]


def test_the_best_piece_and_the_best_alternative_count():
    asks = AnyOf((Alternative(SQL, 5), Alternative(FHIR, 2)))
    person = PersonRecord(1, (Evidence(SQL, 1), Evidence(FHIR, 1), Evidence(HL7, 5)))

    # SQL 255*100*20*70, FHIR 255*100*50*70, HL7 for FHIR 255*70*100*70
    assert credit(asks, person) == max(35, 89, 124)
    assert line_states(asks, person) == [State.PARTLY]


def test_a_related_competency_at_any_level_never_meets_a_line():
    person = PersonRecord(1, (Evidence(HL7, 5, Grade.CREDENTIALED),))

    assert line_states(AnyOf((Alternative(FHIR, 1),)), person) == [State.PARTLY]


def test_what_is_not_mentioned_is_not_stated_unless_the_list_is_complete():
    asks = AnyOf((Alternative(SQL, 1), Alternative(RN)))
    silent = PersonRecord(1)
    half = PersonRecord(2, complete_kinds=frozenset({Kind.SKILL}))
    complete = PersonRecord(3, complete_kinds=frozenset({Kind.SKILL, Kind.CREDENTIAL}))

    assert line_states(asks, silent, half, complete) == [
        State.NOT_STATED,
        State.NOT_STATED,
        State.NOT_MET,
    ]


def test_an_expired_or_pending_credential_earns_half_and_meets_nothing():
    people = [
        PersonRecord(n, (Evidence(RN, grade=Grade.CREDENTIALED, standing=standing),))
        for n, standing in enumerate(Standing)
    ]

    line = scored(Job(1, (Line(Credential((RN,))),)), *people)

    assert line.credits[0].tolist() == [255, 127, 127]
    assert line.line_states[0].tolist() == [State.MET, State.PARTLY, State.PARTLY]
    assert gate_states(Licence((RN,)), *people) == [State.MET, State.NOT_MET, State.NOT_MET]


def test_a_credential_alternative_asks_2_whatever_its_level_says():
    asks = AnyOf((Alternative(RN, 5),))
    held_at_3 = replace(WORDS, credential_levels=(5, 5, 5, 3, 5, 5))
    person = PersonRecord(1, (Evidence(RN, grade=Grade.CREDENTIALED),))
    world = World(held_at_3, (person,), Job(1, (Line(asks),)))

    found = score_pool(world.pool(), world.compiled())

    assert found.line_states[0].tolist() == [State.MET]
    assert found.credits[0].tolist() == [255]


def test_a_licence_gate_tells_another_licence_from_none():
    claimed = PersonRecord(1, (Evidence(RN, grade=Grade.CLAIMED),))
    practical = PersonRecord(2, (Evidence(LPN),))
    # Bedside care is near the licence, and yet says nothing of it.
    silent = PersonRecord(3, (Evidence(SQL, 5), Evidence(BEDSIDE, 5)))
    complete = PersonRecord(4, complete_kinds=frozenset({Kind.CREDENTIAL}))

    assert gate_states(Licence((RN,)), claimed, practical, silent, complete) == [
        State.MET,
        State.NOT_MET,
        State.NOT_STATED,
        State.NOT_MET,
    ]


def test_years_add_signed_hours_at_the_employers_rate():
    asks = Years(Domain.IT, 4)
    trained = PersonRecord(1, quarters={Domain.IT: 1}, signed_hours={Domain.IT: 119})

    # 80 hours = 6 months: 160 hours a year, so 119 hours are 2 quarters (4 * 119 // 160).
    assert credit(asks, trained, hours_per_year=160) == 191
    assert credit(asks, replace(trained, signed_hours={Domain.IT: 120}), hours_per_year=160) == 255
    assert credit(asks, trained, hours_per_year=2080) == 63


def test_any_clinical_years_are_asked_as_one_quarter():
    asks = Years(Domain.CLINICAL)
    people = [
        PersonRecord(1, quarters={Domain.CLINICAL: 1}),
        PersonRecord(2, quarters={Domain.CLINICAL: 0}),
        PersonRecord(3, quarters={Domain.IT: 40}),
    ]

    assert line_states(asks, *people) == [State.MET, State.NOT_MET, State.NOT_STATED]


def test_years_have_a_lower_step_to_the_next_of_1_2_3_5_7_10():
    people = [PersonRecord(n, quarters={Domain.IT: n}) for n in (27, 28, 39, 40)]
    found = scored(Job(1, (Line(Years(Domain.IT, 40)),)), *people)

    assert [bits(mask) for mask in found.unmet] == [{0}, {0}, {0}, frozenset()]
    assert [bits(mask) for mask in found.unmet_lowered] == [{0}, *[frozenset()] * 3]


def test_education_is_met_by_one_alternative_with_its_level_and_years():
    asks = Schooling(
        (
            SchoolingAlternative(Education.BACHELOR),
            SchoolingAlternative(Education.ASSOCIATE, 8, Domain.RECORDS),
        )
    )
    people = [
        PersonRecord(1, education=Education.MASTER),
        PersonRecord(2, education=Education.ASSOCIATE, quarters={Domain.RECORDS: 8}),
        PersonRecord(3, education=Education.ASSOCIATE, quarters={Domain.IT: 80}),
        PersonRecord(4, quarters={Domain.RECORDS: 80}),
    ]

    found = scored(Job(1, (Line(asks),)), *people)

    assert found.credits[0].tolist() == [255, 255, 0, 0]
    assert found.line_states[0].tolist() == [
        State.MET,
        State.MET,
        State.NOT_MET,
        State.NOT_STATED,
    ]


def test_work_alone_answers_where_no_education_is_asked():
    asks = Schooling((SchoolingAlternative(Education.NOT_STATED, 8, Domain.IT),))
    people = [
        PersonRecord(1, quarters={Domain.IT: 8}),
        PersonRecord(2, quarters={Domain.IT: 7}),
        PersonRecord(3),
    ]

    assert line_states(asks, *people) == [State.MET, State.NOT_MET, State.NOT_STATED]


def test_right_to_work_keeps_unknown_apart_from_no():
    people = [PersonRecord(n, right_to_work=said) for n, said in enumerate([None, True, False])]

    assert gate_states(RightToWork(), *people) == [State.NOT_STATED, State.MET, State.NOT_MET]


HOMES = {"none": None, "near": NEARBY, "far": FAR}


@pytest.mark.parametrize(("home", "state"), list(product(HOMES, ["", "PA", "CA"])))
@pytest.mark.parametrize("willing", [False, True])
@pytest.mark.parametrize(
    ("is_remote", "states", "is_on_site"),
    [
        (True, (), False),
        (True, ("PA", "OH"), False),
        (False, (), True),
        (False, ("PA",), True),
        (True, ("PA",), True),
    ],
)
def test_place_gate_truth_table(home, state, willing, is_remote, states, is_on_site):
    gate = Place(is_remote, states, is_on_site, (PITTSBURGH,), radius_miles=25)
    person = PersonRecord(1, home=HOMES[home], state=state, willing_to_move=willing)

    met_remote = is_remote and (not states or state in states)
    met_on_site = is_on_site and (home == "near" or willing)
    if met_remote or met_on_site:
        expected = State.MET
    elif home == "none" or state == "":
        expected = State.NOT_STATED
    else:
        expected = State.NOT_MET
    assert gate_states(gate, person) == [expected]


@pytest.mark.parametrize(("radius", "state"), [(6, State.NOT_MET), (7, State.MET)])
def test_a_site_is_within_the_radius_by_great_circle(radius, state):
    # A tenth of a degree of latitude is 6.91 miles.
    gate = Place(is_on_site=True, sites=(FAR, PITTSBURGH), radius_miles=radius)

    assert gate_states(gate, PersonRecord(1, home=NEARBY, state="PA")) == [state]


def test_a_home_that_is_not_stated_is_near_nothing():
    # The point that the mark for "not stated" would be, were it a place.
    gate = Place(is_on_site=True, sites=((12.516352, 12.516352),))

    assert gate_states(gate, PersonRecord(1)) == [State.NOT_STATED]


def test_availability_is_a_clear_yes_a_clear_no_or_not_stated():
    gate = Availability(Schedule.NIGHTS | Schedule.ON_CALL, start_by=date(2025, 9, 1))
    both = Schedule.NIGHTS | Schedule.ON_CALL
    people = [
        PersonRecord(1, can_work=both, available_from=date(2025, 9, 1)),
        PersonRecord(2, can_work=both, available_from=date(2025, 9, 2)),
        PersonRecord(3, can_work=both),
        PersonRecord(4, can_work=Schedule.NIGHTS, available_from=date(2025, 1, 1)),
        PersonRecord(5, cannot_work=Schedule.NIGHTS),
    ]

    assert gate_states(gate, *people) == [
        State.MET,
        State.NOT_MET,
        State.NOT_STATED,
        State.NOT_STATED,
        State.NOT_MET,
    ]


def test_an_empty_pool_gives_empty_answers():
    found = scored(Job(1, (Line(AnyOf((Alternative(SQL),))),), (RightToWork(),)))

    assert found.credits.shape == (1, 0)
    assert top(found).tolist() == []
    assert open_ranks(found).tolist() == []
    prices = price(found)
    assert (prices.passing, prices.lost, prices.pairs) == (0, 0, ())
    assert [each.shown_share for each in prices.requirements] == [0, 0]


def test_a_job_without_lines_puts_everybody_first():
    found = scored(Job(1, ()), PersonRecord(1), PersonRecord(2))

    assert found.scores.tolist() == [0, 0]
    assert open_ranks(found).tolist() == [1, 1]
    assert strict_ranks(found).tolist() == [1, 1]


def test_ties_share_a_rank_and_stand_in_order_of_number():
    people = [PersonRecord(n, (Evidence(SQL, level),)) for n, level in ((5, 3), (2, 3), (9, 4))]
    people.append(PersonRecord(1, (Evidence(SQL, 5),), right_to_work=False))
    job = Job(1, (Line(AnyOf((Alternative(SQL, 5),))),), (RightToWork(),))
    said = [replace(person, right_to_work=person.number != 1) for person in people]

    found = scored(job, *said)

    assert found.pool.number.tolist() == [1, 2, 5, 9]
    # Number 1 scores most but misses a gate.
    assert found.pool.number[top(found)].tolist() == [9, 2, 5, 1]
    assert open_ranks(found).tolist() == [4, 2, 2, 1]
    assert top(found, 2).tolist() == [3, 1]
    assert top(found, strict=True).tolist() == []


def test_the_number_of_unmet_gates_does_not_count_beyond_the_first():
    one_gate = PersonRecord(1, (Evidence(SQL, 1),), state="CA", home=FAR, right_to_work=True)
    two_gates = PersonRecord(2, (Evidence(SQL, 2),), state="CA", home=FAR, right_to_work=False)
    gates = (RightToWork(), Place(is_remote=True, states=("PA",)))

    found = scored(Job(1, (Line(AnyOf((Alternative(SQL, 5),))),), gates), one_gate, two_gates)

    assert open_ranks(found).tolist() == [2, 1]


def test_24_musts_use_every_bit():
    words = skills(24)
    lines = tuple(Line(AnyOf((Alternative(n, 2),))) for n in range(24))
    people = (
        PersonRecord(1, tuple(Evidence(n) for n in range(24))),
        PersonRecord(2, tuple(Evidence(n) for n in range(23))),
        PersonRecord(3, tuple(Evidence(n, 1) for n in range(24))),
        PersonRecord(4),
    )
    world = World(words, people, Job(1, lines))

    found = score_pool(world.pool(), world.compiled())

    everything = (1 << 24) - 1
    assert found.unmet.tolist() == [0, 1 << 23, everything, everything]
    assert found.unmet_lowered.tolist() == [0, 1 << 23, 0, everything]
    assert found.not_stated.tolist() == [0, 1 << 23, 0, everything]
    prices = price(found)
    assert prices.histogram.passing(lowered=everything) == 2
    assert prices.histogram.passing(dropped=everything) == 4
    assert [each.lost_alone for each in prices.requirements] == [0] * 23 + [1]
    assert sum(each.shown_share for each in prices.requirements) == 3


def test_64_lines_are_all_scored():
    lines = tuple(Line(AnyOf((Alternative(n % 5, 2),)), is_must=False) for n in range(64))
    person = PersonRecord(1, tuple(Evidence(n, grade=Grade.CREDENTIALED) for n in range(5)))

    found = scored(Job(1, lines), person)

    assert found.line_states[:, 0].tolist() == [State.MET] * 64
    # 64 lines of 4 sum to 256.
    assert found.scores.tolist() == [256 * 255]


def test_codes_beyond_16_bits_score_alike():
    words = skills(3000, (2999, 10, Tie.RELATED, 60))
    person = PersonRecord(1, (Evidence(2999, 4, Grade.ASSESSED),))
    job = Job(1, tuple(Line(AnyOf((Alternative(n, 5),))) for n in (2999, 10)))
    world = World(words, (person,), job)

    found = score_pool(world.pool(), world.compiled())

    # 255 * 100 * 80 * 95 and 255 * 60 * 80 * 95, each // 1,000,000
    assert found.credits[:, 0].tolist() == [193, 116]


def test_a_pool_of_another_vocabulary_is_refused():
    world = World(WORDS, (PersonRecord(1),), Job(1, ()))

    with pytest.raises(ValueError, match="different vocabulary versions"):
        score_pool(replace(world.pool(), vocabulary_version="older"), world.compiled())
