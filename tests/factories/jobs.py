"""Candidates, applications and their employers, made through the same services as real ones."""

from __future__ import annotations

from datetime import datetime

from preceptor.accounts.models import Consent, Organization, Person, User
from preceptor.accounts.services import give_consent
from preceptor.competencies.models import Competency
from preceptor.jobs.models import Application, Job, Stage
from preceptor.jobs.services import applying
from preceptor.jobs.services.stages import default_stages
from tests.factories import MONDAY, NURSE, make_job, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_organization, make_user


def make_candidate(
    name: str = "Ruth Moody", *, text: str | None = NURSE, is_findable: bool = True
) -> Person:
    """Make a person with an account and, unless ``text`` is None, a resume; contact is welcome."""
    if text is not None and not Competency.objects.exists():
        make_vocabulary()
    person = make_person(name=name, is_findable=is_findable)
    person.user = make_user(f"{name.lower().replace(' ', '.')}@example.org", name=name)
    person.save()
    if is_findable:
        give_consent(person=person, purpose=Consent.Purpose.CONTACTED, now=MONDAY)
    if text is not None:
        make_resume(person=person, text=text)
    return person


def make_opening(slug: str = "ehr-specialist", *, organization: str = "kennebec") -> Job:
    """Make an open job of a verified organization with an administrator who hires."""
    if not Organization.objects.filter(slug=organization).exists():
        make_organization(organization)
    job = make_job(slug=slug)
    owner = Organization.objects.get(slug=organization)
    if job.organization != owner:
        Job.objects.filter(pk=job.pk).update(organization=owner, site=owner.sites.first())
    return Job.objects.select_related("organization").get(pk=job.pk)


def make_application(
    job: Job | None = None, person: Person | None = None, *, now: datetime = MONDAY
) -> Application:
    """Make an application that was sent, by somebody without a resume unless one is given."""
    job = job or make_opening()
    person = person or make_candidate(text=None)
    by = person.user
    draft = applying.begin(job=job, person=person, by=by, now=now)
    return applying.send(application=draft, by=by, now=now)


def stage_named(organization: Organization, kind: str) -> Stage:
    """Return an organization's step of a kind."""
    stages = default_stages(organization=organization, now=MONDAY)
    return next(stage for stage in stages if stage.kind == kind)


def recruiter_of(job: Job) -> User:
    """Return who hires for a job's organization."""
    assert job.organization is not None
    return User.objects.filter(
        memberships__organization=job.organization, memberships__hires=True
    ).earliest("pk")
