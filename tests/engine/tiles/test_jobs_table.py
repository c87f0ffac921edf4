"""One person against many jobs equals the plain engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME
from tests.engine.tiles.towns import towns

from preceptor.engine.match import jobs_for_person
from preceptor.engine.tiles import jobs_table as tables
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top


@given(towns(), st.integers(1, 9), st.sampled_from([0, tables.FEW, tables.RUN + 1]))
@SOME
def test_the_best_jobs_equal_the_plain_engine(town, limit, few):
    pool, jobs = town
    table = jobs_table(jobs)

    # Jobs are read one by one, or added up from lists: all of them with the last of these.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "FEW", few)
        for row in range(len(pool)):
            found = jobs_top(pool.select(np.array([row])), table, limit)

            assert_same(found, jobs_for_person(pool, row, jobs)[:limit], jobs)


@given(towns().filter(lambda town: len(town[0]) and town[1]))
@settings(max_examples=2, deadline=None)
def test_the_best_of_many_runs_of_jobs_equal_the_plain_engine(town):
    pool, few = town
    copies = range(-(-5 * tables.RUN // (4 * len(few))))
    jobs = [
        replace(job, job=replace(job.job, number=number))
        for number, job in enumerate((job for _ in copies for job in few), start=1)
    ]
    table = jobs_table(jobs[::-1])

    found = jobs_top(pool.select(np.array([0])), table, 9)

    assert_same(found, jobs_for_person(pool, 0, jobs)[:9], jobs[::-1])


def assert_same(found, expected, jobs):
    place = {id(job): i for i, job in enumerate(jobs)}
    assert found.jobs.tolist() == [place[id(each.job)] for each in expected]
    assert found.fits.tolist() == [each.fit for each in expected]
    assert found.scores.tolist() == [each.score for each in expected]
    assert found.gates_met.tolist() == [each.gates_met for each in expected]
