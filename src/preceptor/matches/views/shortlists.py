"""Shortlists that a team shares."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from preceptor.accounts.models import Look, Organization, User
from preceptor.accounts.policies.access import SignedRequest, signed_in, trusted_organization_or_404
from preceptor.accounts.queries.seen import id_behind
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.answers import created
from preceptor.jobs.models import Job
from preceptor.matches.forms.shortlists import ListingForm, NoteForm, ShortlistForm
from preceptor.matches.models import Listing, Shortlist
from preceptor.matches.queries.shortlists import (
    shortlist_page,
    shortlist_rows,
    shortlists_of,
)
from preceptor.matches.services.shortlists import (
    change_shortlist,
    delete_shortlist,
    list_person,
    make_shortlist,
    note_listing,
    restore_shortlist,
    unlist_person,
)
from preceptor.matches.views.people import profile_page, seen_person


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shortlists(request: SignedRequest, slug: str) -> HttpResponse:
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    user = request.user
    jobs = _jobs(user, organization)
    form = ShortlistForm(request.POST or None, jobs=jobs)
    if request.method == "POST" and form.is_valid():
        shortlist = make_shortlist(
            organization=organization, by=user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"“{shortlist.name}” is ready. Put people on it from any list.")
        return created(request, _address(shortlist), {"shortlist": str(shortlist.public_id)})
    context = {
        "organization": organization,
        "rows": shortlist_rows(user, organization),
        "deleted": _deleted(user, organization),
        "form": form,
    }
    return render(request, "matches/shortlists.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def shortlist(request: SignedRequest, slug: str, list_id: UUID) -> HttpResponse:
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    found = _own(request, organization, list_id)
    user = request.user
    form = ShortlistForm(
        request.POST or None,
        initial={"name": found.name, "job": found.job.public_id if found.job else None},
        jobs=_jobs(user, organization),
    )
    if request.method == "POST" and form.is_valid():
        change_shortlist(shortlist=found, by=user, now=now, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(_address(found))
    page = shortlist_page(found)
    note_looks(
        people=[each.card.number for each in page.people],
        viewer=user,
        organization=organization,
        kind=Look.Kind.LISTED,
        now=now,
    )
    context = {"organization": organization, "page": page, "job": found.job, "form": form}
    return render(request, "matches/shortlist.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def delete(request: SignedRequest, slug: str, list_id: UUID) -> HttpResponse:
    found = _own(request, trusted_organization_or_404(request.user, slug, hat="hires"), list_id)
    delete_shortlist(shortlist=found, by=request.user, now=timezone.now())
    messages.success(request, f"“{found.name}” is deleted. You can take it back for a week, below.")
    return redirect("matches:shortlists", slug)


@require_POST
@signed_in
def restore(request: SignedRequest, slug: str, list_id: UUID) -> HttpResponse:
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    found = _own(request, organization, list_id, is_deleted=True)
    restore_shortlist(shortlist=found, by=request.user, now=timezone.now())
    messages.success(request, f"“{found.name}” is back.")
    return redirect(_address(found))


@require_POST
@signed_in
def add(request: SignedRequest, slug: str, person_id: UUID) -> HttpResponse:
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    user = request.user
    person = seen_person(request, organization, person_id)
    form = ListingForm(request.POST, lists=shortlists_of(user, organization))
    if not form.is_valid():
        return profile_page(request, organization, person, form)
    said = form.cleaned_data
    found = said["shortlist"] or make_shortlist(
        organization=organization, name=said["name"], by=user, now=now
    )
    list_person(shortlist=found, person=person, note=said["note"], by=user, now=now)
    messages.success(request, f"On “{found.name}”.")
    address = reverse("matches:person", args=[slug, person_id])
    return created(request, address, {"shortlist": str(found.public_id)})


@require_POST
@signed_in
def note(request: SignedRequest, slug: str, list_id: UUID, person_id: UUID) -> HttpResponse:
    listing = _listing(request, slug, list_id, person_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        note_listing(
            listing=listing,
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "The note is saved.")
    else:
        messages.error(request, "A note has at most 500 characters.")
    return redirect(_address(listing.shortlist))


@require_POST
@signed_in
def remove(request: SignedRequest, slug: str, list_id: UUID, person_id: UUID) -> HttpResponse:
    listing = _listing(request, slug, list_id, person_id)
    unlist_person(
        shortlist=listing.shortlist,
        person=listing.person,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, f"Taken off “{listing.shortlist.name}”.")
    return redirect(_address(listing.shortlist))


def _jobs(user: User, organization: Organization) -> Any:
    jobs = Job.objects.for_user(user).filter(organization=organization)
    return jobs.exclude(status=Job.Status.TEMPLATE).order_by("title", "pk")


def _deleted(user: User, organization: Organization) -> Any:
    lists = Shortlist.objects.for_user(user).filter(organization=organization)
    return lists.filter(deleted_at__isnull=False).order_by("-deleted_at", "pk")


def _own(
    request: SignedRequest, organization: Organization, list_id: UUID, *, is_deleted: bool = False
) -> Shortlist:
    lists = Shortlist.objects.for_user(request.user).filter(
        organization=organization, deleted_at__isnull=not is_deleted
    )
    found = lists.select_related("organization", "job").filter(public_id=list_id).first()
    if found is None:
        raise Http404("No such list of yours.")
    return found


def _listing(request: SignedRequest, slug: str, list_id: UUID, person_id: UUID) -> Listing:
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    found = _own(request, organization, list_id)
    listing = (
        Listing.objects.for_user(request.user)
        .select_related("shortlist", "shortlist__organization", "person")
        .filter(shortlist=found, person__public_id=id_behind(organization, person_id))
        .first()
    )
    if listing is None:
        raise Http404("Nobody such on this list.")
    return listing


def _address(shortlist: Shortlist) -> str:
    return reverse("matches:shortlist", args=[shortlist.organization.slug, shortlist.public_id])
