"""What a person agreed to, who acts for them, and who looked."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models.organizations import Organization
from preceptor.accounts.models.persons import Person
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.accounts.models.users import User
from preceptor.common.models import Scoped, new_public_id

# What a look is about where it is about nothing further.
NOTHING = uuid.UUID(int=0)


class Consent(Scoped):
    """A dated yes for one use, until withdrawn."""

    class Purpose(models.TextChoices):
        FOUND = "found", "Be found by employers"
        CONTACTED = "contacted", "Be contacted"
        NAMED = "named", "Share my name before I apply"
        OUTCOME = "outcome", "Let my program see my outcome"
        COUNSELED = "counseled", "Let a counselor act for me"
        STATISTICS = "statistics", "Take part in statistics"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    # For whom, where it is for one: the program that sees the outcome, the counselors' house.
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="consents"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True, organization__isnull=True),
                name="consent_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "organization"],
                condition=models.Q(withdrawn_at__isnull=True, organization__isnull=False),
                name="consent_for_one_is_given_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose__in=["outcome", "counseled"])
                | models.Q(organization__isnull=False),
                name="consent_names_for_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Case(Scoped):
    """A client of a counselor. It acts only while the client's consent stands."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="cases")
    counselor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="cases")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cases")
    # The client's goal in the counselor's words; the client reads it too.
    goal = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "person"],
                condition=models.Q(closed_at__isnull=True),
                name="case_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for the client, and for the house while the client agrees to it."""
        agreed = Consent.objects.filter(
            purpose=Consent.Purpose.COUNSELED,
            withdrawn_at__isnull=True,
            person=models.OuterRef("person"),
            organization=models.OuterRef("organization"),
        )
        return of_person(user) | (at_organization(user, "counsels") & Q(models.Exists(agreed)))


class Look(Scoped):
    """Somebody saw something of a person; once a day and thing, for the person to read."""

    class Kind(models.TextChoices):
        LISTED = "listed", "Saw you in a list, without your name"
        PROFILE = "profile", "Opened your profile, without your name"
        NAMED = "named", "Opened your profile with your name"
        FILE = "file", "Opened a file of yours"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.SET_NULL, related_name="looks"
    )
    organization_name = models.CharField(max_length=200, blank=True)
    # Public id of the user who looked.
    viewer = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    # Public id of the job or application it was for.
    about = models.UUIDField(default=NOTHING)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="look_by_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "viewer", "kind", "about", "day"], name="look_counts_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for the one who was looked at."""
        return of_person(user)
