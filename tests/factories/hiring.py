"""Applications as bare rows, for what follows them: interviews, notes, reports. No text is read."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from preceptor.accounts.models import Organization, Person
from preceptor.common.models import Document
from preceptor.jobs.models import Application, Job, Line, Move, Stage
from preceptor.jobs.services.stages import default_stages
from tests.factories import MONDAY
from tests.factories.accounts import make_organization, make_user

_numbers = itertools.count(1)


def bare_job(
    title: str = "EHR Implementation Specialist",
    *,
    organization: Organization | str = "kennebec",
    status: str = Job.Status.OPEN,
    lines: tuple[str, ...] = ("Epic", "Troubleshooting"),
) -> Job:
    """Make a job with lines that nobody read out of a text."""
    if isinstance(organization, str):
        organization = Organization.objects.filter(slug=organization).first() or make_organization(
            organization
        )
    document = Document.objects.create(
        kind=Document.Kind.PASTED, size=1, sha256="0" * 64, text="-", created_at=MONDAY
    )
    job = Job.objects.create(
        slug=f"job-{next(_numbers)}",
        status=status,
        title=title,
        document=document,
        organization=organization,
        role="implementation-support",
        work_mode=Job.WorkMode.ONSITE,
        vocabulary_version="1",
        engine_version="1",
        created_at=MONDAY,
        opened_at=MONDAY,
    )
    Line.objects.bulk_create(
        Line(
            job=job,
            order=order,
            kind=Line.Kind.COMPETENCY,
            necessity=Line.Necessity.MUST,
            weight=10,
            label=label,
            rule="test",
        )
        for order, label in enumerate(lines)
    )
    return job


def bare_person(name: str = "Ruth Moody", *, has_account: bool = True) -> Person:
    """Make a person, with an account unless it is not needed."""
    user = make_user(f"person{next(_numbers)}@example.org", name=name) if has_account else None
    return Person.objects.create(name=name, user=user, created_at=MONDAY)


def bare_application(
    job: Job | None = None,
    person: Person | None = None,
    *,
    name: str = "Ruth Moody",
    state: str = Application.State.SENT,
    reached: str = Stage.Kind.NEW,
    now: datetime = MONDAY,
    has_account: bool = True,
    **more: object,
) -> Application:
    """Make an application that was sent and came to a step, a day for each step on the way."""
    job = job or bare_job()
    assert job.organization is not None
    stages = default_stages(organization=job.organization, now=MONDAY)
    way = stages[: next(n for n, stage in enumerate(stages, 1) if stage.kind == reached)]
    last = stages[-1] if state == Application.State.REFUSED else way[-1]
    application = Application.objects.create(
        job=job,
        person=person or bare_person(name, has_account=has_account),
        state=state,
        stage=last,
        begun_at=now,
        sent_at=now,
        stage_since=now + timedelta(days=len(way) - 1),
        **more,
    )
    steps = [*itertools.pairwise(way), *([(way[-1], last)] if last != way[-1] else [])]
    Move.objects.bulk_create(
        Move(
            application=application,
            from_stage=before,
            to_stage=after,
            at=now + timedelta(days=day),
        )
        for day, (before, after) in enumerate(steps, 1)
    )
    return application
