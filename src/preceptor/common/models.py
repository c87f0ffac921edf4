"""The hash-chained log and uploaded documents: nothing here knows a noun of the field."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC
from typing import ClassVar

from django.db import models
from uuid6 import uuid7


def new_public_id() -> uuid.UUID:
    """Return a random, time-ordered id to show in addresses."""
    return uuid.UUID(int=uuid7().int)


class LogHead(models.Model):
    """The one row that is locked while an entry is appended, so that the chain never forks."""

    name = models.CharField(max_length=20, primary_key=True, default="log")
    entry_count = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(name="log"), name="log_has_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_count} entries"


class LogEntry(models.Model):
    """One thing that happened. Random ids only, no foreign keys: erasure leaves the chain whole."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    target = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["target", "number"], name="log_by_target")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    def computed_digest(self) -> str:
        """Return the SHA-256 over this entry and the digest of the one before it, in hex."""
        body = {
            "number": self.number,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(self.actor or ""),
            "target": str(self.target or ""),
            "details": self.details,
            "previous": self.previous,
        }
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


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
