"""Hand a visitor's answers to the form over to the account they sign in to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from preceptor.accounts.models import Person
from preceptor.resumes.receivers.joining import RESUME
from preceptor.resumes.services.guided import move_answers


def join_answers(*, visitor: Person, person: Person, kinds: Collection[str], **_: Any) -> None:
    """Move the answers, if the resume is wanted that they stand for."""
    if RESUME in kinds:
        move_answers(visitor=visitor, person=person)
