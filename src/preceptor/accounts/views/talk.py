"""A person's messages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.forms.talk import FirstMessageForm
from preceptor.accounts.models import Conversation
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.subjects import subjects_of
from preceptor.accounts.queries.talk import (
    Side,
    about_of,
    conversations_of_person,
    organization_to_write_to,
    shown_conversations,
)
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.talk import close_conversation, write_message
from preceptor.accounts.views.conversation import conversation_page, sent
from preceptor.common.answers import once_key
from preceptor.common.limits import limited
from preceptor.common.services import once

PER_PAGE = 25


@require_safe
@signed_in
def my_messages(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    found = shown_conversations(
        conversations_of_person(user), show=request.GET.get("show", ""), side=Side.PERSON
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": request.GET.get("show", ""), "side": Side.PERSON}
    return render(request, "accounts/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("accounts.message", 120, 3_600)
@signed_in
def my_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    return conversation_page(request, _mine(request, conversation_id), Side.PERSON)


@require_POST
@signed_in
def close_mine(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    conversation = _mine(request, conversation_id)
    close_conversation(
        conversation=conversation, side=Side.PERSON, by=user_of(request), now=timezone.now()
    )
    messages.success(request, "The conversation is closed. Nobody waits for you here any more.")
    return redirect("accounts:conversation", conversation.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("accounts.first-message", 100, 86_400)
@signed_in
def write_to_organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask an organization something; ``about`` is the public id of what it is about."""
    user, now = user_of(request), timezone.now()
    organization = organization_to_write_to(slug)
    if organization is None:
        raise Http404("No such organization.")
    about = about_of(request.GET.get("about", ""))
    subject = subjects_of([about]).get(about) if about else None
    form = FirstMessageForm(
        request.POST or None, initial={"subject": subject.title[:200] if subject else ""}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key = once_key(request, said["subject"], said["text"])
        with once(key=key, who=user.public_id, action="accounts.ask", now=now) as turn:
            if turn.is_first:
                message = write_message(
                    person=person_for(user=user, now=now),
                    organization=organization,
                    subject=said["subject"],
                    about=about,
                    side=Side.PERSON,
                    author=user,
                    text=said["text"],
                    reply_days=None if said["no_answer"] else organization.reply_days,
                    now=now,
                )
                turn.answer = str(message.conversation.public_id)
        return sent(request, "accounts:conversation", turn.answer)
    context = {"form": form, "to": organization.name, "days": organization.reply_days}
    context |= {"subject": subject, "side": Side.PERSON}
    status = 422 if form.errors else 200
    return render(request, "accounts/first_message.html", context, status=status)


def _mine(request: HttpRequest, conversation_id: UUID) -> Conversation:
    own = conversations_of_person(request.user)
    return get_object_or_404(own, public_id=conversation_id)
