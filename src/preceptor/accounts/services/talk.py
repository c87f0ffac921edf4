"""Messages between people and organizations; to-dos and notices are named here, too."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from preceptor.accounts.models import Conversation, Message, Organization, Person, User
from preceptor.accounts.queries.consent import may_write_to
from preceptor.accounts.queries.talk import Side, address_for, may_write, who_answers
from preceptor.accounts.services.notices import read_notices, tell, tell_once
from preceptor.accounts.services.todos import add_todo, drop_todo, finish_todo, reopen_todo
from preceptor.accounts.signals import message_written
from preceptor.common.services import append_log

__all__ = [
    "REPLY_DAYS",
    "ConversationClosed",
    "MayNotWrite",
    "add_todo",
    "close_conversation",
    "drop_todo",
    "finish_todo",
    "lapse_conversation",
    "read_conversation",
    "read_notices",
    "remind_conversation",
    "reopen_todo",
    "tell",
    "write_message",
]

REPLY_DAYS = 10


class MayNotWrite(Exception):
    """The person did not agree to be written to by this organization."""


class ConversationClosed(Exception):
    """The other side has closed this conversation."""


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

    ``side`` says who speaks (Waiting.Side). ``reply_days`` None asks for no answer. Writing again
    does not move the day the other side has: the first question counts. Raises MayNotWrite where
    an organization writes to a person who did not agree to be contacted and has not written
    first, ConversationClosed where the other side closed it.
    """
    if conversation is None:
        if side == Side.ORGANIZATION and not may_write_to(organization, person):
            raise MayNotWrite("This person has not agreed to be written to.")
        conversation = Conversation.objects.create(
            person=person,
            organization=organization,
            subject=" ".join(subject.split())[:200] or "A message",
            about=about,
            started_at=now,
            last_at=now,
        )
    else:
        conversation = _locked(conversation)
        _may_go_on(conversation, side)
    message = Message.objects.create(
        conversation=conversation,
        side=side,
        author=author,
        text=text,
        asks=bool(reply_days),
        sent_at=now,
    )
    _wait_for_other(conversation, side, reply_days, now)
    _tell_other(conversation, side, author, now)
    append_log(
        kind="accounts.message_written",
        target=conversation.public_id,
        by=author.public_id if author else None,
        now=now,
        details={"side": str(side)},
    )
    message_written.send(sender=Message, message=message, now=now)
    return message


@transaction.atomic
def close_conversation(
    *, conversation: Conversation, side: str, by: User | None, now: datetime
) -> None:
    """Close a conversation for both sides; who closed it may open it again by writing.

    Nobody is waited for any more. Closed already, nothing changes.
    """
    conversation = _locked(conversation)
    if conversation.closed_at is not None:
        return
    _free(conversation)
    conversation.closed_at, conversation.closed_by = now, side
    conversation.save()
    append_log(
        kind="accounts.conversation_closed",
        target=conversation.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"side": str(side)},
    )


@transaction.atomic
def read_conversation(*, conversation: Conversation, side: str, by: User, now: datetime) -> int:
    """Note that one side has read what the other wrote; return how many messages were new."""
    unread = Message.objects.filter(conversation=conversation, read_at__isnull=True).exclude(
        side=side
    )
    read_notices(user=by, now=now, address=address_for(conversation, side))
    return unread.update(read_at=now) if unread.exists() else 0


@transaction.atomic
def remind_conversation(*, conversation: Conversation, now: datetime) -> bool:
    """Remind who is to answer, once; False where it was done, or is not due any more."""
    conversation = _locked(conversation)
    if conversation.reply_by is None or conversation.reminded_at is not None:
        return False
    conversation.reminded_at = now
    conversation.save(update_fields=["reminded_at"])
    _tell(
        conversation,
        conversation.waits_for,
        kind="accounts.reminder",
        text=f"An answer is due by {_day(conversation.reply_by)}. Then the conversation closes.",
        subject="An answer is due",
        now=now,
    )
    append_log(kind="accounts.conversation_reminded", target=conversation.public_id, now=now)
    return True


@transaction.atomic
def lapse_conversation(*, conversation: Conversation, now: datetime) -> bool:
    """Close a conversation whose answer did not come, and free who waited; False if it came.

    The conversation says truthfully what happened; both sides may still write in it.
    """
    conversation = _locked(conversation)
    if conversation.reply_by is None or conversation.reply_by > now:
        return False
    silent = conversation.waits_for
    name = conversation.organization.name if silent == Side.ORGANIZATION else "The candidate"
    why = f"{name} did not answer by {_day(conversation.reply_by)}."
    Message.objects.create(
        conversation=conversation,
        side=Side.NOBODY,
        text=f"{why} The conversation is closed. Either side may still write.",
        asks=False,
        sent_at=now,
    )
    _free(conversation)
    conversation.closed_at, conversation.closed_by = now, Side.NOBODY
    conversation.closed_why, conversation.last_at = why[:300], now
    conversation.save()
    waited = Side.PERSON if silent == Side.ORGANIZATION else Side.ORGANIZATION
    _tell(
        conversation,
        waited,
        kind="accounts.lapsed",
        text=f"{why} You need not wait any longer.",
        subject="No answer came",
        now=now,
    )
    append_log(
        kind="accounts.conversation_lapsed",
        target=conversation.public_id,
        now=now,
        details={"silent": str(silent)},
    )
    return True


def _locked(conversation: Conversation) -> Conversation:
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("person__user", "organization")
        .get(pk=conversation.pk)
    )


def _may_go_on(conversation: Conversation, side: str) -> None:
    if may_write(conversation, side):
        return
    if conversation.closed_at is not None and conversation.closed_by not in ("", side):
        raise ConversationClosed("The other side has closed this conversation.")
    raise MayNotWrite("This person has not agreed to be written to.")


def _wait_for_other(
    conversation: Conversation, side: str, reply_days: int | None, now: datetime
) -> None:
    other = Side.ORGANIZATION if side == Side.PERSON else Side.PERSON
    if conversation.waits_for == side:
        conversation.answered_at = now
    if conversation.waits_for != other:
        _free(conversation)
        if reply_days:
            conversation.waits_for, conversation.asked_at = other, now
            conversation.reply_by = now + timedelta(days=reply_days)
    conversation.last_at = now
    conversation.closed_at, conversation.closed_by, conversation.closed_why = None, "", ""
    conversation.save()


def _free(conversation: Conversation) -> None:
    conversation.waits_for, conversation.reply_by = Side.NOBODY, None
    conversation.asked_at = conversation.reminded_at = None


def _tell_other(conversation: Conversation, side: str, author: User | None, now: datetime) -> None:
    other = Side.ORGANIZATION if side == Side.PERSON else Side.PERSON
    name = conversation.organization.name
    _tell(
        conversation,
        other,
        kind="accounts.message",
        text=f"A candidate wrote to {name}." if side == Side.PERSON else f"{name} wrote to you.",
        subject="A candidate wrote to you" if side == Side.PERSON else f"{name} wrote to you",
        now=now,
        but=author,
    )


def _tell(
    conversation: Conversation,
    side: str,
    *,
    kind: str,
    text: str,
    subject: str,
    now: datetime,
    but: User | None = None,
) -> None:
    """Tell one side; mails quote nothing and name no candidate."""
    for user in who_answers(conversation, side):
        if user != but:
            tell_once(
                user=user,
                kind=kind,
                text=text,
                address=address_for(conversation, side),
                now=now,
                mail_subject=subject,
            )


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
