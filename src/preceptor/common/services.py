"""Append to the log, keep and drop documents."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from preceptor.common.models import Document, LogEntry, LogHead


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


def keep_document(
    *,
    data: bytes,
    text: str,
    kind: str,
    filename: str,
    now: datetime,
    page_count: int | None = None,
    keep_file: bool = True,
) -> Document:
    """Store a document's text and, outside the web root under a random name, its bytes."""
    stored = secrets.token_hex(16) if keep_file else ""
    document = Document(
        kind=kind,
        filename=Path(filename).name[:200],
        stored=stored,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        page_count=page_count,
        text=text,
        created_at=now,
    )
    with transaction.atomic():
        document.save(force_insert=True)
        if stored:
            folder = Path(settings.MEDIA_ROOT)
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / stored
            path.touch(mode=0o600)
            path.write_bytes(data)
    return document


def drop_document(document: Document) -> None:
    """Delete a document's row and, once that is committed, its file."""
    stored = document.stored
    document.delete()
    if stored:
        transaction.on_commit(partial(_unlink, stored))


def _unlink(stored: str) -> None:
    (Path(settings.MEDIA_ROOT) / stored).unlink(missing_ok=True)
