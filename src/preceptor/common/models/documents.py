"""Uploaded documents and the text that was read out of them."""

from __future__ import annotations

from django.db import models

from preceptor.common.models.ids import new_public_id


class Document(models.Model):
    """A file or pasted text as it came, with the text that was read out of it.

    ``stored`` is the file's random name under the uploads folder, empty for pasted text.
    """

    class Kind(models.TextChoices):
        PDF = "pdf"
        DOCX = "docx"
        TEXT = "text"
        MARKDOWN = "markdown"
        JSON_RESUME = "json_resume"
        PASTED = "pasted"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    filename = models.CharField(max_length=200, blank=True)
    stored = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    page_count = models.PositiveIntegerField(null=True)
    text = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.filename or f"{self.kind} {self.public_id}"
