"""Conversations, and how much waits to be read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import BigAutoField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from preceptor.accounts.models import (
    SPEAKING_HATS,
    Conversation,
    Membership,
    Message,
    Notice,
    Organization,
    Person,
    ToDo,
    User,
)
from preceptor.accounts.queries.consent import may_write_to, named_people
from preceptor.common.models import Waiting
from preceptor.common.ready_queries import Given, ReadyQuery

Side = Waiting.Side


@dataclass(frozen=True, slots=True)
class Unread:
    """What waits for a user: unread messages and notices, open to-dos."""

    messages: int = 0
    notices: int = 0
    todos: int = 0


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How often an organization was asked, and what became of it; they add up to ``asked``."""

    asked: int
    answered: int
    let_lapse: int
    open: int


def unread_counts(user: Any) -> Unread:
    """Return what waits for a user, in one question; nothing for somebody not signed in."""
    if not user.is_authenticated:
        return Unread()
    found = _UNREAD.rows(user.pk)
    if not found:
        return Unread()
    to_person, to_organization, notices, todos = found[0]
    return Unread(messages=to_person + to_organization, notices=notices, todos=todos)


def _unread() -> QuerySet[User, tuple[Any, ...]]:
    me = OuterRef("pk")
    to_person = Message.objects.filter(
        conversation__person__user=me, read_at__isnull=True, side__in=("", Side.ORGANIZATION)
    )
    # A question within the question within the question: the user stands two steps out.
    speaks_for = Membership.objects.filter(_speaking(), user=OuterRef(me)).values("organization")
    to_organization = Message.objects.filter(
        conversation__organization__in=speaks_for, read_at__isnull=True, side=Side.PERSON
    )
    notices = Notice.objects.filter(user=me, read_at__isnull=True)
    todos = ToDo.objects.filter(person__user=me, done_at__isnull=True, dropped_at__isnull=True)
    return User.objects.filter(pk=Given(0, BigAutoField())).values_list(
        _count(to_person), _count(to_organization), _count(notices), _count(todos)
    )


# Every page of whoever is signed in asks it.
_UNREAD = ReadyQuery(_unread)


def conversations_of_person(user: Any) -> QuerySet[Conversation]:
    """Return a user's conversations as a person, the latest first, with ``unread_count``."""
    unread = Message.objects.filter(
        conversation=OuterRef("pk"), read_at__isnull=True, side__in=("", Side.ORGANIZATION)
    )
    own = Conversation.objects.for_user(user).filter(person__user=user)
    return _listed(own, unread).select_related("organization")


def conversations_of_organization(user: Any, organization: Organization) -> QuerySet[Conversation]:
    """Return an organization's conversations, the latest first, with ``unread_count``."""
    unread = Message.objects.filter(
        conversation=OuterRef("pk"), read_at__isnull=True, side__in=("", Side.PERSON)
    )
    ours = Conversation.objects.for_user(user).filter(organization=organization)
    return _listed(ours, unread).select_related("person")


def shown_conversations(
    conversations: QuerySet[Conversation], *, show: str, side: str
) -> QuerySet[Conversation]:
    """Narrow a list to those that wait for a side, or for the other, or are closed."""
    other = Side.PERSON if side == Side.ORGANIZATION else Side.ORGANIZATION
    narrowed = {"mine": Q(waits_for=side), "theirs": Q(waits_for=other)}
    narrowed["closed"] = Q(closed_at__isnull=False)
    return conversations.filter(narrowed.get(show, Q()))


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """Return what was written, in the order in which it was."""
    return (
        Message.objects.filter(conversation=conversation)
        .select_related("author")
        .order_by("sent_at", "pk")
    )


def candidate_labels(organization: Organization, people: Sequence[Person]) -> dict[int, str]:
    """Return how an organization sees people: by name where it may, else by where they live."""
    named = named_people(organization, [person.pk for person in people])
    return {person.pk: _label(person, is_named=person.pk in named) for person in people}


def _label(person: Person, *, is_named: bool) -> str:
    if is_named and person.name:
        return person.name
    return f"A candidate in {person.city}, {person.state}" if person.city else "A candidate"


def may_write(conversation: Conversation, side: str) -> bool:
    """Tell whether a side may write in a conversation now."""
    if conversation.closed_at is not None and conversation.closed_by not in ("", side):
        return False
    # Who was asked may answer, whatever was withdrawn meanwhile.
    return (
        side == Side.PERSON
        or conversation.waits_for == Side.ORGANIZATION
        or may_write_to(conversation.organization, conversation.person)
    )


def organization_to_write_to(slug: str) -> Organization | None:
    """Return the organization behind a slug where people may write to it: it is verified."""
    shown = Q(verified_at__isnull=False) | Q(is_demo=True)
    return Organization.objects.filter(shown, slug=slug).first()


def person_to_write_to(organization: Organization, public_id: uuid.UUID) -> Person | None:
    """Return the person behind a public id where the organization may write first."""
    person = Person.objects.filter(public_id=public_id).first()
    return person if person is not None and may_write_to(organization, person) else None


def about_of(text: str) -> uuid.UUID | None:
    """Return the public id that an address names, None where it names none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def who_answers(conversation: Conversation, side: str) -> list[User]:
    """Return who is told on one side of a conversation.

    For an organization those who wrote in it before, else everybody who speaks for it.
    """
    if side == Side.PERSON:
        user = conversation.person.user
        return [user] if user is not None and user.is_active else []
    may_speak = Membership.objects.filter(_speaking(), organization=conversation.organization_id)
    users = User.objects.filter(pk__in=may_speak.values("user"), is_active=True).order_by("pk")
    wrote = Message.objects.filter(conversation=conversation, side=Side.ORGANIZATION)
    return list(users.filter(pk__in=wrote.values("author"))) or list(users)


def address_for(conversation: Conversation, side: str) -> str:
    """Return the address of a conversation as one side opens it."""
    if side == Side.PERSON:
        return reverse("accounts:conversation", args=[conversation.public_id])
    return reverse(
        "accounts:organization_conversation",
        args=[conversation.organization.slug, conversation.public_id],
    )


def conversations_to_remind(now: datetime) -> QuerySet[Conversation]:
    """Return the conversations of which two thirds of the time to answer are over."""
    waiting = Conversation.objects.filter(reply_by__gt=now, reminded_at__isnull=True)
    is_late = [
        conversation.pk
        for conversation in waiting.only("asked_at", "last_at", "reply_by", "reminded_at")
        if conversation.is_to_be_reminded(
            asked_at=conversation.asked_at or conversation.last_at, now=now
        )
    ]
    return Conversation.objects.filter(pk__in=is_late).order_by("reply_by", "pk")


def conversations_to_lapse(now: datetime) -> QuerySet[Conversation]:
    """Return the conversations whose answer did not come in time."""
    return Conversation.objects.filter(reply_by__lte=now).order_by("reply_by", "pk")


def answer_figures(organization: Organization, *, since: datetime | None = None) -> AnswerFigures:
    """Count how often candidates asked in conversations, and what became of it.

    Several messages in a row are one question. Closing without a word is letting it lapse; a
    question that the candidate closed before an answer came was taken back and does not count.
    """
    messages = Message.objects.filter(conversation__organization=organization)
    if since is not None:
        messages = messages.filter(conversation__started_at__gte=since)
    rows = messages.order_by("conversation", "sent_at", "pk").values_list(
        "conversation", "side", "asks", "conversation__closed_at", "conversation__closed_by"
    )
    found = {"answered": 0, "let_lapse": 0, "open": 0}
    for _, group in groupby(rows.iterator(), key=itemgetter(0)):
        for end in _ends(list(group)):
            found[end] += 1
    return AnswerFigures(asked=sum(found.values()), **found)


def _ends(rows: list[tuple[Any, ...]]) -> Iterable[str]:
    """Yield what became of each question of one conversation."""
    is_asked = False
    for _, side, asks, *_ in rows:
        if side == Side.PERSON:
            is_asked = is_asked or asks
        elif is_asked:
            yield "answered" if side == Side.ORGANIZATION else "let_lapse"
            is_asked = False
    closed_at, closed_by = rows[-1][3:5]
    if is_asked and closed_at is None:
        yield "open"
    elif is_asked and closed_by == Side.ORGANIZATION:
        yield "let_lapse"


def _listed(
    conversations: QuerySet[Conversation], unread: QuerySet[Message]
) -> QuerySet[Conversation]:
    return conversations.annotate(unread_count=_count(unread)).order_by("-last_at", "-pk")


def _speaking() -> Q:
    condition = Q()
    for hat in SPEAKING_HATS:
        condition |= Q(**{hat: True})
    return condition


def _count(rows: QuerySet[Any]) -> Subquery:
    """Count rows in a question within the question."""
    counted = rows.order_by().annotate(_count=Func(F("pk"), function="COUNT"))
    return Subquery(counted.values("_count"))
