"""Open jobs near one person, in the person's own order."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.match import Pool, jobs_for_person
from preceptor.engine.questions.doors import near_jobs
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.queries.board import Posted


def nearest_jobs(
    alone: Pool, board: Sequence[Posted], *, miles: int, limit: int
) -> tuple[list[int], dict[int, Job]]:
    """Return the numbers of all jobs near, best first, and the first ``limit`` with their lines."""
    near = near_jobs([posted.compiled for posted in board], alone, miles)
    numbers = [fit.job.number for fit in jobs_for_person(alone, 0, near)]
    jobs = with_lines(Job.objects.all()).in_bulk(numbers[:limit])
    return numbers, jobs
