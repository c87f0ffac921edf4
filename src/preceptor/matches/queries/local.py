"""Open jobs near one person, in the person's own order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from preceptor.engine.match import Pool, jobs_for_person
from preceptor.engine.questions.doors import near_jobs
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.queries.board import Posted


@dataclass(frozen=True, slots=True)
class Near:
    """The jobs near a person: their numbers, best first, and the first few with their lines.

    ``passing``: of how many the person misses nothing that is required.
    """

    numbers: tuple[int, ...]
    jobs: Mapping[int, Job]
    passing: int


def nearest_jobs(alone: Pool, board: Sequence[Posted], *, miles: int, limit: int) -> Near:
    """Return the open jobs within ``miles`` of a person's home, ``limit`` of them with lines."""
    near = near_jobs([posted.compiled for posted in board], alone, miles)
    fits = jobs_for_person(alone, 0, near)
    numbers = tuple(fit.job.number for fit in fits)
    jobs = with_lines(Job.objects.all()).in_bulk(numbers[:limit])
    return Near(numbers, jobs, sum(fit.passes for fit in fits))
