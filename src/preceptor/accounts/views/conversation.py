"""A conversation as both sides read it and write in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from preceptor.accounts.forms.talk import MessageForm
from preceptor.accounts.models import Conversation, Message
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.subjects import subjects_of
from preceptor.accounts.queries.talk import (
    Side,
    address_for,
    candidate_labels,
    may_write,
    messages_of,
)
from preceptor.accounts.services.talk import (
    ConversationClosed,
    MayNotWrite,
    read_conversation,
    write_message,
)
from preceptor.common.answers import created, once_key, wants_json
from preceptor.common.services import once

PER_PAGE = 200


def conversation_page(request: HttpRequest, conversation: Conversation, side: str) -> HttpResponse:
    """Show a conversation to one side, or take what it writes."""
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _write(request, conversation, side, form.cleaned_data)
        except (MayNotWrite, ConversationClosed) as refusal:
            form.add_error(None, str(refusal))
    if request.method == "GET":
        read_conversation(
            conversation=conversation, side=side, by=user_of(request), now=timezone.now()
        )
    about = conversation.about
    context = {
        "conversation": conversation,
        "form": form,
        "side": side,
        "page": _page(request, conversation),
        "label": _label(conversation, side),
        "subject": subjects_of([about]).get(about) if about else None,
        "may_write": may_write(conversation, side),
        "now": timezone.now(),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/conversation.html", context, status=status)


def sent(request: HttpRequest, route: str, *arguments: Any) -> HttpResponse:
    """Answer a message that was written: to its page, or 201 with the facts."""
    address = reverse(route, args=arguments)
    if not wants_json(request):
        messages.success(request, "Your message is sent.")
    return created(request, address, {"conversation": str(arguments[-1])})


def _write(
    request: HttpRequest, conversation: Conversation, side: str, said: dict[str, Any]
) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    key = once_key(request, said["text"])
    with once(key=key, who=user.public_id, action="accounts.write", now=now) as turn:
        if turn.is_first:
            write_message(
                person=conversation.person,
                organization=conversation.organization,
                conversation=conversation,
                side=side,
                author=user,
                text=said["text"],
                reply_days=None if said["no_answer"] else conversation.organization.reply_days,
                now=now,
            )
    address = address_for(conversation, side)
    if not wants_json(request):
        messages.success(request, "Your message is sent.")
    return created(request, address, {"conversation": str(conversation.public_id)})


def _label(conversation: Conversation, side: str) -> str:
    """Whom this side talks with."""
    if side == Side.PERSON:
        return conversation.organization.name
    person = conversation.person
    return candidate_labels(conversation.organization, [person])[person.pk]


def _page(request: HttpRequest, conversation: Conversation) -> Page[Message]:
    """The messages in the order they were written: the last page first, or all of them at once."""
    found = messages_of(conversation)
    if request.GET.get("all"):
        found_count = found.count()
        return Paginator(found, max(found_count, 1)).get_page(1)
    pages = Paginator(found, PER_PAGE)
    return pages.get_page(request.GET.get("page") or pages.num_pages)
