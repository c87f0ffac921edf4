"""An organization's messages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import SPEAKING_HATS, Conversation, Organization
from preceptor.accounts.policies.access import membership_or_404, signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.seen import id_behind
from preceptor.accounts.queries.talk import (
    Side,
    answer_figures,
    candidate_labels,
    conversations_of_organization,
    person_to_write_to,
    shown_conversations,
)
from preceptor.accounts.services.talk import close_conversation
from preceptor.accounts.views.conversation import conversation_page
from preceptor.accounts.views.first_message import first_message_page
from preceptor.common.limits import limited

PER_PAGE = 25
# How far back the page counts what was asked: every message of that time is read for it.
COUNTED = timedelta(days=365)


@require_safe
@signed_in
def organization_messages(request: HttpRequest, slug: str) -> HttpResponse:
    organization = _spoken_for(request, slug)
    found = shown_conversations(
        conversations_of_organization(user_of(request), organization),
        show=request.GET.get("show", ""),
        side=Side.ORGANIZATION,
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    people = [conversation.person for conversation in page]
    context = {
        "page": page,
        "show": request.GET.get("show", ""),
        "side": Side.ORGANIZATION,
        "organization": organization,
        "labels": candidate_labels(organization, people),
        "figures": answer_figures(organization, since=timezone.now() - COUNTED),
    }
    return render(request, "accounts/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("accounts.message", 120, 3_600)
@signed_in
def organization_conversation(
    request: HttpRequest, slug: str, conversation_id: UUID
) -> HttpResponse:
    return conversation_page(request, _ours(request, slug, conversation_id), Side.ORGANIZATION)


@require_POST
@signed_in
def close_ours(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    conversation = _ours(request, slug, conversation_id)
    close_conversation(
        conversation=conversation, side=Side.ORGANIZATION, by=user_of(request), now=timezone.now()
    )
    messages.success(request, "The conversation is closed. Nobody waits for you here any more.")
    return redirect("accounts:organization_conversation", slug, conversation.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("accounts.first-message", 100, 86_400)
@signed_in
def write_to_person(request: HttpRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Write to somebody who agreed to be contacted, or who applied; to others there is no page."""
    organization = _spoken_for(request, slug)
    person = person_to_write_to(organization, id_behind(organization, person_id))
    if person is None:
        raise Http404("Nobody here to write to.")
    return first_message_page(
        request,
        organization=organization,
        person=lambda: person,
        side=Side.ORGANIZATION,
        to=candidate_labels(organization, [person])[person.pk],
    )


def _spoken_for(request: HttpRequest, slug: str) -> Organization:
    """The organization, for who wears a hat with which one speaks for it."""
    membership = membership_or_404(request.user, slug)
    if not any(getattr(membership, hat) for hat in SPEAKING_HATS):
        raise PermissionDenied
    return membership.organization


def _ours(request: HttpRequest, slug: str, conversation_id: UUID) -> Conversation:
    organization = _spoken_for(request, slug)
    ours = conversations_of_organization(request.user, organization)
    return get_object_or_404(ours.select_related("organization"), public_id=conversation_id)
