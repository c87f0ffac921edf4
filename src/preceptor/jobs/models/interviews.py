"""Interviews: slots to choose from, and scorecards line by line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.accounts.models import User
from preceptor.common.models import new_public_id
from preceptor.jobs.models.applications import Application
from preceptor.jobs.models.jobs import Job
from preceptor.jobs.models.lines import Line


class Slot(models.Model):
    """A time at which somebody can be interviewed; booked by the person themselves."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="slots")
    interviewer = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="slots"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # IANA name of the zone in which it was offered, such as America/New_York.
    zone = models.CharField(max_length=60)
    where = models.CharField(max_length=300)
    # Offered to these applications only; booked by one of them.
    offered_to = models.ManyToManyField(Application, blank=True, related_name="slots_offered")
    booked_by = models.ForeignKey(
        Application, null=True, on_delete=models.SET_NULL, related_name="slots"
    )
    booked_at = models.DateTimeField(null=True)
    # iCalendar: each change of what was sent raises it.
    sequence = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "starts_at"], name="slot_by_job")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"slot {self.public_id}"


class Scorecard(models.Model):
    """What one interviewer found, line by line; others see it once they gave their own."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="scorecards"
    )
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    summary = models.TextField(blank=True)
    # 1 no, 2 rather no, 3 rather yes, 4 yes; None while it is a draft.
    overall = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "author"], name="scorecard_is_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(overall__isnull=True) | models.Q(overall__range=(1, 4)),
                name="scorecard_overall_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return f"scorecard {self.public_id}"


class Mark(models.Model):
    """What a scorecard says of one line: 1 to 4, or None for not asked."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="marks")
    line = models.ForeignKey(Line, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=300)
    mark = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True) | models.Q(mark__range=(1, 4)),
                name="mark_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return self.label
