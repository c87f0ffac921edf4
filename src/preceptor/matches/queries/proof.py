"""How much proof counts for a posting, and whom a change of that moves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from preceptor.competencies.queries import codebook
from preceptor.engine.match import CompiledJob, Grade, compile_job
from preceptor.engine.match.scales import grade_percent
from preceptor.jobs.models import Job
from preceptor.matches.answers import ProofTerms
from preceptor.matches.queries.counted import (
    counted_moved,
    counted_shortlist,
    counted_with_hours,
)
from preceptor.matches.queries.pool import CurrentPool, built_from


def proof_terms(
    job: Job, current: CurrentPool, asked: CompiledJob, lines: list[Any], *, first: Collection[int]
) -> ProofTerms:
    """Return the terms that ``asked`` was counted under beside those of the posting.

    ``lines``: what ``asked`` asks; ``first``: the numbers of the people on its shortlist.
    """
    terms = asked.job
    moved = entered = 0
    if (terms.proof_weight, terms.hours_per_year) != (job.proof_weight, job.hours_per_year):
        posted = compile_job(built_from(job, lines).job, codebook())
        moved = counted_moved(current, asked, posted)
        posted_first = counted_shortlist(current, posted, len(first))
        entered = len(set(first) - {person.number for person in posted_first})
    return ProofTerms(
        weight=terms.proof_weight,
        hours_per_year=terms.hours_per_year,
        posted_weight=job.proof_weight,
        posted_hours_per_year=job.hours_per_year,
        earns=tuple(grade_percent(grade, terms.proof_weight) for grade in Grade),
        moved=moved,
        entered=entered,
        with_hours=counted_with_hours(current),
    )
