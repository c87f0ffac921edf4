"""Jobs, engagements and pasted needs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Organization, Person, Site, User
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.common.models import Document, Scoped, new_public_id


class Job(Scoped):
    """A posting, or a need that somebody pasted to see its price."""

    class Kind(models.TextChoices):
        JOB = "job"
        ENGAGEMENT = "engagement"
        INTERNSHIP = "internship"

    class Status(models.TextChoices):
        PASTED = "pasted", "Pasted by a visitor"
        DRAFT = "draft"
        REVIEW = "review", "In review"
        OPEN = "open"
        PAUSED = "paused"
        FILLED = "filled"
        CLOSED = "closed"
        EXPIRED = "expired"
        TEMPLATE = "template"

    class WorkMode(models.TextChoices):
        REMOTE = "remote"
        HYBRID = "hybrid"
        ONSITE = "onsite", "On site"
        FLEXIBLE = "flexible"
        UNSPECIFIED = "unspecified", "Not stated"

    class Pay(models.TextChoices):
        HOUR = "hour", "an hour"
        YEAR = "year", "a year"

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
    # Pay in minor units (cents); None is not stated.
    pay_least = models.PositiveIntegerField(null=True)
    pay_most = models.PositiveIntegerField(null=True)
    pay_currency = models.CharField(max_length=3, default="USD")
    pay_period = models.CharField(max_length=4, choices=Pay, default=Pay.YEAR)
    # Hours a week; for an engagement all its sites together.
    hours_week = models.PositiveSmallIntegerField(null=True)
    # How many people it is to hire.
    openings = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # What the reader found, so that a search can ask it; None is not stated.
    is_entry_friendly = models.BooleanField(null=True)
    needs_clinical = models.BooleanField(null=True)
    # Who works on it, and what they tell each other; never shown outside.
    team = models.ManyToManyField(User, blank=True, related_name="+")
    notes = models.TextField(blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    copied_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    # Where it came from, for a job of another feed: its address there and its id.
    source_url = models.URLField(max_length=500, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    # SHA-256 of what came, in hex: the same again changes nothing.
    source_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The last day on which one may apply.
    expires_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "role"], name="job_by_status_role"),
            models.Index(fields=["status", "opened_at"], name="job_by_status_opened"),
            models.Index(fields=["organization", "status"], name="job_by_organization_status"),
            models.Index(fields=["status", "expires_on"], name="job_by_status_expiry"),
        ]
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
            models.CheckConstraint(
                condition=models.Q(pay_least__isnull=True)
                | models.Q(pay_most__isnull=True)
                | models.Q(pay_most__gte=models.F("pay_least")),
                name="job_pay_is_a_range",
            ),
            models.UniqueConstraint(
                fields=["organization", "source_id"],
                condition=~models.Q(source_id=""),
                name="job_is_taken_in_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def dated_title(self) -> str:
        """The title with the day it was opened: an organization may have several of one title."""
        opened = self.opened_at
        return f"{self.title}, opened {opened:%-d %b %Y}" if opened else f"{self.title}, not opened"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for jobs of organizations one hires for, and for one's own needs."""
        return at_organization(user, "hires") | of_person(user, "owner")


class JobPlace(Scoped):
    """A place of work of a job; an engagement says how much of the week each site gets."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="places")
    order = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    city = models.CharField(max_length=120)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "order"], name="place_order_is_unique"),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(1, 100)),
                name="place_percent_is_1_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.state}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for places of jobs that the user may see."""
        return Q(job__in=Job.objects.for_user(user))
