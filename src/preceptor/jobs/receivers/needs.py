"""Drop the postings of a person who is erased, hand over those of a visitor who signs in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from preceptor.accounts.models import Person
from preceptor.accounts.queries.visitors import Brought
from preceptor.jobs.models import Job
from preceptor.jobs.services import drop_jobs
from preceptor.jobs.services.postings import move_needs

POSTINGS = "postings"


def erase_needs(*, person: Person, **_: Any) -> None:
    """Delete the postings that the person pasted, with their documents."""
    drop_jobs(Job.objects.filter(owner=person).select_related("document"))


def tell_needs(visitor: Person, person: Person) -> list[Brought]:
    """Tell how many postings a visitor pasted."""
    count = Job.objects.filter(owner=visitor).count()
    if not count:
        return []
    words = "A pasted posting" if count == 1 else f"{count} pasted postings"
    return [Brought(POSTINGS, words, "They stand beside those of your account.")]


def join_needs(*, visitor: Person, person: Person, kinds: Collection[str], **_: Any) -> None:
    """Move the visitor's pasted postings, if they are wanted."""
    if POSTINGS in kinds:
        move_needs(visitor=visitor, person=person)
