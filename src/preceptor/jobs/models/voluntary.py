"""Voluntary answers, kept apart: no page shows one, only counts leave this table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.accounts.models import Person


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

    class Meta:
        constraints: ClassVar = []

    def __str__(self) -> str:
        return "voluntary answers"
