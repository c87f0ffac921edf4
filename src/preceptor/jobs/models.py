"""Jobs and pasted needs, with the lines that matching asks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.accounts.models import Organization, Person, Site
from preceptor.common.models import Document, new_public_id


class Job(models.Model):
    """A posting, or a need that somebody pasted to see its price."""

    class Kind(models.TextChoices):
        JOB = "job"
        ENGAGEMENT = "engagement"
        INTERNSHIP = "internship"

    class Status(models.TextChoices):
        PASTED = "pasted", "Pasted by a visitor"
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    class WorkMode(models.TextChoices):
        REMOTE = "remote"
        HYBRID = "hybrid"
        ONSITE = "onsite", "On site"
        FLEXIBLE = "flexible"
        UNSPECIFIED = "unspecified", "Not stated"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True, null=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.JOB)
    status = models.CharField(max_length=20, choices=Status)
    title = models.CharField(max_length=300)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="jobs")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="jobs"
    )
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="jobs")
    # Who pasted it; the need goes when the visitor goes.
    owner = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="needs")
    # The reader's answer as engine.extract.facts.Posting names it, without the lines.
    reading = models.JSONField(default=dict)
    roles = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    role = models.CharField(max_length=40)
    work_mode = models.CharField(max_length=20, choices=WorkMode)
    states = models.JSONField(default=list)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_miles = models.PositiveSmallIntegerField(default=50)
    # How much proof counts (0, 25, 50, 75, 100) and signed hours that stand for a year.
    proof_weight = models.PositiveSmallIntegerField(default=100)
    hours_per_year = models.PositiveSmallIntegerField(default=160)
    revision = models.PositiveIntegerField(default=1)
    vocabulary_version = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "role"], name="job_by_status_role")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(proof_weight__in=[0, 25, 50, 75, 100]),
                name="job_proof_weight_is_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(hours_per_year__gte=1), name="job_hours_per_year_is_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="open") | models.Q(slug__isnull=False),
                name="job_open_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
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
