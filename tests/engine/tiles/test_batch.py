"""Everyone against many jobs equals the plain engine, both ways, however tiles are shared out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import (
    SOME,
)
from tests.engine.tiles.towns import towns

from preceptor.engine.match import (
    CompiledJob,
    Pool,
    jobs_for_person,
    score_pool,
    top,
)
from preceptor.engine.tiles import index_pool
from preceptor.engine.tiles.batch import job_batch, match_tiles
from preceptor.engine.tiles.matches import TileMatches, merge_matches


def match(pool, jobs, **options) -> TileMatches:
    count = jobs[0].codebook.count if jobs else 8
    tiled = index_pool(pool, competency_count=count)
    chosen = {"per_job": 3, "per_person": 3, **options}
    return match_tiles(tiled, job_batch(jobs), range(tiled.tile_count), **chosen)


def people_found(matches: TileMatches) -> list[list[tuple[int, int, bool]]]:
    """Per job of the batch: who was found, with score and gates."""
    return [
        [row for row in zip(*each, strict=True) if row[0] >= 0]
        for each in zip(
            matches.people.tolist(),
            matches.scores.tolist(),
            matches.people_gates_met.tolist(),
            strict=True,
        )
    ]


def jobs_found(matches: TileMatches) -> dict[int, list[tuple[int, int, bool]]]:
    """Per person number: positions of jobs, with fit and gates."""
    found = zip(
        matches.jobs.tolist(), matches.fits.tolist(), matches.jobs_gates_met.tolist(), strict=True
    )
    return {
        number: [row for row in zip(*each, strict=True) if row[0] >= 0]
        for number, each in zip(matches.person_numbers.tolist(), found, strict=True)
    }


def expected_people(pool: Pool, jobs: list[CompiledJob], strict: bool, limit: int = 3):
    answer = []
    for job in jobs:
        scored = score_pool(pool, job)
        rows = top(scored, limit, strict=strict)
        answer.append(
            [
                (int(pool.number[row]), int(scored.scores[row]), bool(scored.gates_met[row]))
                for row in rows
            ]
        )
    return answer


def expected_jobs(pool: Pool, jobs: list[CompiledJob], strict: bool, limit: int = 3):
    place = {id(job): i for i, job in enumerate(jobs)}
    return {
        int(number): [
            (place[id(each.job)], each.fit, each.gates_met)
            for each in jobs_for_person(pool, row, jobs)
            if each.passes or not strict
        ][:limit]
        for row, number in enumerate(pool.number)
    }


@given(towns(), st.booleans())
@SOME
def test_both_sides_equal_the_plain_engine(town, strict):
    pool, jobs = town

    found = match(pool, jobs, strict=strict)

    assert people_found(found) == expected_people(pool, jobs, strict)
    assert jobs_found(found) == expected_jobs(pool, jobs, strict)


@given(towns(), st.booleans(), st.data())
@SOME
def test_merged_parts_equal_the_whole_whatever_the_parts_and_bars(town, strict, data):
    pool, jobs = town
    batch = job_batch(jobs)
    options = {"per_job": 2, "per_person": 2, "strict": strict}
    whole = match(pool, jobs, **options)
    cut = data.draw(st.integers(0, len(pool)))
    parts = [
        index_pool(pool.select(np.arange(start, end)), competency_count=8)
        for start, end in ((0, cut), (cut, len(pool)))
    ]
    one, other = (match_tiles(part, batch, range(part.tile_count), **options) for part in parts)
    barred = match_tiles(parts[1], batch, range(parts[1].tile_count), bars=one.bars(), **options)

    assert merge_matches(one, other).digest() == whole.digest()
    assert merge_matches(other, one).digest() == whole.digest()
    assert merge_matches(one, barred).digest() == whole.digest()


@given(towns(), st.booleans())
@SOME
def test_who_is_absent_or_out_of_scope_never_appears(town, strict):
    pool, jobs = town
    tiled = index_pool(pool, competency_count=8)
    absent = np.arange(0, len(pool), 3)
    left = np.setdiff1d(tiled.number, tiled.number[absent])
    expected = pool.select(np.flatnonzero(np.isin(pool.number, left))).within(1)

    found = match_tiles(
        tiled,
        job_batch(jobs),
        range(tiled.tile_count),
        per_job=3,
        per_person=3,
        strict=strict,
        absent=absent,
        scopes=1,
    )

    assert people_found(found) == expected_people(expected, jobs, strict)
    assert jobs_found(found) == expected_jobs(expected, jobs, strict)
