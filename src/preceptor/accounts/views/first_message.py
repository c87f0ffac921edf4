"""The first message of a conversation, as either side writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from preceptor.accounts.forms.talk import FirstMessageForm
from preceptor.accounts.models import Organization, Person
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.subjects import subjects_of
from preceptor.accounts.queries.talk import Side, about_of
from preceptor.accounts.services.talk import write_message
from preceptor.accounts.views.conversation import sent
from preceptor.common.answers import once_key
from preceptor.common.services import once


def first_message_page(
    request: HttpRequest,
    *,
    organization: Organization,
    person: Callable[[], Person],
    side: str,
    to: str,
) -> HttpResponse:
    """Show the form of a first message, or send it; ``about`` is the public id of its subject.

    ``person`` is asked for once a message is sent: whoever only looks is made no person.
    """
    about = about_of(request.GET.get("about", ""))
    subject = subjects_of([about]).get(about) if about else None
    form = FirstMessageForm(
        request.POST or None, initial={"subject": subject.title[:200] if subject else ""}
    )
    if request.method == "POST" and form.is_valid():
        asked = _send(request, form.cleaned_data, organization, person, side, about)
        if side == Side.PERSON:
            return sent(request, "accounts:conversation", asked)
        return sent(request, "accounts:organization_conversation", organization.slug, asked)
    context = {
        "form": form,
        "to": to,
        "days": organization.reply_days,
        "subject": subject,
        "side": side,
        # Whose page it is: a person's shows no organization above it.
        "organization": organization if side == Side.ORGANIZATION else None,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/first_message.html", context, status=status)


def _send(
    request: HttpRequest,
    said: dict[str, Any],
    organization: Organization,
    person: Callable[[], Person],
    side: str,
    about: UUID | None,
) -> str:
    """Write the message, once for each key; return the public id of its conversation."""
    now, user = timezone.now(), user_of(request)
    key = once_key(request, said["subject"], said["text"])
    with once(key=key, who=user.public_id, action="accounts.ask", now=now) as turn:
        if turn.is_first:
            message = write_message(
                person=person(),
                organization=organization,
                subject=said["subject"],
                about=about,
                side=side,
                author=user,
                text=said["text"],
                reply_days=None if said["no_answer"] else organization.reply_days,
                now=now,
            )
            turn.answer = str(message.conversation.public_id)
    return turn.answer
