"""Keep and drop documents."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from preceptor.common.models import Document

# No request and no job keeps a transaction open for so long.
STRAY_AFTER = timedelta(hours=1)
BATCH = 500


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


def drop_strays(*, now: datetime) -> int:
    """Delete files that no document names; return how many.

    A process that ends between a file and its row, or between a row's end and its file's, leaves
    one behind. Younger ones may belong to a transaction that has not committed.
    """
    folder, count = Path(settings.MEDIA_ROOT), 0
    old = (now - STRAY_AFTER).timestamp()
    for paths in batched_files(folder, older_than=old):
        named = set(
            Document.objects.filter(stored__in=[path.name for path in paths]).values_list(
                "stored", flat=True
            )
        )
        for path in paths:
            if path.name not in named:
                path.unlink(missing_ok=True)
                count += 1
    return count


def batched_files(folder: Path, *, older_than: float) -> Iterator[list[Path]]:
    """Yield the files of a folder last written before a moment, some hundred at a time."""
    batch: list[Path] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            is_old = path.is_file() and path.stat().st_mtime < older_than
        except FileNotFoundError:  # another process tidied up
            continue
        if is_old:
            batch.append(path)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _unlink(stored: str) -> None:
    (Path(settings.MEDIA_ROOT) / stored).unlink(missing_ok=True)
