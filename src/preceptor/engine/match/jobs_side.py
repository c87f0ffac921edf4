"""The other side: the jobs of one person, in order, with how well each fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from preceptor.engine.match.compile import CompiledJob
from preceptor.engine.match.evidence import Expanded, expand_person, read_person
from preceptor.engine.match.people import Pool
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.match.score import score_found

FIT_UNIT = 1000


@dataclass(frozen=True, slots=True)
class JobFit:
    """One job for one person. ``fit`` is 0-1000; masks are over ``job.requirements``."""

    job: CompiledJob
    fit: int
    score: int
    gates_met: bool
    unmet: int
    not_stated: int

    @property
    def passes(self) -> bool:
        """Tell whether the person misses no must and no gate."""
        return self.unmet == 0


def fit_of(score: int, job: CompiledJob) -> int:
    """Return the score in thousandths of the most that the job gives; 0 without lines."""
    total = sum(job.weights)
    return FIT_UNIT * score // (MOST_CREDIT * total) if total else 0


def jobs_for_person(pool: Pool, row: int, jobs: Iterable[CompiledJob]) -> tuple[JobFit, ...]:
    """Return the jobs in a person's order: no unmet gate first, then fit, then job number.

    Scores, states and masks equal those of ``score_pool`` for the same person and job.
    """
    person = pool.select(np.array([row]))
    expanded: dict[int, Expanded] = {}
    found = [_fit(person, job, expanded) for job in jobs]
    return tuple(sorted(found, key=lambda each: (not each.gates_met, -each.fit, each.job.number)))


def _fit(person: Pool, job: CompiledJob, expanded: dict[int, Expanded]) -> JobFit:
    if person.vocabulary_version != job.codebook.version:
        raise ValueError("The person and the job are of different vocabulary versions.")
    weight = job.job.proof_weight
    if weight not in expanded:
        expanded[weight] = expand_person(person.codes, job.codebook, weight)
    scored = score_found(person, job, read_person(expanded[weight], job))
    score = int(scored.scores[0])
    return JobFit(
        job=job,
        fit=fit_of(score, job),
        score=score,
        gates_met=bool(scored.gates_met[0]),
        unmet=int(scored.unmet[0]),
        not_stated=int(scored.not_stated[0]),
    )
