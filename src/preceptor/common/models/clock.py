"""What has two sides and waits for one of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Waiting(models.Model):
    """The reply clock: who is to answer by when. Silence is closed by the sweep, truthfully.

    ``waits_for`` is empty when nobody is to answer; ``reply_by`` is then empty too.
    """

    class Side(models.TextChoices):
        NOBODY = "", "Nobody"
        PERSON = "person"
        ORGANIZATION = "organization"

    waits_for = models.CharField(max_length=12, choices=Side, default=Side.NOBODY, blank=True)
    reply_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(waits_for="", reply_by__isnull=True)
                | (~models.Q(waits_for="") & models.Q(reply_by__isnull=False)),
                name="%(app_label)s_%(class)s_waits_until",
            ),
        ]
