"""Who hires, trains, counsels; where they work; who acts for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from preceptor.accounts.models.users import User
from preceptor.common.models import Scoped, new_public_id


class Organization(models.Model):
    """Who hires or trains."""

    class Kind(models.TextChoices):
        HOSPITAL = "hospital"
        PRACTICE = "practice"
        EXCHANGE = "exchange", "Health information exchange"
        VENDOR = "vendor"
        EXTENSION_CENTER = "extension_center", "Regional extension center"
        CONSULTANCY = "consultancy"
        COLLEGE = "college"
        UNIVERSITY = "university"
        CERTIFYING_BODY = "certifying_body", "Certifying body"
        ASSOCIATION = "association"
        AGENCY = "agency", "Agency (workforce, state or federal)"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    summary = models.TextField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    # A steward looked and found that it is who it says; only then its jobs are shown.
    verified_at = models.DateTimeField(null=True)
    # Public id of the steward.
    verified_by = models.UUIDField(null=True)
    refused_why = models.CharField(max_length=300, blank=True)
    # Days in which it promises to answer an application.
    reply_days = models.PositiveSmallIntegerField(default=10)
    created_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="organization_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(reply_days__range=(1, 60)),
                name="organization_reply_days_is_1_to_60",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        """Tell whether a steward verified it, or it belongs to the demo world."""
        return self.verified_at is not None or self.is_demo


class Site(models.Model):
    """A place where an organization works."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="sites")
    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=120)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=5)
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return f"{self.name}, {self.city}, {self.state}"


class Membership(Scoped):
    """A user who acts for an organization."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        MEMBER = "member"

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    # The hats a member wears here; several may be worn at once.
    hires = models.BooleanField(default=False)
    teaches = models.BooleanField(default=False)
    counsels = models.BooleanField(default=False)
    mentors = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "user"], name="member_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organization}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own and one's colleagues' memberships."""
        own = Membership.objects.filter(user=user)
        return Q(user=user) | Q(organization__in=own.values("organization"))


class Invitation(Scoped):
    """An address that was asked to join an organization; the link in the mail holds the token."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Membership.Role)
    hires = models.BooleanField(default=False)
    teaches = models.BooleanField(default=False)
    counsels = models.BooleanField(default=False)
    mentors = models.BooleanField(default=False)
    # SHA-256 of the token, in hex: who reads the database cannot accept.
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="invitations_sent"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.organization_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for who administers the organization."""
        own = Membership.objects.filter(user=user, role=Membership.Role.ADMINISTRATOR)
        return Q(organization__in=own.values("organization"))
