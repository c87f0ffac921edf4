"""The humans of the exchange, what they prefer and where they learned."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models.organizations import Organization
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.accounts.models.users import User
from preceptor.common.models import Scoped, new_public_id


class Person(Scoped):
    """A human in the exchange; ``user`` is empty for a visitor. The primary key is never shown."""

    class RightToWork(models.TextChoices):
        NOT_STATED = ""
        YES = "yes"
        NO = "no"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    user = models.OneToOneField(User, null=True, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(max_length=200, blank=True)
    # The name at the head of what they brought. It is shown nowhere: a view without names leaves
    # it out of their words, also where they gave no name of their own.
    name_read = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip_code = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_willing_to_move = models.BooleanField(default=False)
    right_to_work = models.CharField(
        max_length=3, choices=RightToWork, default=RightToWork.NOT_STATED, blank=True
    )
    available_on = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    # ISO 639-1 codes; None is not stated.
    languages = models.JSONField(null=True)
    # Who let them go, or whose new system took the work over.
    displaced_from = models.CharField(max_length=200, blank=True)
    displaced_on = models.DateField(null=True)
    # Asked every 90 days whether they still look; silence rests the profile.
    looking_asked_at = models.DateTimeField(null=True)
    looking_confirmed_at = models.DateTimeField(null=True)
    resting_since = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # A visitor's record is deleted after this; empty for people with an account.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="person_by_expiry")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="person_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"person {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for oneself; others are seen through the pool and applications."""
        return Q(user=user)


class Preferences(Scoped):
    """What a person would rather have: it ranks jobs and never hides one. None is not stated."""

    class Pay(models.TextChoices):
        HOUR = "hour", "an hour"
        YEAR = "year", "a year"

    class Hours(models.TextChoices):
        NOT_STATED = "", "Not stated"
        FULL = "full", "Full time"
        PART = "part", "Part time"
        EITHER = "either", "Either"

    class Remote(models.TextChoices):
        NOT_STATED = "", "Not stated"
        WANTED = "wanted", "I would rather work from home"
        ACCEPTED = "accepted", "Either is fine"
        UNWANTED = "unwanted", "I would rather work on site"

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="preferences"
    )
    # Minor units (cents) of US dollars.
    pay_least = models.PositiveIntegerField(null=True)
    pay_period = models.CharField(max_length=4, choices=Pay, default=Pay.YEAR)
    miles_most = models.PositiveSmallIntegerField(null=True)
    hours = models.CharField(max_length=6, choices=Hours, default=Hours.NOT_STATED, blank=True)
    travel_percent_most = models.PositiveSmallIntegerField(null=True)
    remote = models.CharField(max_length=8, choices=Remote, default=Remote.NOT_STATED, blank=True)
    # Kinds of organization; empty is no preference.
    settings = models.JSONField(default=list)
    # Whether new jobs that fit are worth a mail.
    wants_mail = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(travel_percent_most__isnull=True)
                | models.Q(travel_percent_most__lte=100),
                name="preferences_travel_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"preferences of person {self.person_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Schooling(Scoped):
    """A person's place in a cohort of a program; confirmed once the program says so."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="schooling")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="schooled"
    )
    cohort = models.CharField(max_length=100, blank=True)
    finished_on = models.DateField(null=True)
    stated_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # Public id of the user who confirmed.
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organization", "cohort"], name="schooling_stands_once"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="schooling_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at {self.organization_id}: {self.cohort}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own, and for the program that confirms it."""
        return of_person(user) | at_organization(user, "teaches")


class Change(models.Model):
    """Somebody's record, consent or existence changed: what a snapshot must look at again.

    Written in the same transaction as the change itself; the person number outlives the person.
    """

    number = models.BigAutoField(primary_key=True)
    person_number = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}: person {self.person_number}"
