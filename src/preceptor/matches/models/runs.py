"""Nightly runs, in which everybody is held against every open job, and the alerts they give."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models import Person
from preceptor.accounts.models.scopes import of_person
from preceptor.common.models import Scoped, new_public_id
from preceptor.jobs.models import Job
from preceptor.matches.models.snapshots import Snapshot


class Run(models.Model):
    """One match of everybody with every open job; the lists themselves lie in ``folder``."""

    class State(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        SUPERSEDED = "superseded", "Left behind: people or jobs had changed"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    # What it rests on. The snapshot may be dropped once the run is over.
    snapshot = models.ForeignKey(
        Snapshot, null=True, on_delete=models.SET_NULL, related_name="runs"
    )
    inputs = models.CharField(max_length=64)
    as_of = models.DateField()
    through_change = models.BigIntegerField()
    vocabulary_version = models.CharField(max_length=60)
    engine_version = models.CharField(max_length=20)
    people = models.PositiveIntegerField()
    jobs = models.PositiveIntegerField()
    per_job = models.PositiveSmallIntegerField()
    per_person = models.PositiveSmallIntegerField()
    # Where it stands.
    units = models.PositiveIntegerField()
    units_done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)
    # Who works on it, and until when others leave it alone.
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)
    # What came out. The folder's name is empty once its files were deleted.
    folder = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    trouble = models.CharField(max_length=300, blank=True)
    # Whoever was erased up to this change row is cleared from the files.
    cleared_through = models.BigIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "started_at"], name="run_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="running"), name="run_goes_alone"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="finished") | ~models.Q(digest=""),
                name="run_finished_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people} people and {self.jobs} jobs as of {self.as_of}: {self.state}"


class Alert(Scoped):
    """A match that was not there the night before: for the person, or for the employer."""

    class Kind(models.TextChoices):
        NEW_JOB = "new_job", "A job that is new among this person's"
        NEW_PERSON = "new_person", "A person who is new on this job's shortlist"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="match_alerts")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="match_alerts")
    kind = models.CharField(max_length=10, choices=Kind)
    # How well they fit, in thousandths.
    fit = models.PositiveSmallIntegerField()
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="alerts")
    made_at = models.DateTimeField()
    # When the person was told, on the site or by mail.
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "kind", "made_at"], name="alert_by_job")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "job", "kind"], name="alert_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.job_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for jobs that are new for the person themselves."""
        return of_person(user) & Q(kind=cls.Kind.NEW_JOB)
