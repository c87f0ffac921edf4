"""Drop what this app holds about a person who is erased."""

from __future__ import annotations

from typing import Any

from preceptor.accounts.models import Person
from preceptor.jobs.models import Job
from preceptor.jobs.services import drop_jobs


def erase_needs(*, person: Person, **_: Any) -> None:
    """Delete the postings that the person pasted, with their documents."""
    drop_jobs(Job.objects.filter(owner=person).select_related("document"))
