"""Drawn pools: the same every time, any stretch by itself, and as uneven as real ones."""

import hashlib

import numpy as np
import pytest
from bench.pools import DrawnWorld, drawn_world
from bench.postings import drawn_jobs, entries_a_person, lines_only, musts_only

from preceptor.engine.match import POOL_COLUMNS, Licence, Place, compile_job

PEOPLE = 20_000


@pytest.fixture(scope="module")
def world() -> DrawnWorld:
    return drawn_world()


def test_a_seed_always_draws_the_same_people(world):
    digest = world.pool(0, 2_000).digest()

    assert digest == "fa9e91b5b1e5f10c6792cd3e5e446ffcc43f3ea27347ebe81a52f890dfa51d8e"
    assert drawn_world(4).pool(0, 2_000).digest() != digest


def test_a_seed_always_draws_the_same_jobs(world):
    jobs = drawn_jobs(world, 50)

    digest = hashlib.sha256(repr(jobs).encode()).hexdigest()
    assert digest == "1d9b96f107047bd14efb798994684ebf10d4f7b458e1726d01b253789c0c6778"
    assert jobs[:10] == drawn_jobs(world, 10)


def test_a_stretch_of_people_is_the_same_by_itself(world):
    whole, later = world.pool(0, 1_000), world.pool(600, 1_000)

    chosen = whole.select(np.arange(600, 1_000))
    for name in POOL_COLUMNS:
        assert np.array_equal(getattr(chosen, name), getattr(later, name)), name


def test_the_stage_holds_the_people_of_the_pools(world):
    stage = world.stage(3_000)
    chunks = list(world.pools(3_000, size=1_024))

    def joined(name):
        return np.concatenate([getattr(chunk, name) for chunk in chunks])

    assert [len(chunk) for chunk in chunks] == [1_024, 1_024, 952]
    for name in ("number", "quarters", "codes"):
        assert np.array_equal(getattr(stage, name), joined(name)), name
    for table, ids in (
        (stage.homes, stage.home_of),
        (stage.terms, stage.terms_of),
        (stage.standings, stage.standing_of),
    ):
        for name in type(table).__dataclass_fields__:
            assert np.array_equal(getattr(table, name)[ids], joined(name)), name
    assert np.array_equal(stage.hours[stage.hours_of], joined("hours"))
    assert np.array_equal(stage.piece_counts, np.concatenate([np.diff(c.offsets) for c in chunks]))


def test_the_dictionaries_hold_every_combination_once(world):
    stage = world.stage(10)

    for table in (stage.homes, stage.terms, stage.standings):
        columns = [getattr(table, name) for name in type(table).__dataclass_fields__]
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        assert len(set(rows)) == len(rows)
    assert len(np.unique(stage.hours, axis=0)) == len(stage.hours)


def test_few_competencies_are_common_and_most_are_rare(world):
    pool = world.pool(0, PEOPLE)
    people = np.repeat(np.arange(PEOPLE), np.diff(pool.offsets))
    held = np.unique(people * 2_600 + pool.codes // 25) % 2_600
    shares = np.sort(np.bincount(held, minlength=2_600) / PEOPLE)[::-1]

    assert 0.42 < shares[0] < 0.46
    assert 0.14 < shares[20] < 0.17
    assert 0.045 < shares[100] < 0.055
    assert shares[1_299] < 0.005
    assert 29.8 < len(pool.codes) / PEOPLE < 30.2
    assert (np.diff(pool.offsets).min(), np.diff(pool.offsets).max()) == (20, 40)


def test_a_competency_answers_for_about_six_others(world):
    similarity = world.vocabulary.codebook.similarity
    others = similarity.percent[similarity.percent < 100]

    assert 5.5 < len(others) / similarity.count < 6.5
    assert set(others.tolist()) == {80, 70, 60, 50, 40, 30}
    assert all(similarity.between(at, at) == 100 for at in range(0, similarity.count, 97))
    assert all(
        similarity.between(held, 7) == similarity.between(7, held)
        for held in similarity.held_for(7)[0].tolist()
    )


def test_stated_experience_agrees_with_the_quarters_and_hours(world):
    pool = world.pool(0, PEOPLE)

    for domain in range(3):
        unstated = (pool.stated >> domain & 1) == 0
        assert not pool.quarters[unstated, domain].any()
        assert not pool.hours[unstated, domain].any()
    assert np.all(pool.quarters[:, 3] >= pool.quarters[:, :3].max(axis=1))
    assert np.array_equal(pool.stated >> 3, ((pool.stated & 7) > 0).astype(np.uint8))


def test_jobs_ask_as_postings_do(world):
    jobs = drawn_jobs(world, 1_000)
    places = [gate for job in jobs for gate in job.gates if isinstance(gate, Place)]
    licences = sum(isinstance(gate, Licence) for job in jobs for gate in job.gates)

    assert {len(job.lines) for job in jobs} == set(range(8, 21))
    assert 13.5 < np.mean([len(job.lines) for job in jobs]) < 14.5
    assert {sum(line.is_must for line in job.lines) for job in jobs} <= {2, 3, 4, 5, 6}
    assert len(places) == 1_000
    assert 350 < sum(place.is_remote for place in places) < 450
    assert 150 < licences < 250
    assert all(1 <= line.weight <= 10 for job in jobs for line in job.lines)
    for job in jobs[:100]:
        assert compile_job(job, world.vocabulary.codebook).requirements


def test_about_two_pieces_of_a_person_count_for_a_job(world):
    jobs = drawn_jobs(world, 500)

    assert 1.8 < np.mean([entries_a_person(world, job) for job in jobs]) < 2.2


def test_jobs_can_be_asked_without_what_search_engines_lack(world):
    for job in lines_only(drawn_jobs(world, 50)):
        compiled = compile_job(job, world.vocabulary.codebook)
        assert not job.gates
        assert all(compiled.asked)


def test_jobs_can_be_asked_with_fifteen_musts(world):
    musts = {
        sum(line.is_must for line in job.lines) for job in musts_only(drawn_jobs(world, 50), 15)
    }
    assert max(musts) == 15
