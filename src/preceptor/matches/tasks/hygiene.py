"""The pool kept clean: records that look alike, lists put aside, words to find people by."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.queries import findable_people
from preceptor.common.search import index_state
from preceptor.matches.queries.pool_words import KIND
from preceptor.matches.services.likeness import propose_likenesses
from preceptor.matches.services.pool_words import build_pool_words
from preceptor.matches.services.shortlists import drop_deleted_shortlists


@task(lease_seconds=300)
def keep_clean(now: datetime) -> dict[str, int]:
    """Propose records that look alike, and delete lists put aside a week ago."""
    return {
        "proposed": propose_likenesses(now=now),
        "lists_dropped": drop_deleted_shortlists(now=now),
    }


@task(lease_seconds=300)
def fill_words(now: datetime) -> int:
    """Index everybody's words where none were ever indexed: after an update, or a lost table."""
    if index_state(KIND).version or not findable_people().exists():
        return 0
    return build_pool_words(now=now)
