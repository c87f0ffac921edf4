"""How much proof counts for a posting, and whom a change of that moves."""

from __future__ import annotations

from typing import Any

import numpy as np

from preceptor.competencies.queries import codebook
from preceptor.engine.match import Grade, Scored, compile_job, open_ranks, score_pool, top
from preceptor.engine.match.scales import grade_percent
from preceptor.jobs.models import Job
from preceptor.matches.answers import ProofTerms
from preceptor.matches.queries.pool import built_from


def proof_terms(job: Job, scored: Scored, lines: list[Any], *, first: int) -> ProofTerms:
    """Return the terms that ``scored`` was counted under beside those of the posting.

    ``lines``: what ``scored`` asks; ``first``: how many people the shortlist holds.
    """
    asked = scored.job.job
    moved = entered = 0
    if (asked.proof_weight, asked.hours_per_year) != (job.proof_weight, job.hours_per_year):
        posted = score_pool(scored.pool, compile_job(built_from(job, lines).job, codebook()))
        moved = int(np.count_nonzero(open_ranks(scored) != open_ranks(posted)))
        entered = len({*top(scored, first).tolist()} - {*top(posted, first).tolist()})
    return ProofTerms(
        weight=asked.proof_weight,
        hours_per_year=asked.hours_per_year,
        posted_weight=job.proof_weight,
        posted_hours_per_year=job.hours_per_year,
        earns=tuple(grade_percent(grade, asked.proof_weight) for grade in Grade),
        moved=moved,
        entered=entered,
        with_hours=int(np.count_nonzero(scored.pool.hours.any(axis=1))),
    )
