"""A document as a download, never shown inside the site."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from preceptor.common.models import Document

TYPES = {
    Document.Kind.PDF: "application/pdf",
    Document.Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Document.Kind.JSON_RESUME: "application/json",
}


def document_answer(document: Document, *, name: str = "") -> FileResponse:
    """Return a document's bytes as an attachment; pasted text comes as a text file.

    A file that is gone from the disk comes as the text that was read out of it.
    """
    path = Path(settings.MEDIA_ROOT) / document.stored if document.stored else None
    if path is not None and path.is_file():
        kind = TYPES.get(Document.Kind(document.kind), "text/plain; charset=utf-8")
        answer = FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=name or document.filename or "document",
            content_type=kind,
        )
    else:
        stem = Path(name or document.filename or "resume").stem
        answer = FileResponse(
            BytesIO(document.text.encode()),
            as_attachment=True,
            filename=f"{stem}.txt",
            content_type="text/plain; charset=utf-8",
        )
    # Whatever a file holds, nothing in it runs on this site.
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
