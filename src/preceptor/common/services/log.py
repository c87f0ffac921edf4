"""Append to the log."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.common.models import LogEntry, LogHead

# An id, a day, a version, a dotted path; or a reason of our own, in small letters.
WORDS_OF_OURS = re.compile(r"[\w.:/+-]{0,200}|[a-z ,-]{0,60}")


@transaction.atomic
def append_log(
    *,
    kind: str,
    now: datetime,
    by: uuid.UUID | None = None,
    target: uuid.UUID | None = None,
    details: dict[str, Any] | None = None,
) -> LogEntry:
    """Append one entry to the installation's chain, in the caller's transaction.

    ``details`` are ids, counts and words of a choice. Raises ValueError for anything that reads
    like somebody's name or words, and for what a database may give back written otherwise.
    """
    if not _is_plain(details):
        raise ValueError(f"The log keeps ids, counts and words of ours, not {details!r}.")
    head = lock_log()
    entry = LogEntry(
        number=head.entry_count + 1,
        kind=kind,
        at=now,
        actor=by,
        target=target,
        details=details or {},
        previous=head.head,
    )
    entry.digest = entry.computed_digest()
    entry.save(force_insert=True)
    head.entry_count, head.head = entry.number, entry.digest
    head.save(update_fields=["entry_count", "head"])
    return entry


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, bool | int):
        return True
    if isinstance(value, str):
        return WORDS_OF_OURS.fullmatch(value) is not None
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(value[key]) for key in value)
    return isinstance(value, list | tuple) and all(map(_is_plain, value))


def lock_log() -> LogHead:
    """Lock the head of the log until the transaction ends; whoever holds it writes alone."""
    LogHead.objects.get_or_create(name="log")
    return LogHead.objects.select_for_update().get(name="log")
