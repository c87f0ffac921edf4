"""What a night must find, by the plain engine, one job and one person at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from preceptor.engine.match import CompiledJob, jobs_for_person, score_pool, top
from preceptor.engine.tiles import TILE, TiledPool
from preceptor.matches.nightly.unit import UnitMatches


def plain_unit(
    pool: TiledPool, jobs: Sequence[CompiledJob], tiles: range, *, per_job: int, per_person: int
) -> UnitMatches:
    """Match the people of some tiles with every job, as ``nightly.kernel.match_unit`` does."""
    rows = np.arange(tiles.start * TILE, min(tiles.stop * TILE, len(pool)))
    people = pool.people(rows)
    open_ = [_best(people, job, per_job, strict=False) for job in jobs]
    strict = [_best(people, job, per_job, strict=True) for job in jobs]
    place = {job.number: index for index, job in enumerate(jobs)}
    fits = [
        jobs_for_person(people, people.row_of(int(number)), jobs)[:per_person]
        for number in pool.number[rows]
    ]
    count = np.uint8
    return UnitMatches(
        open_counts=np.array([len(best) for best in open_], dtype=np.uint16),
        open_reaching=np.array([sum(e[2] for e in best) for best in open_], dtype=np.uint16),
        open_numbers=_table([[e[0] for e in best] for best in open_], per_job, pool.number.dtype),
        open_scores=_table([[e[1] for e in best] for best in open_], per_job, np.uint16),
        strict_counts=np.array([len(best) for best in strict], dtype=np.uint16),
        strict_numbers=_table(
            [[e[0] for e in best] for best in strict], per_job, pool.number.dtype
        ),
        strict_scores=_table([[e[1] for e in best] for best in strict], per_job, np.uint16),
        person_counts=np.array([len(each) for each in fits], dtype=count),
        person_reaching=np.array([sum(f.gates_met for f in each) for each in fits], dtype=count),
        person_jobs=_table(
            [[place[f.job.number] for f in each] for each in fits],
            per_person,
            np.uint16 if len(jobs) <= 1 << 16 else np.uint32,
        ),
        person_fits=_table([[f.fit for f in each] for each in fits], per_person, np.uint16),
    )


def _best(people, job, limit, *, strict):
    scored = score_pool(people, job)
    rows = top(scored, limit, strict=strict)
    return [
        (int(people.number[row]), int(scored.scores[row]), bool(scored.gates_met[row]))
        for row in rows
    ]


def _table(lists, width, dtype):
    table = np.zeros((len(lists), width), dtype=dtype)
    for row, values in enumerate(lists):
        table[row, : len(values)] = values
    return table
