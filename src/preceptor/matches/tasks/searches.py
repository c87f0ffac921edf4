"""Ask every saved search once a day, and tell its owners what is new."""

from __future__ import annotations

from datetime import datetime

from django.utils.module_loading import import_string
from django_tasks import task

from preceptor.matches.queries.searches import due_searches, users_with_news
from preceptor.matches.services.news import tell_news
from preceptor.matches.services.searches import note_found, purge_searches

# A search is read as its page reads it, by the form; forms lie above tasks.
ASKS = "preceptor.matches.forms.searches.ASKS"


@task(queue_name="slow", most_attempts=3, lease_seconds=120)
def ask_saved_searches(now: datetime) -> dict[str, int]:
    """Ask what was not asked today, tell who has news; doing it twice tells nothing twice."""
    asks = import_string(ASKS)
    answers: dict[tuple[str, str], list[int] | None] = {}
    asked = new = told = mailed = 0
    for search in list(due_searches(now=now)):
        key = (search.kind, search.query)
        if key not in answers:
            answers[key] = asks[search.kind](search.query, now=now)
        found = answers[key]
        # What can no longer be asked finds nothing; it stays, for its owner to see and change.
        new += note_found(search=search, found=found or [], now=now)
        asked += 1
    for owner in list(users_with_news()):
        news = tell_news(owner=owner, now=now)
        told += bool(news.new)
        mailed += news.is_mailed
    return {
        "asked": asked,
        "new": new,
        "told": told,
        "mailed": mailed,
        "purged": purge_searches(now=now),
    }
