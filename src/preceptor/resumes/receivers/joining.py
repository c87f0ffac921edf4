"""Hand a visitor's resume over to the account they sign in to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from preceptor.accounts.models import Person
from preceptor.accounts.queries.visitors import Brought
from preceptor.resumes.models import Resume
from preceptor.resumes.services import move_resumes

RESUME = "resume"


def tell_resume(visitor: Person, person: Person) -> list[Brought]:
    """Tell which resume a visitor brought, and which would count afterwards."""
    newest = Resume.objects.filter(person=visitor).order_by("-pk").first()
    if newest is None:
        return []
    own = Resume.objects.filter(person=person).order_by("-pk").first()
    words = f"A resume, brought on {newest.read_at:%-d %B %Y}"
    if own is None:
        return [Brought(RESUME, words, "It becomes the resume of your account.")]
    if newest.pk > own.pk:
        then = f"It is newer than the one of {own.read_at:%-d %B %Y} and counts in its place."
    else:
        then = f"The one of {own.read_at:%-d %B %Y} is newer and goes on counting."
    return [Brought(RESUME, words, then, is_choice=True)]


def join_resumes(
    *, visitor: Person, person: Person, kinds: Collection[str], now: datetime, **_: Any
) -> None:
    """Move the visitor's resumes and corrections, if they are wanted."""
    if RESUME in kinds:
        move_resumes(visitor=visitor, person=person, now=now)
