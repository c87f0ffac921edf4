"""What a user was told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.talk import unread_counts
from preceptor.accounts.queries.todos import notices_of
from preceptor.accounts.services.notices import read_notices

PER_PAGE = 50


@require_safe
@signed_in
def my_notices(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    page = Paginator(notices_of(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_counts(user).notices}
    return render(request, "accounts/notices.html", context)


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    read_notices(user=user_of(request), now=timezone.now())
    messages.success(request, "Everything is marked as read.")
    return redirect("accounts:notices")
