"""What has two sides and waits for one of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models


def remind_at(asked_at: datetime, reply_by: datetime) -> datetime:
    """Return when who is silent is reminded: at two thirds of the time to reply."""
    return asked_at + (reply_by - asked_at) * 2 / 3


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

    def is_to_be_reminded(self, *, asked_at: datetime, now: datetime) -> bool:
        """Tell whether two thirds of the time since ``asked_at`` are over, and nobody was reminded.

        Once the time is over it is too late to remind: silence is closed then.
        """
        if self.reply_by is None or self.reminded_at is not None:
            return False
        return remind_at(asked_at, self.reply_by) <= now < self.reply_by
