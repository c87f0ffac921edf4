"""Saved searches: kept from a list, asked every day, followed by mail or feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.policies.access import SignedRequest, signed_in, trusted_organization_or_404
from preceptor.common.addresses import site_address
from preceptor.common.answers import created, once_key
from preceptor.common.services import once
from preceptor.matches.forms.searches import ASKS, SaveForm, SearchForm, name_of, plain_query
from preceptor.matches.models import SavedSearch
from preceptor.matches.queries.searches import (
    address_of_search,
    deleted_searches,
    found_days,
    found_jobs,
    search_by_feed,
    searches_of,
)
from preceptor.matches.search_feeds import search_atom
from preceptor.matches.services.searches import (
    TooManySearches,
    change_search,
    delete_search,
    drop_feed,
    make_feed,
    restore_search,
    resume_search,
    save_search,
    stop_search,
)

PAGE_SIZE = 25


@require_safe
@signed_in
def searches(request: SignedRequest) -> HttpResponse:
    context = {
        "rows": searches_of(request.user, now=timezone.now()),
        "deleted": deleted_searches(request.user),
    }
    return render(request, "matches/searches.html", context)


@require_POST
@signed_in
def save(request: SignedRequest) -> HttpResponse:
    """Keep a search; what it finds now is known and not told as new."""
    now = timezone.now()
    form = SaveForm(request.POST)
    if not form.is_valid():
        raise Http404("No such search.")
    given = form.cleaned_data
    kind, slug = given["kind"], given["organization"]
    is_of_people = kind == SavedSearch.Kind.PEOPLE
    organization = (
        trusted_organization_or_404(request.user, slug, hat="hires") if is_of_people else None
    )
    query = plain_query(kind, given["query"])
    found = ASKS[kind](query, now=now) if query is not None else None
    if query is None or found is None:
        raise Http404("No such search.")
    who, key = request.user, once_key(request)
    try:
        with once(key=key, who=who.public_id, action="matches.save_search", now=now) as turn:
            if turn.is_first:
                search = save_search(
                    by=who,
                    kind=kind,
                    query=query,
                    name=given["name"] or name_of(kind, query),
                    found=found,
                    organization=organization,
                    now=now,
                )
                turn.answer = str(search.public_id)
    except TooManySearches as refused:
        messages.error(request, str(refused))
        return redirect("matches:searches")
    messages.success(
        request, "Saved. It is asked again every day, and you are told of what is new."
    )
    address = reverse("matches:saved_search", args=[turn.answer])
    return created(request, address, {"search": turn.answer})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def saved_search(request: SignedRequest, search_id: UUID) -> HttpResponse:
    search = _own(request, search_id)
    form = SearchForm(
        request.POST or None, initial={"name": search.name, "wants_mail": search.wants_mail}
    )
    if request.method == "POST" and form.is_valid():
        change_search(search=search, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("matches:saved_search", search_id)
    is_of_jobs = search.kind == SavedSearch.Kind.JOBS
    found = Paginator(found_jobs(search), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "search": search,
        "form": form,
        "page": found if is_of_jobs else None,
        "days": [] if is_of_jobs else found_days(search),
        "address": address_of_search(search),
    }
    return render(request, "matches/saved_search.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def stop(request: SignedRequest, search_id: UUID) -> HttpResponse:
    stop_search(search=_own(request, search_id), by=request.user, now=timezone.now())
    messages.success(request, "It is asked no more until you want it again.")
    return redirect("matches:saved_search", search_id)


@require_POST
@signed_in
def resume(request: SignedRequest, search_id: UUID) -> HttpResponse:
    resume_search(search=_own(request, search_id), by=request.user, now=timezone.now())
    messages.success(request, "It is asked again from tomorrow on.")
    return redirect("matches:saved_search", search_id)


@require_POST
@signed_in
def delete(request: SignedRequest, search_id: UUID) -> HttpResponse:
    delete_search(search=_own(request, search_id), by=request.user, now=timezone.now())
    messages.success(request, "Deleted. You can take it back below for a week.")
    return redirect("matches:searches")


@require_POST
@signed_in
def restore(request: SignedRequest, search_id: UUID) -> HttpResponse:
    search = _own(request, search_id, is_deleted=True)
    restore_search(search=search, by=request.user, now=timezone.now())
    messages.success(request, "It is back.")
    return redirect("matches:saved_search", search_id)


@require_POST
@signed_in
def feed_address(request: SignedRequest, search_id: UUID) -> HttpResponse:
    """Make the secret address of a search's feed, or void it."""
    search, now = _own(request, search_id), timezone.now()
    if "drop" in request.POST:
        drop_feed(search=search, by=request.user, now=now)
        messages.success(request, "The feed's address works no more.")
    else:
        token = make_feed(search=search, by=request.user, now=now)
        address = site_address(reverse("matches:search_feed", args=[token]))
        messages.success(request, f"Copy the feed's address now, it is not shown again: {address}")
    return redirect("matches:saved_search", search_id)


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a feed reader, which holds the secret and cannot sign in."""
    search = search_by_feed(token)
    if search is None:
        raise Http404("No such feed.")
    return search_atom(search, feed_path=request.path, now=timezone.now())


def _own(request: SignedRequest, search_id: UUID, *, is_deleted: bool = False) -> SavedSearch:
    own = SavedSearch.objects.for_user(request.user).select_related("organization")
    search = own.filter(public_id=search_id, deleted_at__isnull=not is_deleted).first()
    if search is None:
        raise Http404("No such search of yours.")
    return search
