"""A person's messages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Conversation
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.talk import (
    Side,
    conversations_of_person,
    organization_to_write_to,
    shown_conversations,
)
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.talk import close_conversation
from preceptor.accounts.views.conversation import conversation_page
from preceptor.accounts.views.first_message import first_message_page
from preceptor.common.limits import limited

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
    return first_message_page(
        request,
        organization=organization,
        person=lambda: person_for(user=user, now=now),
        side=Side.PERSON,
        to=organization.name,
    )


def _mine(request: HttpRequest, conversation_id: UUID) -> Conversation:
    own = conversations_of_person(request.user)
    return get_object_or_404(own, public_id=conversation_id)
