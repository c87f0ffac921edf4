"""Make the file with which a person takes everything along."""

from __future__ import annotations

import json
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePath

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse

from preceptor.accounts.models import Export, Person
from preceptor.accounts.personal_data import holdings
from preceptor.accounts.queries.everything import HeldTable, everything_about
from preceptor.accounts.services.talk import tell
from preceptor.common.models import Document
from preceptor.common.services import append_log
from preceptor.common.services.documents import STRAY_AFTER, batched_files
from preceptor.common.services.work import enqueue_work
from preceptor.resumes.queries.export import json_resume_of

KEPT_FOR = timedelta(days=7)
TASK = "preceptor.resumes.tasks.export.make_export"


@transaction.atomic
def ask_export(*, person: Person, now: datetime) -> Export:
    """Ask for the file; one that is being made already is returned."""
    waiting = Export.objects.filter(person=person, ready_at__isnull=True, expires_at__gt=now)
    if (same := waiting.first()) is not None:
        return same
    export = Export.objects.create(person=person, asked_at=now, expires_at=now + KEPT_FOR)
    enqueue_work(
        task=TASK, now=now, arguments={"export": str(export.public_id)}, key=str(export.public_id)
    )
    append_log(
        kind="resumes.export_asked",
        target=person.public_id,
        by=person.user.public_id if person.user else person.public_id,
        now=now,
    )
    return export


def make_export(*, export: Export, now: datetime) -> bool:
    """Write the file and tell the person; False where it was ready, or nobody waits any more.

    Killed half-way it is made again: the file under its last name is whole.
    """
    if export.ready_at is not None:
        return False
    folder = Path(settings.EXPORTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = f"{secrets.token_hex(16)}.zip"
    part = folder / f".{stored}.part"
    try:
        _write_zip(part, export.person, now=now)
        part.replace(folder / stored)
        is_kept = _note_ready(export, stored, (folder / stored).stat().st_size, now=now)
    finally:
        part.unlink(missing_ok=True)
    if not is_kept:
        (folder / stored).unlink(missing_ok=True)
    return is_kept


@transaction.atomic
def _note_ready(export: Export, stored: str, size: int, *, now: datetime) -> bool:
    """Note that the file is there, unless the person was erased or another worker was faster."""
    noted = Export.objects.filter(pk=export.pk, ready_at__isnull=True).update(
        ready_at=now, stored=stored, size=size
    )
    if not noted:
        return False
    person = export.person
    if person.user is not None:
        tell(
            user=person.user,
            kind="resumes.export_ready",
            text="The file with your data is ready. It is deleted after 7 days.",
            address=reverse("resumes:export"),
            now=now,
            mail_subject="Your data is ready to take along",
        )
    append_log(kind="resumes.export_ready", target=person.public_id, now=now)
    return True


@transaction.atomic
def note_fetched(*, export: Export, now: datetime) -> None:
    """Note that the person fetched the file."""
    Export.objects.filter(pk=export.pk).update(fetched_at=now)
    append_log(
        kind="resumes.export_fetched",
        target=export.person.public_id,
        by=export.person.user.public_id if export.person.user else None,
        now=now,
    )


@transaction.atomic
def drop_exports(*, exports: Iterable[Export], now: datetime) -> int:
    """Delete exports and, once that is committed, their files; return how many.

    Part of an erasure, or of what clears away after a week.
    """
    count = 0
    for export in exports:
        stored = export.stored
        export.delete()
        count += 1
        if stored:
            transaction.on_commit(partial(_unlink, stored), robust=True)
    if count:
        append_log(kind="resumes.exports_deleted", now=now, details={"exports": count})
    return count


def drop_expired_exports(*, now: datetime) -> int:
    """Delete exports whose week is over, and files that belong to none; return how many."""
    count = drop_exports(exports=Export.objects.filter(expires_at__lte=now).order_by("pk"), now=now)
    old = (now - STRAY_AFTER).timestamp()
    for paths in batched_files(Path(settings.EXPORTS), older_than=old):
        named = Export.objects.filter(stored__in=[path.name for path in paths])
        kept = set(named.values_list("stored", flat=True))
        for path in paths:
            # Left by a process that ended half-way, perhaps of somebody who is erased by now.
            if path.name not in kept:
                path.unlink(missing_ok=True)
    return count


def _unlink(stored: str) -> None:
    (Path(settings.EXPORTS) / stored).unlink(missing_ok=True)


def _write_zip(path: Path, person: Person, *, now: datetime) -> None:
    tables = list(everything_about(person))
    files = list(_files_of(person))
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(tables, [name for name, _ in files], now=now))
        archive.writestr("resume.json", _json(json_resume_of(person, now=now)))
        archive.writestr(
            "everything.json",
            _json(
                {
                    "made_at": now,
                    "tables": [
                        {
                            "table": table.table,
                            "about": table.about,
                            "rows": table.rows,
                            "left_out": table.left_out,
                        }
                        for table in tables
                    ],
                }
            ),
        )
        for name, source in files:
            archive.write(source, f"files/{name}")
        archive.close()
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _files_of(person: Person) -> Iterator[tuple[str, Path]]:
    """Yield the files somebody brought, each under its own name; the same name twice numbered."""
    taken: set[str] = set()
    numbers: set[int] = set()
    for holding in holdings():
        if holding.model is Document:
            numbers.update(holding.rows_of(person).values_list("pk", flat=True))
    for document in Document.objects.filter(pk__in=numbers).exclude(stored="").order_by("pk"):
        source = Path(settings.MEDIA_ROOT) / document.stored
        if source.is_file():
            yield _free_name(document.filename or "document", taken), source


def _free_name(wanted: str, taken: set[str]) -> str:
    name = PurePath(wanted).name
    path, number = PurePath(name), 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    taken.add(name.casefold())
    return name


def _json(data: object) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False) + "\n"


def _readme(tables: list[HeldTable], files: list[str], *, now: datetime) -> str:
    lines = [
        f"Everything Preceptor holds about you, as of {now:%d %B %Y, %H:%M} UTC.",
        "",
        "resume.json      Your record as JSON Resume (jsonresume.org), which other sites read.",
        "                 What that format has no place for stands under meta.preceptor.",
        "everything.json  Every row that is about you, by table, in words.",
        "files/           The files you brought, as they came.",
        "",
        "In everything.json:",
        "",
    ]
    for table in tables:
        lines.append(f"  {len(table.rows):5}  {table.about}")
        if table.left_out:
            lines.append(f"         left out: {', '.join(table.left_out)}")
    lines += [
        "",
        "Left out are secrets of signing in, how employers name their searches and lists, and who",
        "of an organization wrote something. That such rows exist is shown.",
        "",
        f"Files: {len(files)}",
        *(f"  {name}" for name in files),
        "",
    ]
    return "\n".join(lines)
