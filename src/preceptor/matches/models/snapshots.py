"""Snapshots of the pool and the stamps of answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.common.models import new_public_id


class Snapshot(models.Model):
    """The pool as columns on disk: derived, versioned, never the truth.

    The row stays while stamps rest on it; ``filename`` is empty once the file was dropped.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    built_at = models.DateTimeField()
    as_of = models.DateField()
    vocabulary_version = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    person_count = models.PositiveIntegerField()
    # The newest change row that it holds.
    through_change = models.BigIntegerField()
    filename = models.CharField(max_length=100, blank=True)
    # The writing that the file names itself by, so that no other file is taken for it.
    build = models.CharField(max_length=64)
    # Whoever was erased up to this change row is cleared from the file.
    cleared_through = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_count} people as of {self.as_of}"


class Stamp(models.Model):
    """What an answer was computed from; with it the answer can be computed again."""

    digest = models.CharField(max_length=16, unique=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="stamps")
    last_change = models.BigIntegerField()
    vocabulary_version = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    as_of = models.DateField()
    policy = models.CharField(max_length=64)
    # Job public id and revision, where the answer is about one job.
    job = models.UUIDField(null=True)
    job_revision = models.PositiveIntegerField(null=True)
    # How many people stood in the pool.
    people = models.PositiveIntegerField(default=0)
    # What was asked beyond the job itself, and the digest of the answer's numbers; a stamp whose
    # answer was not kept has an empty digest.
    question = models.JSONField(default=dict, blank=True)
    answer = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "given_at"], name="stamp_by_job")]

    def __str__(self) -> str:
        return self.digest
