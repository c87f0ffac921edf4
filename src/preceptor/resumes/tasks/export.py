"""Making and clearing away what people take along."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.models import Export
from preceptor.resumes.services.export import drop_expired_exports
from preceptor.resumes.services.export import make_export as write_export


@task(most_attempts=3)
def make_export(now: datetime, export: str) -> bool:
    """Write the file somebody asked for; nothing where they are gone meanwhile."""
    found = Export.objects.select_related("person__user").filter(public_id=export).first()
    return found is not None and write_export(export=found, now=now)


@task()
def clear_exports(now: datetime) -> int:
    """Delete the files whose week is over."""
    return drop_expired_exports(now=now)
