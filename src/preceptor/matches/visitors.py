"""Who is asking, and what of theirs an address names."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest

from preceptor.accounts.queries import visitor_of
from preceptor.jobs.models import Job
from preceptor.jobs.queries import is_shown, with_lines
from preceptor.resumes.models import Resume

# How many pasted postings are offered to come back to.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Brought:
    """What a person has brought: the resume that counts, and pasted postings."""

    resumes: tuple[Resume, ...]
    needs: tuple[Job, ...]


def own_resume(request: HttpRequest, resume_id: uuid.UUID, *, now: datetime) -> Resume:
    """Return the resume at an address. Raises Http404 unless it is of who is asking."""
    person = visitor_of(request, now=now)
    resumes = Resume.objects.select_related("person", "document")
    resume = resumes.filter(public_id=resume_id, person=person).first() if person else None
    if resume is None:
        raise Http404("No such resume of yours.")
    return resume


def readable_job(request: HttpRequest, job_id: uuid.UUID, *, now: datetime) -> Job:
    """Return an open job, or a pasted one to who pasted it, with its lines; else Http404."""
    job = with_lines(Job.objects.filter(public_id=job_id)).first()
    if job is None:
        raise Http404("No such posting.")
    if not is_shown(job):
        person = visitor_of(request, now=now)
        if person is None or job.owner_id != person.pk:
            raise Http404("No such posting of yours.")
    return job


def brought(request: HttpRequest, *, now: datetime) -> Brought:
    """Return what who is asking has brought and can come back to, newest first."""
    person = visitor_of(request, now=now)
    if person is None:
        return Brought((), ())
    resumes = Resume.objects.filter(person=person).select_related("document").order_by("-pk")
    needs = Job.objects.filter(owner=person, status=Job.Status.PASTED).order_by("-pk")
    return Brought(tuple(resumes[:1]), tuple(needs[:SHOWN]))
