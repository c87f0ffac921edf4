"""Keep the index of people's words in step with consent and records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from preceptor.accounts.queries import findable_people
from preceptor.common.search import clear_index, drop_entries, put_entries
from preceptor.common.services import append_log
from preceptor.matches.queries.pool_words import CHUNK, KIND, entries_of


@transaction.atomic
def index_people(*, numbers: Sequence[int]) -> int:
    """Index some people as they stand now; return how many may be found.

    Part of the event of whatever changed them: who may not be found any more is found by no
    word from the same moment on.
    """
    entries = list(entries_of(numbers))
    put_entries(kind=KIND, entries=entries)
    gone = set(numbers).difference(entry.key for entry in entries)
    drop_entries(kind=KIND, keys=gone)
    return len(entries)


@transaction.atomic
def forget_words(*, number: int) -> None:
    """Take somebody who is erased out of the index for good."""
    drop_entries(kind=KIND, keys=[number], for_good=True)


@transaction.atomic
def build_pool_words(*, now: datetime) -> int:
    """Build the whole index anew, a few hundred people at a time; return how many stand in it."""
    clear_index(kind=KIND)
    numbers = list(findable_people().values_list("pk", flat=True))
    indexed = sum(
        index_people(numbers=numbers[start : start + CHUNK])
        for start in range(0, len(numbers), CHUNK)
    )
    append_log(kind="matches.people_indexed", now=now, details={"people": indexed})
    return indexed
