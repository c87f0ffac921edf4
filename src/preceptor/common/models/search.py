"""What stands in the indexes for searching by words; the words themselves lie beside it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class IndexHead(models.Model):
    """The newest version of one kind's index; a new epoch begins when it is built anew."""

    kind = models.CharField(max_length=20, primary_key=True)
    epoch = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind}: {self.version}"


class IndexEntry(models.Model):
    """A row of an index: by its version a change is seen. Without a digest it was taken out."""

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    version = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "version"], name="index_by_version")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="index_entry_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
