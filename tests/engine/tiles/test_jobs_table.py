"""One person against many jobs equals the plain engine."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME
from tests.engine.tiles.towns import towns

from preceptor.engine.match import jobs_for_person
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top


@given(towns(), st.integers(1, 9))
@SOME
def test_the_best_jobs_equal_the_plain_engine(town, limit):
    pool, jobs = town
    table = jobs_table(jobs)
    place = {id(job): i for i, job in enumerate(jobs)}

    for row in range(len(pool)):
        found = jobs_top(pool.select(np.array([row])), table, limit)
        expected = jobs_for_person(pool, row, jobs)[:limit]

        assert found.jobs.tolist() == [place[id(each.job)] for each in expected]
        assert found.fits.tolist() == [each.fit for each in expected]
        assert found.scores.tolist() == [each.score for each in expected]
        assert found.gates_met.tolist() == [each.gates_met for each in expected]
