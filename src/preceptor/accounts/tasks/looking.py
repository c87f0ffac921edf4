"""Whether people still look falls due."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.services.looking import ask_and_rest


@task()
def sweep_looking(now: datetime) -> dict[str, int]:
    """Ask whoever is due whether they still look, and rest whoever kept silent for two weeks."""
    asked, rested = ask_and_rest(now=now)
    return {"asked": asked, "rested": rested}
