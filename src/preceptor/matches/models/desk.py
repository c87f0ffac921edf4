"""The re-employment desk, and records that may be of one person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Organization, Person, Site, User
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.common.models import Scoped, new_public_id


class Reduction(Scoped):
    """An announced loss of work: a layoff, or a new system that takes an office's work over."""

    class Kind(models.TextChoices):
        LAYOFF = "layoff", "Posts are cut"
        NEW_SYSTEM = "new_system", "A new system takes the work over"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="reductions"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    # How many people it touches as announced; they join by themselves, with consent.
    people_count = models.PositiveIntegerField()
    expected_on = models.DateField()
    words = models.TextField(blank=True)
    # Who counsels them.
    desk = models.ForeignKey(
        Organization, null=True, on_delete=models.SET_NULL, related_name="desks"
    )
    # SHA-256 of the code that affected people are given.
    code_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for who announced it, who counsels, and who is affected."""
        return (
            at_organization(user, "hires")
            | at_organization(user, "counsels", path="desk")
            | Q(pk__in=Affected.objects.filter(person__user=user).values("reduction"))
        )


class Affected(Scoped):
    """A person who came to the desk because of a reduction."""

    reduction = models.ForeignKey(Reduction, on_delete=models.CASCADE, related_name="affected")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reductions")
    work = models.CharField(max_length=200, blank=True)
    # Agreed that the own employer may see them first, for other work in the house.
    wants_redeployment = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reduction", "person"], name="affected_joins_once"),
        ]

    def __str__(self) -> str:
        return f"affected {self.pk}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own; who counsels sees them by their consent."""
        return of_person(user)


class Likeness(Scoped):
    """Two records that may be of one person, proposed for merging; never merged by itself.

    Both owners must say that it is theirs, or a steward who looked into it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        MERGED = "merged"
        DIFFERENT = "different", "Two people"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    # When the owner of each said that the other record is theirs, too.
    first_agreed_at = models.DateTimeField(null=True)
    second_agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_stands_once"),
            models.CheckConstraint(
                condition=models.Q(second__gt=models.F("first")), name="likeness_is_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"likeness {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for likenesses of the user's own record; stewards see all."""
        if user.is_steward:
            return Q()
        return of_person(user, "first") | of_person(user, "second")
