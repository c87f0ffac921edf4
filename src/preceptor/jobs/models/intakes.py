"""Feeds and pages of jobs that an organization takes in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Organization, User
from preceptor.accounts.models.scopes import at_organization
from preceptor.common.models import Document, Scoped, new_public_id


class Intake(Scoped):
    """Jobs of another feed or page: first looked at item by item, then taken in as drafts."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="intakes")
    # What was brought; dropped once it is taken in.
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    # How many items were new, changed, unchanged and refused when it was taken in.
    counts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "made_at"], name="intake_by_organization"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken_at__isnull=True) | models.Q(asked_at__isnull=False),
                name="intake_is_asked_for_first",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"intake {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for what was brought to organizations one hires for."""
        return at_organization(user, "hires")
