"""What somebody sees who came to the desk."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.accounts.models import Case, Person
from preceptor.matches.answers import JobNear
from preceptor.matches.queries.advice import job_near
from preceptor.matches.queries.alone import alone_of
from preceptor.matches.queries.board import open_board
from preceptor.matches.queries.desk import RoleCredit, credits_of
from preceptor.matches.queries.doors import MILES
from preceptor.matches.queries.explained import explained
from preceptor.matches.queries.local import nearest_jobs
from preceptor.matches.queries.pool import CurrentPool, ready_job
from preceptor.resumes.models import Resume
from preceptor.resumes.queries import current_resume

JOBS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Credit for what is known, openings near, and who counsels.

    ``job_count``: open jobs within ``miles`` of home, remote ones and those that do not say where
    they are among them; all of them where no home is known.
    """

    resume: Resume | None
    has_record: bool
    credits: tuple[RoleCredit, ...]
    jobs: tuple[JobNear, ...]
    job_count: int
    passing: int
    miles: int
    home: str
    cases: tuple[Case, ...]


def desk_page_for(person: Person, current: CurrentPool) -> DeskPage:
    """Return everything on the page *Your desk after a layoff* for a person's record."""
    mine = alone_of(person, current)
    alone, has_record = mine.pool, bool(mine.pieces)
    near = nearest_jobs(alone, open_board(), miles=MILES, limit=JOBS_SHOWN)
    return DeskPage(
        resume=current_resume(person),
        has_record=has_record,
        credits=credits_of(person, alone) if has_record else (),
        jobs=tuple(
            job_near(explained(ready_job(near.jobs[number]), current, mine))
            for number in near.numbers[:JOBS_SHOWN]
            # One that was taken down a moment ago is passed over.
            if has_record and number in near.jobs
        ),
        job_count=len(near.numbers),
        passing=near.passing if has_record else 0,
        miles=MILES,
        home=f"{person.city}, {person.state}" if person.city else "",
        cases=tuple(
            Case.objects.filter(person=person, closed_at__isnull=True)
            .select_related("organization", "counselor")
            .order_by("pk")
        ),
    )
