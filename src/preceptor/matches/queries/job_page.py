"""One job in full, with the explanation for one person where there is one."""

from __future__ import annotations

from collections.abc import Collection

from preceptor.accounts.models import Person
from preceptor.jobs.models import Job
from preceptor.matches.answers import JobPage, StampView
from preceptor.matches.queries.advice import job_near
from preceptor.matches.queries.alone import alone_of
from preceptor.matches.queries.explained import explained
from preceptor.matches.queries.pool import CurrentPool, ready_job
from preceptor.matches.queries.price import price_for
from preceptor.matches.queries.shown import organization_of, place_of
from preceptor.matches.queries.why_not_me import why_not


def job_page_for(
    job: Job,
    current: CurrentPool,
    stamp: StampView,
    *,
    person: Person | None = None,
    promises: Collection[str] = (),
) -> JobPage:
    """Return everything on the job page; the job's lines must be loaded.

    ``promises``: keys of what the person tries out adding. One pass over the pool for the
    prices, one for the ranks where there is a person; none for what was asked a moment ago.
    """
    near = why = None
    if person is not None and person.resumes.exists():
        found = explained(ready_job(job), current, alone_of(person, current))
        near, why = job_near(found), why_not(found, promises)
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
        why=why,
        asks=price.lines,
        pool=price.pool,
        meet_all=price.meet_all,
        warnings=price.warnings,
        stamp=stamp,
    )
