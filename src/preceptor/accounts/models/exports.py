"""What a person asked to take along."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models.persons import Person
from preceptor.accounts.models.scopes import of_person
from preceptor.common.models import Scoped, new_public_id


class Export(Scoped):
    """A file with everything held about a person, made in the background, gone after a week.

    ``stored`` is its random name under the exports folder, empty until it is ready.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    stored = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "asked_at"], name="export_by_person"),
            models.Index(fields=["expires_at"], name="export_by_expiry"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, stored="")
                | (Q(ready_at__isnull=False) & ~Q(stored="")),
                name="export_is_ready_with_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)
