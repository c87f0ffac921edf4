"""Voluntary answers, kept apart: no page shows one, only counts leave this table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.accounts.models import Membership, Organization, Person, User
from preceptor.common.models import new_public_id
from preceptor.jobs.models.jobs import Job


class VoluntaryQuerySet(models.QuerySet["VoluntaryAnswers"]):
    """Voluntary answers, as far as somebody may see them."""

    def for_user(self, user: User) -> VoluntaryQuerySet:
        """Return the user's own answers; nobody sees another's."""
        return self.filter(person__user=user)


class ImpactReportQuerySet(models.QuerySet["ImpactReport"]):
    """Adverse-impact reports, as far as somebody may see them."""

    def for_user(self, user: User) -> ImpactReportQuerySet:
        """Return the reports of organizations that the user administers."""
        administered = Membership.objects.filter(user=user, role=Membership.Role.ADMINISTRATOR)
        return self.filter(organization__in=administered.values("organization"))


class VoluntaryAnswers(models.Model):
    """What a person chose to say for the adverse-impact report; empty is not stated.

    Categories as the Uniform Guidelines on Employee Selection Procedures (41 CFR 60-3.4) name them.
    """

    class Sex(models.TextChoices):
        NOT_STATED = "", "I would rather not say"
        FEMALE = "female"
        MALE = "male"

    class Race(models.TextChoices):
        NOT_STATED = "", "I would rather not say"
        HISPANIC = "hispanic", "Hispanic or Latino"
        WHITE = "white"
        BLACK = "black", "Black or African American"
        PACIFIC = "pacific", "Native Hawaiian or other Pacific Islander"
        ASIAN = "asian"
        NATIVE = "native", "American Indian or Alaska Native"
        TWO = "two", "Two or more races"

    class Age(models.TextChoices):
        NOT_STATED = "", "I would rather not say"
        UNDER_40 = "under_40", "Under 40"
        FROM_40 = "from_40", "40 or older"

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="voluntary_answers"
    )
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.NOT_STATED, blank=True)
    race = models.CharField(max_length=10, choices=Race, default=Race.NOT_STATED, blank=True)
    age = models.CharField(max_length=10, choices=Age, default=Age.NOT_STATED, blank=True)
    answered_at = models.DateTimeField()

    objects = VoluntaryQuerySet.as_manager()

    def __str__(self) -> str:
        return "voluntary answers"


class ImpactReport(models.Model):
    """An adverse-impact report: made once, for jobs that are over, and never counted again.

    A report that followed each application would tell each person's answers. ``content`` holds
    only counts that may be shown. ``job`` is empty for an organization's report over many jobs.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="impact_reports"
    )
    job = models.OneToOneField(
        Job, null=True, on_delete=models.CASCADE, related_name="impact_report"
    )
    covers = models.ManyToManyField(Job, related_name="+")
    content = models.JSONField()
    made_at = models.DateTimeField()

    objects = ImpactReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "made_at"], name="impact_by_organization")
        ]

    def __str__(self) -> str:
        return f"adverse-impact report {self.public_id}"
