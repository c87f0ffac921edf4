"""Consultants: what they offer, who vouches for them, when they are free, who shares them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Organization, Person, Site, User
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.common.models import Scoped, Waiting, new_public_id
from preceptor.jobs.models.jobs import Job


class ConsultantOffer(Scoped):
    """A local consultant's profile; shown with the name, which is what it is for."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="consultant_offer")
    headline = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    # Cents an hour.
    rate_least = models.PositiveIntegerField(null=True)
    rate_most = models.PositiveIntegerField(null=True)
    hours_week = models.PositiveSmallIntegerField(default=20)
    radius_miles = models.PositiveSmallIntegerField(default=60)
    is_remote = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)
    # A steward or the extension center checked who it is and what it says.
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_by__isnull=True)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="offer_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_least__isnull=True)
                | models.Q(rate_most__isnull=True)
                | models.Q(rate_most__gte=models.F("rate_least")),
                name="offer_rate_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own; open ones are shown to every practice."""
        return of_person(user)


class Reference(Waiting, Scoped):
    """Somebody who says what a consultant did for them; asked by mail, once."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    offer = models.ForeignKey(ConsultantOffer, on_delete=models.CASCADE, related_name="references")
    organization_name = models.CharField(max_length=200)
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    work = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.organization_name

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for the consultant whom they vouch for."""
        return of_person(user, "offer__person")


class Free(Scoped):
    """A stretch of weeks in which a consultant has some share of the week left."""

    offer = models.ForeignKey(ConsultantOffer, on_delete=models.CASCADE, related_name="free")
    starts_on = models.DateField()
    ends_on = models.DateField()
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="free_has_a_length"
            ),
            models.CheckConstraint(
                condition=models.Q(percent__range=(1, 100)), name="free_percent_is_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % from {self.starts_on}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user, "offer__person")


class ShareRequest(Scoped, Waiting):
    """A practice asks for a share of a consultant; several may join one engagement."""

    class State(models.TextChoices):
        ASKED = "asked"
        AGREED = "agreed"
        DECLINED = "declined"
        LAPSED = "lapsed", "No answer in time"
        ENDED = "ended"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    offer = models.ForeignKey(ConsultantOffer, on_delete=models.CASCADE, related_name="requests")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="share_requests"
    )
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # The engagement it became part of.
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="shares")
    percent = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_open_to_others = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()

    class Meta(Waiting.Meta):
        constraints: ClassVar = [
            *Waiting.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(percent__range=(1, 100)), name="share_percent_is_1_to_100"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="share_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"share request {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for the consultant who is asked, and the practice that asks."""
        return of_person(user, "offer__person") | at_organization(user, "hires")
