"""What people and organizations write to each other, what is to do, and what was told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from preceptor.accounts.models.organizations import Organization
from preceptor.accounts.models.persons import Person
from preceptor.accounts.models.scopes import at_organization, of_person
from preceptor.accounts.models.users import User
from preceptor.common.models import Scoped, Waiting, new_public_id

# Members with one of these hats speak for their organization and read what is written to it.
SPEAKING_HATS = ("hires", "teaches", "counsels")


class Conversation(Scoped, Waiting):
    """Messages between a person and an organization; whoever wrote last waits for the other."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conversations")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="conversations"
    )
    subject = models.CharField(max_length=200)
    # Public id of the job, application or offer it is about, if any.
    about = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    # When the question was put that waits for an answer; empty while none does.
    asked_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Which side closed it and alone may open it again; empty: the system, after silence.
    closed_by = models.CharField(max_length=12, choices=Waiting.Side, default="", blank=True)
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta(Waiting.Meta):
        indexes: ClassVar = [
            models.Index(fields=["person", "last_at"], name="conversation_by_person"),
            models.Index(fields=["organization", "last_at"], name="conversation_by_organization"),
            models.Index(fields=["reply_by"], name="conversation_by_reply"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.public_id}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for both sides: the person, and who speaks for the organization."""
        return of_person(user) | at_organization(user, *SPEAKING_HATS)


class Message(Scoped):
    """One message; ``side`` says who speaks, the system itself where it is empty."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    side = models.CharField(max_length=12, choices=Waiting.Side, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    # Whether an answer is asked for.
    asks = models.BooleanField(default=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation", "sent_at"], name="message_by_time")
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for both sides of its conversation."""
        return of_person(user, "conversation__person") | at_organization(
            user, *SPEAKING_HATS, path="conversation__organization"
        )


class ToDo(Scoped):
    """A concrete next step of a person, most often what a refusal asked for."""

    class Kind(models.TextChoices):
        SHOW = "show", "Show it"
        LEARN = "learn", "Learn it"
        ASK = "ask", "Ask"
        CONFIRM = "confirm", "Confirm"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="todos")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    # Slug of the competency it is about, and public id of the application it came from.
    competency = models.CharField(max_length=120, blank=True)
    source = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "made_at"], name="todo_by_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(dropped_at__isnull=True),
                name="todo_is_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for one's own."""
        return of_person(user)


class Notice(Scoped):
    """Something a user is told on the site; it names nobody who did not agree."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "read_at", "made_at"], name="notice_by_user")
        ]

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def seen_by(cls, user: Any) -> Q:
        """Return the condition for who is told."""
        return Q(user=user)
