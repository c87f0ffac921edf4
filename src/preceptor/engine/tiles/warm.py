"""Compile every loop ahead of the first question: ``python -m preceptor.engine.tiles.warm``.

What is compiled is kept on disk, so that it is done once per machine and version.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Codebook,
    Credential,
    Domain,
    Education,
    Evidence,
    Job,
    Licence,
    Line,
    PersonRecord,
    Place,
    Pool,
    RightToWork,
    Schedule,
    Schooling,
    SchoolingAlternative,
    Years,
    build_pool,
    compile_job,
    similarity_table,
)
from preceptor.engine.match.scales import KINDS
from preceptor.engine.tiles.asked import TiledJob, tiled_job
from preceptor.engine.tiles.batch import job_batch, match_tiles
from preceptor.engine.tiles.index import index_pool
from preceptor.engine.tiles.jobs_table import jobs_table, jobs_top
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.lists import open_top, standings, strict_top
from preceptor.engine.tiles.live import LivePool, live_pool
from preceptor.engine.tiles.near import everyone, near_top, people_moved, people_with_hours
from preceptor.engine.tiles.prices import prices
from preceptor.engine.tiles.relax import relaxation
from preceptor.engine.vocabulary import Kind

TODAY = date(2026, 1, 1)
PITTSBURGH = (40.44, -79.99)


def compile_loops() -> None:
    """Ask every question once of two people and two jobs, as they come from a snapshot."""
    book = _codebook()
    pool = _pool(book)
    tiles = _as_read(index_pool(pool, competency_count=book.count))
    live = live_pool(tiles, changed=pool.select(np.array([1])), gone=[1])
    for job in (_job(1, musts=True), _job(2, musts=False)):
        _ask(live, tiled_job(compile_job(job, book)))
    compiled = [compile_job(_job(1, musts=True), book)]
    for strict in (False, True):
        match_tiles(tiles, job_batch(compiled), range(1), per_job=2, per_person=2, strict=strict)
    jobs_top(pool.select(np.array([0])), jobs_table(compiled))


def _ask(live: LivePool, job: TiledJob) -> None:
    open_top(live, job)
    strict_top(live, job)
    near_top(live, job)
    standings(live, job)
    relaxation(prices(live, job))
    one = everyone(live, job)
    people_moved(one, one)
    people_with_hours(live)


def _codebook() -> Codebook:
    kinds = [KINDS.index(Kind.SKILL), KINDS.index(Kind.CREDENTIAL)]
    return Codebook(
        version="warm",
        kinds=np.array(kinds, dtype=np.uint8),
        credential_levels=np.array([5, 5], dtype=np.uint8),
        similarity=similarity_table(2, []),
    )


def _pool(book: Codebook) -> Pool:
    people = [
        PersonRecord(
            number=number,
            evidence=(Evidence(0, level=3), Evidence(1)),
            quarters={Domain.IT: 8},
            signed_hours={Domain.IT: 80},
            education=Education.BACHELOR,
            complete_kinds=frozenset({Kind.SKILL}),
            home=PITTSBURGH,
            state="PA",
        )
        for number in (1, 2)
    ]
    return build_pool(people, as_of=TODAY, codebook=book)


def _job(number: int, *, musts: bool) -> Job:
    asked = (
        AnyOf((Alternative(0, level=3),)),
        Credential((1,)),
        Years(Domain.IT, quarters=12),
        Schooling((SchoolingAlternative(Education.ASSOCIATE, quarters=4),)),
    )
    return Job(
        number=number,
        # Few requirements and many are counted by different loops.
        lines=tuple(Line(each, is_must=musts) for each in asked * (4 if musts else 1)),
        gates=(
            Licence((1,)),
            RightToWork(),
            Availability(Schedule.NIGHTS),
            Place(is_on_site=True, sites=(PITTSBURGH,)),
        ),
    )


def _as_read(tiles: TiledPool) -> TiledPool:
    """Return tiles whose columns cannot be written to, as those of a file are."""
    return TiledPool.from_arrays(
        tiles.facts(), {name: _read_only(column) for name, column in tiles.arrays().items()}
    )


def _read_only(column: NDArray[Any]) -> NDArray[Any]:
    plain = column.view()
    plain.flags.writeable = False
    return plain


if __name__ == "__main__":
    compile_loops()
