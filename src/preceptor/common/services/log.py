"""Append to the log."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.common.models import LogEntry, LogHead


@transaction.atomic
def append_log(
    *,
    kind: str,
    now: datetime,
    by: uuid.UUID | None = None,
    target: uuid.UUID | None = None,
    details: dict[str, Any] | None = None,
) -> LogEntry:
    """Append one entry to the installation's chain, in the caller's transaction."""
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


def lock_log() -> LogHead:
    """Lock the head of the log until the transaction ends; whoever holds it writes alone."""
    LogHead.objects.get_or_create(name="log")
    return LogHead.objects.select_for_update().get(name="log")
