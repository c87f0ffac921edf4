"""Saved searches with what they found, and shortlists that a team shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Organization, Person, User
from preceptor.accounts.models.scopes import at_organization
from preceptor.common.models import Scoped, new_public_id
from preceptor.jobs.models import Job


class SavedSearch(Scoped):
    """A search that is asked again every day; a person looks for jobs, a team for people."""

    class Kind(models.TextChoices):
        JOBS = "jobs"
        PEOPLE = "people"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    # Whose team it is for, where people are searched.
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.CASCADE, related_name="saved_searches"
    )
    # The query of the search's own address, such as "role=trainer&remote=1".
    query = models.CharField(max_length=2000, blank=True)
    wants_mail = models.BooleanField(default=True)
    # SHA-256 of the token in the address of its feed.
    feed_digest = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    # Asked no more until its owner wants it again.
    stopped_at = models.DateTimeField(null=True)
    # Put aside: it can be had back for a week.
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="search_by_asked")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind="people") | models.Q(organization__isnull=False),
                name="search_of_people_is_a_teams",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return Q(owner=user)


class Found(Scoped):
    """Something a saved search found first at some time: a job or a person."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="found")
    job = models.ForeignKey(Job, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["search", "job"],
                condition=models.Q(job__isnull=False),
                name="found_job_once",
            ),
            models.UniqueConstraint(
                fields=["search", "person"],
                condition=models.Q(person__isnull=False),
                name="found_person_once",
            ),
            models.CheckConstraint(
                condition=models.Q(job__isnull=False, person__isnull=True)
                | models.Q(job__isnull=True, person__isnull=False),
                name="found_is_a_job_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"found {self.pk}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for what one's own searches found."""
        return Q(search__owner=user)


class Shortlist(Scoped):
    """People whom a team keeps an eye on, blind as in every list."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="shortlists"
    )
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="shortlists")
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    # Put aside: it can be had back for a week.
    deleted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for lists of teams the user hires with."""
        return at_organization(user, "hires")


class Listing(Scoped):
    """A person on a shortlist, with a word why."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="listings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listings")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shortlist", "person"], name="listing_stands_once"),
        ]

    def __str__(self) -> str:
        return f"listing {self.pk}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for people on lists of teams the user hires with."""
        return Q(shortlist__in=Shortlist.objects.for_user(user))
