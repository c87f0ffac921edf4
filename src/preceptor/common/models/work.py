"""Background work, what falls due regularly, mail to send, and what must not be done twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preceptor.common.models.ids import new_public_id


class BackgroundJob(models.Model):
    """One piece of work for the worker. A lease says who has it; an expired one frees it.

    ``task`` is the dotted path of a declared task; ``key`` keeps the same work from waiting twice.
    """

    class State(models.TextChoices):
        READY = "ready", "Waits"
        RUNNING = "running", "Runs"
        DONE = "done", "Done"
        FAILED = "failed", "Gave up"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    # Work of one queue is done one after another; a worker serves every queue side by side.
    queue = models.CharField(max_length=32, default="default")
    key = models.CharField(max_length=200, blank=True)
    # Asked for again while it ran: it then runs once more, on what has changed meanwhile.
    again = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField(default=5)
    lease_seconds = models.PositiveIntegerField(default=60)
    holder = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_of = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "queue", "run_at"], name="work_by_state_due")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "key"],
                condition=~models.Q(key="") & models.Q(state__in=["ready", "running"]),
                name="work_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.state}"

    @property
    def trouble_line(self) -> str:
        """The last line of the trouble: of a Python traceback, what went wrong."""
        return self.trouble.strip().rpartition("\n")[2]


class Schedule(models.Model):
    """A task that falls due again and again."""

    task = models.CharField(max_length=200, primary_key=True)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.task


class Mail(models.Model):
    """A mail to send, written in the transaction of its cause. Once sent, its words are cleared.

    ``recipient`` is the public id of the user or person it goes to, so that erasure finds it.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    recipient = models.UUIDField(null=True)
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # An iCalendar object that goes along, with its method (REQUEST, CANCEL).
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    send_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sent_at", "failed_at", "send_at"], name="mail_by_due"),
            models.Index(fields=["recipient"], name="mail_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class RequestKey(models.Model):
    """A form that was sent: sending it again gives the first answer and does nothing."""

    key = models.UUIDField(primary_key=True)
    # Public id of who sent it; another's key is refused.
    who = models.UUIDField()
    action = models.CharField(max_length=60)
    # What came of it: a public id, or an address.
    answer = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="request_key_by_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Tries(models.Model):
    """How often something was tried in a window of time, counted in the database."""

    # What is limited and for whom, hashed: "sign-in:account:<digest>".
    bucket = models.CharField(max_length=120)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bucket", "window"], name="tries_are_counted_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["window"], name="tries_by_age")]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"
