"""End what a closed job leaves open; drop what an erased person sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from preceptor.accounts.models import Person
from preceptor.jobs.models import Application, Job
from preceptor.jobs.services.applying import drop_with_documents
from preceptor.jobs.services.pipeline import end_applications


def end_with_job(*, job: Job, now: datetime, **_: Any) -> None:
    """End the open applications and invitations of a job that takes nobody any more."""
    end_applications(job=job, by=None, now=now)


def erase_applications(*, person: Person, **_: Any) -> None:
    """Delete a person's applications with the documents that were brought for them alone."""
    for application in Application.objects.filter(person=person).order_by("pk"):
        drop_with_documents(application)
