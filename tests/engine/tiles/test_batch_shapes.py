"""Drawn pools and jobs of every shape: the batch and the table of jobs equal the plain engine."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from tests.engine.tiles.drawn import (
    FAR,
    MIXES,
    SHAPES,
    codebook,
    draw_job,
    draw_local_job,
    draw_pool,
)

from preceptor.engine.match import Pool, score_pool
from preceptor.engine.match.jobs_side import fit_of
from preceptor.engine.match.score import Scored
from preceptor.engine.tiles import block as blocks
from preceptor.engine.tiles import index_pool
from preceptor.engine.tiles.batch import first_bars, job_batch, match_tiles
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top

PER_JOB, PER_PERSON = 5, 4
# Vocabulary, people, mix: codes of 16 and of 32 bits, numbers of 32 and of 64.
DRAWN = (
    (40, 200, MIXES[0]),
    (40, 150, MIXES[1]),
    (8, 130, MIXES[3]),
    (300, 200, MIXES[4]),
    (3_000, 150, MIXES[1]),
    (3_000, 70, FAR),
    (40, 64, MIXES[2]),
    (40, 1, MIXES[0]),
    (40, 0, MIXES[0]),
)


def draw_town(seed: int, jobs: int = 25):
    count, people, mix = DRAWN[seed % len(DRAWN)]
    draw = np.random.default_rng(seed)
    book = codebook(count)
    pool = draw_pool(draw, book, people, mix)
    compiled = [draw_job(draw, book, SHAPES[i % len(SHAPES)]) for i in range(jobs)]
    return pool, compiled + [draw_local_job(draw, book) for _ in range(jobs // 3)]


def best_people(all_scored: list[Scored], strict: bool) -> list[list[tuple[int, int, bool]]]:
    best = []
    for scored in all_scored:
        rows = np.flatnonzero(scored.passes) if strict else np.arange(len(scored.pool))
        order = np.lexsort((rows, -scored.scores[rows], ~scored.gates_met[rows]))
        best.append(
            [
                (int(scored.pool.number[row]), int(scored.scores[row]), bool(scored.gates_met[row]))
                for row in rows[order][:PER_JOB]
            ]
        )
    return best


def best_jobs(all_scored: list[Scored], pool: Pool, strict: bool):
    best = {}
    for row, number in enumerate(pool.number.tolist()):
        found = [
            (
                not scored.gates_met[row],
                -fit_of(int(scored.scores[row]), scored.job),
                scored.job.number,
                at,
            )
            for at, scored in enumerate(all_scored)
            if scored.passes[row] or not strict
        ]
        best[number] = [(at, -fit, not unmet) for unmet, fit, _, at in sorted(found)]
    return best


def rows_of(*columns):
    """Rows of an answer without the places that nobody fills."""
    return [
        [row for row in zip(*each, strict=True) if row[0] >= 0]
        for each in zip(*(column.tolist() for column in columns), strict=True)
    ]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("seed", range(18))
def test_both_sides_of_a_batch_equal_the_plain_engine(seed, strict):
    pool, jobs = draw_town(seed)
    everyone = pool.within(1)
    tiled = index_pool(pool, competency_count=jobs[0].codebook.count)
    scored = [score_pool(everyone, job) for job in jobs]
    batch = pickle.loads(pickle.dumps(job_batch(jobs)))  # noqa: S301 - as a process gets it
    options = {"per_job": PER_JOB, "strict": strict, "scopes": 1}
    bars = first_bars(tiled, batch, **options, people=len(pool) // 2)

    for more in ({"block": 64}, {"block": 192, "bars": bars}, {}):
        tiles = range(tiled.tile_count)
        found = match_tiles(tiled, batch, tiles, per_person=PER_PERSON, **options, **more)

        people = rows_of(found.people, found.scores, found.people_gates_met)
        assert people == best_people(scored, strict)
        of_person = rows_of(found.jobs, found.fits, found.jobs_gates_met)
        expected = best_jobs(scored, everyone, strict)
        assert dict(zip(found.person_numbers.tolist(), of_person, strict=True)) == {
            number: best[:PER_PERSON] for number, best in expected.items()
        }


@pytest.mark.parametrize("seed", range(9))
def test_the_best_jobs_of_one_person_equal_the_plain_engine(seed):
    pool, jobs = draw_town(seed, jobs=40)
    table = jobs_table(jobs)
    expected = best_jobs([score_pool(pool, job) for job in jobs], pool, strict=False)

    for row, number in enumerate(pool.number[:60].tolist()):
        found = jobs_top(pool.select(np.array([row])), table, 7)
        rows = zip(found.jobs.tolist(), found.fits.tolist(), found.gates_met.tolist(), strict=True)
        assert list(rows) == expected[number][:7]


def test_one_side_alone_is_the_same_side():
    pool, jobs = draw_town(0)
    tiled, batch = index_pool(pool, competency_count=40), job_batch(jobs)
    tiles = range(tiled.tile_count)
    both = match_tiles(tiled, batch, tiles, per_job=3, per_person=3)
    people = match_tiles(tiled, batch, tiles, per_job=3, per_person=0)
    of_people = match_tiles(tiled, batch, tiles, per_job=0, per_person=3)

    assert np.array_equal(people.people, both.people)
    assert people.jobs.shape == (len(both.person_numbers), 0)
    assert np.array_equal(of_people.jobs, both.jobs)
    assert of_people.people.shape == (len(jobs), 0)


def test_no_jobs_find_nobody():
    pool, _ = draw_town(0)
    tiled = index_pool(pool, competency_count=40)
    found = match_tiles(tiled, job_batch([]), range(tiled.tile_count), per_job=3, per_person=3)

    assert found.people.shape == (0, 3)
    assert (found.jobs == -1).all()
    assert len(jobs_top(pool.select(np.array([0])), jobs_table([]), 3)) == 0


def test_more_incomparable_evidence_than_there_is_room_for_takes_more_room(monkeypatch):
    pool, jobs = draw_town(1)
    tiled, batch = index_pool(pool, competency_count=40), job_batch(jobs)
    tiles = range(tiled.tile_count)
    roomy = match_tiles(tiled, batch, tiles, per_job=5, per_person=5)
    monkeypatch.setattr(blocks, "PROFILE_ROOM", blocks.PIECES + 3)
    monkeypatch.setattr(blocks, "PAIR_ROOM", 16)

    assert match_tiles(tiled, batch, tiles, per_job=5, per_person=5).digest() == roomy.digest()


def test_other_vocabularies_and_tiles_are_refused():
    pool, jobs = draw_town(0)
    tiled, batch = index_pool(pool, competency_count=40), job_batch(jobs)
    other = index_pool(draw_town(3)[0], competency_count=300)

    with pytest.raises(ValueError, match="vocabulary versions"):
        match_tiles(other, batch, range(1), per_job=1, per_person=1)
    with pytest.raises(ValueError, match="not among"):
        match_tiles(tiled, batch, range(2), per_job=1, per_person=1)
    with pytest.raises(ValueError, match="multiple of 64"):
        match_tiles(tiled, batch, range(1), per_job=1, per_person=1, block=100)
    with pytest.raises(ValueError, match="different vocabulary versions"):
        job_batch([*jobs, draw_town(3)[1][0]])
    with pytest.raises(ValueError, match="not one person"):
        jobs_top(pool, jobs_table(jobs))
