"""Employers search the people who agreed to be found: by words, facets, or a whole need."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Look, Organization
from preceptor.accounts.policies.access import SignedRequest, signed_in, trusted_organization_or_404
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.documents import DocumentRefused
from preceptor.jobs.forms import PostingForm
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.jobs.reading import read_posting_file
from preceptor.matches.forms.pool_search import PeopleForm, address_with
from preceptor.matches.people_tables import need_csv, people_csv
from preceptor.matches.queries.need import need_list
from preceptor.matches.queries.people import cards_of
from preceptor.matches.queries.pool_columns import pool_columns
from preceptor.matches.queries.pool_search import SORTS, Searched, search_pool
from preceptor.matches.services import ready_pool, stamp_answer
from preceptor.matches.services.needs import keep_need

PAGE_SIZE = 25
# Each with every line and the words behind it.
NEED_PAGE_SIZE = 10
# More rows are no table to read but a copy of the pool.
ROWS_AT_MOST = 1_000


@require_safe
@signed_in
def people(request: SignedRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    form = PeopleForm(request.GET)
    if form.is_valid() and (added := form.added()):
        return redirect(f"{request.path}?{address_with(request.GET, added)}")
    current = ready_pool(now=now)
    sort = request.GET.get("sort", "")
    found = search_pool(pool_columns(current), form.query(request.GET), today=now.date(), sort=sort)
    page = Paginator(found.numbers(), PAGE_SIZE).get_page(request.GET.get("page"))
    is_table = request.GET.get("format") == "csv"
    shown = found.numbers(0, ROWS_AT_MOST) if is_table else list(page)
    _note(request, organization, shown, now=now)
    if is_table:
        return people_csv(cards_of(shown, organization))
    context = _context(request, organization, form, found) | {
        "page": page,
        "cards": cards_of(shown, organization),
        "sorts": _sorts(form),
        "sort": sort if sort in SORTS else "new",
        "stamp": stamp_answer(current=current, now=now),
    }
    return render(request, "matches/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def need_start(request: SignedRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    form = PostingForm(request.POST, request.FILES) if request.method == "POST" else PostingForm()
    if form.is_valid():
        data, filename = form.brought()
        try:
            read = read_posting_file(data, filename=filename)
        except DocumentRefused as refused:
            form.refuse(str(refused))
        else:
            user = request.user
            job = keep_need(
                read=read, organization=organization, filename=filename, by=user, now=now
            )
            return redirect("matches:need", slug, job.public_id)
    jobs = Job.objects.for_user(request.user).filter(organization=organization)
    context = {
        "form": form,
        "organization": organization,
        "jobs": jobs.exclude(status=Job.Status.TEMPLATE).order_by("-pk")[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "matches/need_start.html", context, status=status)


@require_safe
@signed_in
def need(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    job = _own_job(request, organization, job_id)
    form = PeopleForm(request.GET)
    if form.is_valid() and (added := form.added()):
        return redirect(f"{request.path}?{address_with(request.GET, added)}")
    current = ready_pool(now=now)
    is_table = request.GET.get("format") == "csv"
    listed = need_list(
        job,
        current,
        form.query(request.GET),
        today=now.date(),
        page=request.GET.get("page"),
        page_size=ROWS_AT_MOST if is_table else NEED_PAGE_SIZE,
    )
    _note(request, organization, listed.numbers, now=now, about=job.public_id)
    if is_table:
        return need_csv(listed)
    context = _context(request, organization, form, listed.found) | {
        "job": job,
        "listed": listed,
        "page": listed.page,
        "stamp": stamp_answer(current=current, now=now, job=job),
    }
    return render(request, "matches/need.html", context, status=422 if form.errors else 200)


def _own_job(request: SignedRequest, organization: Organization, job_id: UUID) -> Job:
    jobs = Job.objects.for_user(request.user).filter(organization=organization)
    job = with_lines(jobs.filter(public_id=job_id)).first()
    if job is None:
        raise Http404("No such job of yours.")
    return job


def _note(
    request: SignedRequest,
    organization: Organization,
    numbers: list[int],
    *,
    now: Any,
    about: UUID | None = None,
) -> None:
    note_looks(
        people=numbers,
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.LISTED,
        about=about,
        now=now,
    )


def _context(
    request: SignedRequest, organization: Organization, form: PeopleForm, found: Searched
) -> dict[str, Any]:
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in (*form.fields, "page", "format")
        for value in values
    ]
    return {
        "organization": organization,
        "form": form,
        "found": found,
        "filters": found.filters,
        "kept": kept,
        "rows_at_most": ROWS_AT_MOST,
        "plain_address": request.path,
        "asked": request.GET.urlencode(),
    }


def _sorts(form: PeopleForm) -> list[tuple[str, str]]:
    has_place = form.is_valid() and bool(form.cleaned_data.get("zip"))
    return [(key, words) for key, words in SORTS.items() if key != "near" or has_place]
