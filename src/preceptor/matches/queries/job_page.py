"""One job in full, with the explanation for one person where there is one."""

from __future__ import annotations

from preceptor.accounts.models import Person
from preceptor.engine.match import with_changes
from preceptor.jobs.models import Job
from preceptor.matches.answers import JobPage, StampView
from preceptor.matches.queries.advice import job_near
from preceptor.matches.queries.pool import CurrentPool, ready_job, records_pool
from preceptor.matches.queries.price import price_for
from preceptor.matches.queries.shown import organization_of, place_of, shown_pieces


def job_page_for(
    job: Job, current: CurrentPool, stamp: StampView, *, person: Person | None = None
) -> JobPage:
    """Return everything on the job page; the job's lines must be loaded."""
    near = None
    if person is not None and person.resumes.exists():
        alone = records_pool([person], as_of=current.pool.as_of)
        among = with_changes(current.pool, alone, ())
        near = job_near(ready_job(job), among, person, shown_pieces(person))
    price = price_for(job, current, stamp, shortlist=0)
    return JobPage(
        job=job.public_id,
        slug=job.slug,
        title=job.title,
        organization=organization_of(job),
        place=place_of(job),
        work_mode=job.get_work_mode_display(),
        role=price.roles[0],
        roles=price.roles,
        text=price.text,
        near=near,
        asks=price.lines,
        pool=price.pool,
        meet_all=price.meet_all,
        warnings=price.warnings,
        stamp=stamp,
    )
