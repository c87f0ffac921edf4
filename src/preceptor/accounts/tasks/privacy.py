"""What an erasure leaves for later."""

from __future__ import annotations

from django_tasks import task

from preceptor.accounts.services.erasing import clear_journal


@task()
def empty_journal() -> None:
    """Empty SQLite's journal, which could not be emptied while somebody read."""
    clear_journal()
