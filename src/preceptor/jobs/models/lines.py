"""What a job asks, line by line."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.common.models import Scoped
from preceptor.jobs.models.jobs import Job


class Line(Scoped):
    """One thing a job asks; gates are lines that are never scored."""

    class Kind(models.TextChoices):
        COMPETENCY = "competency"
        CREDENTIAL = "credential"
        YEARS = "years"
        EDUCATION = "education"
        LICENCE = "licence"
        PLACE = "place"
        RIGHT_TO_WORK = "right_to_work"

    class Necessity(models.TextChoices):
        MUST = "must"
        NICE = "nice"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    necessity = models.CharField(max_length=5, choices=Necessity)
    weight = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    # What engine.translate.lines.LineDraft.spec holds.
    spec = models.JSONField(default=dict)
    rule = models.CharField(max_length=80)
    # Where it stands in the job's text; None for a line that somebody added.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "order"], name="line_order_is_unique"),
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 100)), name="line_weight_is_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.necessity} {self.label}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for lines of jobs that the user may see."""
        return Q(job__in=Job.objects.for_user(user))
