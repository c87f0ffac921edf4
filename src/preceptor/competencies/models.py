"""The vocabulary's footing in the database: stable numbers that evidence and lines point to."""

from __future__ import annotations

from django.db import models

from preceptor.engine.vocabulary import Kind


class VocabularyVersion(models.Model):
    """A version of the vocabulary that this installation has loaded."""

    version = models.CharField(max_length=60, unique=True)
    loaded_at = models.DateTimeField()
    competency_count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.version


class Competency(models.Model):
    """One competency; texts, relations and aliases stand in the vocabulary's files."""

    KINDS = tuple((kind.value, kind.value.title()) for kind in Kind)

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    # Named by an earlier version only: kept because evidence points to it.
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
