"""Drop what a person asked to take along, when they are erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from preceptor.accounts.models import Export, Person
from preceptor.resumes.services.export import drop_exports


def erase_exports(*, person: Person, now: datetime, **_: Any) -> None:
    """Delete the person's exports with their files."""
    drop_exports(exports=Export.objects.filter(person=person), now=now)
