"""What slows guessing: tries that failed in a row, and allauth's own counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class FailedTries(models.Model):
    """How often in a row a secret was given wrong, and from when the next try is heard.

    There is a row for an address whether or not it has an account: the answers do not differ.
    """

    # What is guessed and whose it is, as a keyed digest: no address stands here.
    bucket = models.CharField(max_length=120, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    free_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["last_at"], name="failed_tries_by_age")]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"


class Kept(models.Model):
    """The table behind Django's cache, so that it is made and changed like every other."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_kept"

    def __str__(self) -> str:
        return self.cache_key
