"""Keep and drop documents."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from preceptor.common.models import Document


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
