"""Drop what this app holds about a person who is erased."""

from __future__ import annotations

from typing import Any

from preceptor.accounts.models import Person
from preceptor.common.models import Document
from preceptor.resumes.services import drop_documents


def erase_resumes(*, person: Person, **_: Any) -> None:
    """Delete the person's resumes together with their documents and files."""
    drop_documents(Document.objects.filter(resumes__person=person).distinct())
