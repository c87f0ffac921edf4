"""The hash-chained log of what happened."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models

# Made once: a check of the chain encodes a million entries.
ENCODER = json.JSONEncoder(sort_keys=True)


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
        return entry_digest(
            number=self.number,
            kind=self.kind,
            at=self.at,
            actor=self.actor,
            target=self.target,
            details=self.details,
            previous=self.previous,
        )


def entry_digest(
    *,
    number: int,
    kind: str,
    at: datetime,
    actor: uuid.UUID | None,
    target: uuid.UUID | None,
    details: dict[str, Any],
    previous: str,
) -> str:
    """Return the SHA-256 over an entry's fields and the digest before it, in hex."""
    body = {
        "number": number,
        "kind": kind,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(actor or ""),
        "target": str(target or ""),
        "details": details,
        "previous": previous,
    }
    return hashlib.sha256(ENCODER.encode(body).encode()).hexdigest()
