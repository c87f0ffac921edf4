"""What a job may ask, and what gives where a posting asks too much."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import codebook_of, skills

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Credential,
    Domain,
    Education,
    Grade,
    Job,
    Licence,
    Line,
    Place,
    Requirement,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    TooMuchAsked,
    Years,
    compile_job,
    keep_as_read,
)
from preceptor.engine.match.job import weights_within_bounds

CODEBOOK = codebook_of(skills(3, credentials=(2,)))
SQL = AnyOf((Alternative(0, 3),))


@given(st.lists(st.integers(1, 100), max_size=64))
def test_weights_sum_to_at_most_257_and_keep_their_order(weights):
    used = weights_within_bounds(tuple(weights))

    assert sum(used) <= 257
    assert all(weight >= 1 for weight in used)
    assert sum(weights) > 257 or used == tuple(weights)
    ordered = sorted(zip(weights, used, strict=True))
    assert [each for _, each in ordered] == sorted(used)


def test_sixty_four_lines_of_the_largest_weight_still_fit():
    # 1 + 99 * (257 - 64) // (6400 - 64) = 1 + 3
    assert weights_within_bounds((100,) * 64) == (4,) * 64


def test_weights_at_the_bound_stay_as_they_are():
    assert weights_within_bounds((100, 100, 57)) == (100, 100, 57)
    # 1 + (w - 1) * 254 // 255
    assert weights_within_bounds((100, 100, 58)) == (99, 99, 57)


def test_a_must_weighs_10_and_a_nice_4_unless_edited():
    lines = (Line(SQL), Line(SQL, is_must=False), Line(SQL, weight=7))

    assert compile_job(Job(1, lines), CODEBOOK).weights == (10, 4, 7)


def test_requirements_are_the_musts_in_order_then_the_gates():
    job = Job(
        1,
        (
            Line(SQL, weight=7),
            Line(SQL, is_must=False),
            Line(Years(Domain.IT, 12)),
            Line(Years(Domain.IT, 4)),
            Line(Credential((2,))),
            Line(AnyOf((Alternative(0), Alternative(1, 1)), Grade.ASSESSED)),
            Line(AnyOf((Alternative(0, 1), Alternative(2, 5)))),
            Line(Schooling((SchoolingAlternative(Education.BACHELOR),))),
        ),
        (Licence((2,)), RightToWork(), Place(is_remote=True), Availability()),
    )

    assert compile_job(job, CODEBOOK).requirements == (
        Requirement(0, None, 7, can_lower=True, is_offered=True),
        Requirement(2, None, 10, can_lower=True, is_offered=True),
        Requirement(3, None, 10, can_lower=False, is_offered=True),
        Requirement(4, None, 10, can_lower=False, is_offered=True),
        Requirement(5, None, 10, can_lower=False, is_offered=True),
        # A credential among the alternatives has no lower step either.
        Requirement(6, None, 10, can_lower=False, is_offered=True),
        Requirement(7, None, 10, can_lower=False, is_offered=True),
        Requirement(None, 0, 10, can_lower=False, is_offered=False),
        Requirement(None, 1, 10, can_lower=False, is_offered=False),
        Requirement(None, 2, 10, can_lower=False, is_offered=True),
        Requirement(None, 3, 10, can_lower=False, is_offered=True),
    )


def test_more_than_24_musts_and_gates_cannot_be_published():
    job = Job(1, (Line(SQL),) * 24, (RightToWork(),))

    with pytest.raises(TooMuchAsked, match="25 musts and gates exceed 24"):
        compile_job(job, CODEBOOK)
    assert len(compile_job(replace(job, gates=()), CODEBOOK).requirements) == 24


def test_more_than_64_lines_cannot_be_published():
    with pytest.raises(TooMuchAsked, match="65 lines are more than 64"):
        compile_job(Job(1, (Line(SQL, is_must=False),) * 65), CODEBOOK)


def test_a_posting_as_read_keeps_gates_then_heavy_musts_then_line_order():
    lines = [Line(SQL, weight=5) for _ in range(25)]
    lines[24] = Line(SQL, weight=9)
    job = Job(1, (*lines, Line(SQL, is_must=False)), (RightToWork(),))

    found = keep_as_read(job)

    # 23 places beside the gate: the heavy one, then the first 22 of the others.
    assert found.made_nice == (22, 23)
    assert [line.is_must for line in found.job.lines] == [True] * 22 + [False, False, True, False]
    assert [line.weight for line in found.job.lines] == [5] * 24 + [9, None]
    assert (found.left_out, found.kept) == ((), tuple(range(26)))


def test_an_unedited_must_that_becomes_nice_weighs_as_a_nice():
    found = keep_as_read(Job(1, (Line(SQL),) * 25))

    assert found.made_nice == (24,)
    assert compile_job(found.job, CODEBOOK).weights[23:] == (10, 4)


def test_a_posting_as_read_keeps_64_lines_musts_first():
    lines = (
        *[Line(SQL, is_must=False)] * 40,
        Line(SQL, is_must=False, weight=9),
        *[Line(SQL)] * 26,
    )

    found = keep_as_read(Job(1, lines))

    assert found.made_nice == (65, 66)
    # 24 musts and the heavy nice line stay; of 42 nice lines alike, the last three go.
    assert found.left_out == (39, 65, 66)
    assert [found.kept[0], found.kept[-1]] == [0, 64]
    assert len(found.job.lines) == 64


def test_a_posting_within_bounds_is_kept_as_it_is():
    job = Job(1, (Line(SQL), Line(SQL, is_must=False)), (RightToWork(),))

    assert keep_as_read(job).job == job


def test_more_than_24_gates_are_refused():
    with pytest.raises(TooMuchAsked, match="25 gates"):
        keep_as_read(Job(1, (), (RightToWork(),) * 25))


@pytest.mark.parametrize(
    ("job", "message"),
    [
        (Job(1, (Line(SQL, weight=0),)), "outside 1-100"),
        (Job(1, (Line(SQL, weight=101),)), "outside 1-100"),
        (Job(1, (), proof_weight=30), "Proof weight 30"),
        (Job(1, (), hours_per_year=0), "at least 1 hour"),
        (Job(1, (Line(AnyOf(())),)), "at least one"),
        (Job(1, (Line(AnyOf((Alternative(0, 6),))),)), "level is 1-5"),
        (Job(1, (Line(Credential((9,))),)), "Competency 9 is not"),
        (Job(1, (), (Licence((9,)),)), "Competency 9 is not"),
        (Job(1, (Line(Years(Domain.IT, 0)),)), "at least 1 quarter"),
        (Job(1, (Line(Schooling(())),)), "needs an alternative"),
        (Job(1, (), (Place(),)), "remote, on site or both"),
    ],
)
def test_a_job_outside_its_scales_is_refused(job, message):
    with pytest.raises(ValueError, match=message):
        compile_job(job, CODEBOOK)
