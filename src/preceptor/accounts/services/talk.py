"""Messages between people and organizations, to-dos, and what users are told."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from preceptor.accounts.models import (
    Conversation,
    Membership,
    Message,
    Notice,
    Organization,
    Person,
    ToDo,
    User,
)
from preceptor.accounts.queries.consent import may_write_to
from preceptor.common.addresses import site_address
from preceptor.common.models import Waiting
from preceptor.common.services import append_log, send_mail

Side = Waiting.Side

REPLY_DAYS = 10


class MayNotWrite(Exception):
    """The person did not agree to be written to by this organization."""


class ConversationClosed(Exception):
    """The other side has closed this conversation."""


def tell(
    *, user: User, kind: str, text: str, address: str, now: datetime, mail_subject: str = ""
) -> Notice:
    """Tell a user something on the site and, with a subject, by mail: the text and the link.

    ``text`` names nobody but the user and quotes nothing private. Part of the caller's event.
    """
    notice = Notice.objects.create(
        user=user, kind=kind, text=text[:300], address=address[:300], made_at=now
    )
    if mail_subject:
        send_mail(
            kind=kind,
            recipient=user.public_id,
            to=user.email,
            subject=mail_subject,
            text=f"{text}\n\n{site_address(address)}\n" if address else f"{text}\n",
            now=now,
        )
    return notice


@transaction.atomic
def add_todo(
    *,
    person: Person,
    kind: str,
    title: str,
    now: datetime,
    why: str = "",
    competency: str = "",
    source: uuid.UUID | None = None,
    due_on: date | None = None,
    by: User | None = None,
) -> ToDo:
    """Add a concrete next step for a person.

    The same open step from the same source is there once: asked again, it is returned.
    """
    same = ToDo.objects.filter(
        person=person,
        kind=kind,
        title=title[:300],
        source=source,
        done_at__isnull=True,
        dropped_at__isnull=True,
    ).first()
    if same is not None:
        return same
    todo = ToDo.objects.create(
        person=person,
        kind=kind,
        title=title[:300],
        why=why,
        competency=competency,
        source=source,
        due_on=due_on,
        made_at=now,
    )
    _log_todo("accounts.todo_added", todo, by, now)
    return todo


@transaction.atomic
def finish_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Note that a step is done; done already, nothing changes."""
    if todo.done_at is None:
        todo.done_at, todo.dropped_at = now, None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_done", todo, by, now)


@transaction.atomic
def drop_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Note that the person will not take a step; dropped already, nothing changes."""
    if todo.dropped_at is None:
        todo.dropped_at, todo.done_at = now, None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_dropped", todo, by, now)


@transaction.atomic
def reopen_todo(*, todo: ToDo, now: datetime, by: User | None = None) -> None:
    """Put a step back among the open ones."""
    if todo.done_at is not None or todo.dropped_at is not None:
        todo.done_at = todo.dropped_at = None
        todo.save(update_fields=["done_at", "dropped_at"])
        _log_todo("accounts.todo_reopened", todo, by, now)


@transaction.atomic
def write_message(
    *,
    person: Person,
    organization: Organization,
    side: str,
    author: User | None,
    text: str,
    now: datetime,
    conversation: Conversation | None = None,
    subject: str = "",
    about: uuid.UUID | None = None,
    reply_days: int | None = REPLY_DAYS,
) -> Message:
    """Write to the other side, in a conversation or a new one; the other side is to answer.

    ``side`` says who speaks (Waiting.Side). ``reply_days`` None asks for no answer. A reminder by
    the same side does not move the day the other one has: the first question counts. Raises
    MayNotWrite where an organization writes first to a person who did not agree to be contacted,
    ConversationClosed where the other side closed it.
    """
    if conversation is None:
        if side == Side.ORGANIZATION and not may_write_to(organization, person):
            raise MayNotWrite("This person does not want to be written to first.")
        conversation = Conversation.objects.create(
            person=person,
            organization=organization,
            subject=subject[:200] or "A message",
            about=about,
            started_at=now,
            last_at=now,
        )
    else:
        conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
        _may_go_on(conversation, side)
    message = Message.objects.create(
        conversation=conversation, side=side, author=author, text=text, sent_at=now
    )
    _wait_for_other(conversation, side, reply_days, now)
    _tell_other(conversation, side, author, now)
    append_log(
        kind="accounts.message_written",
        target=conversation.public_id,
        by=author.public_id if author else None,
        now=now,
        details={"side": str(side), "message": message.pk},
    )
    return message


def _may_go_on(conversation: Conversation, side: str) -> None:
    if conversation.closed_at is not None and conversation.closed_by not in ("", side):
        raise ConversationClosed("The other side has closed this conversation.")
    if (
        side == Side.ORGANIZATION
        # Who was asked may answer, whatever was withdrawn meanwhile.
        and conversation.waits_for != Side.ORGANIZATION
        and not may_write_to(conversation.organization, conversation.person)
    ):
        raise MayNotWrite("This person does not want to be written to.")


def _wait_for_other(
    conversation: Conversation, side: str, reply_days: int | None, now: datetime
) -> None:
    other = Side.ORGANIZATION if side == Side.PERSON else Side.PERSON
    if conversation.waits_for == side:
        conversation.answered_at = now
    if conversation.waits_for != other:
        conversation.waits_for = other if reply_days else Side.NOBODY
        conversation.reply_by = now + timedelta(days=reply_days) if reply_days else None
        conversation.reminded_at = None
    conversation.last_at = now
    conversation.closed_at, conversation.closed_by, conversation.closed_why = None, "", ""
    conversation.save()


def _tell_other(conversation: Conversation, side: str, author: User | None, now: datetime) -> None:
    if side == Side.PERSON:
        for user in who_answers(conversation):
            tell(
                user=user,
                kind="accounts.message",
                text=f"A candidate wrote to {conversation.organization.name}.",
                address=organization_address(conversation),
                now=now,
                mail_subject="A candidate wrote to you",
            )
        return
    user = conversation.person.user
    if user is not None and user != author:
        tell(
            user=user,
            kind="accounts.message",
            text=f"{conversation.organization.name} wrote to you.",
            address=person_address(conversation),
            now=now,
            mail_subject=f"{conversation.organization.name} wrote to you",
        )


def who_answers(conversation: Conversation) -> QuerySet[User]:
    """Return who is told at the organization: who wrote in it before, else everybody who may."""
    may_read = Membership.objects.filter(
        Q(hires=True) | Q(counsels=True) | Q(teaches=True), organization=conversation.organization
    )
    users = User.objects.filter(memberships__in=may_read, is_active=True)
    wrote = users.filter(
        pk__in=conversation.messages.filter(side=Side.ORGANIZATION).values("author")
    )
    return (wrote if wrote.exists() else users).order_by("pk")


def person_address(conversation: Conversation) -> str:
    """Return the address of a conversation's page for the person."""
    return f"/me/messages/{conversation.public_id}/"


def organization_address(conversation: Conversation) -> str:
    """Return the address of a conversation's page for the organization."""
    return f"/o/{conversation.organization.slug}/messages/{conversation.public_id}/"


def _log_todo(kind: str, todo: ToDo, by: User | None, now: datetime) -> None:
    append_log(
        kind=kind,
        target=todo.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"kind": str(todo.kind)},
    )
