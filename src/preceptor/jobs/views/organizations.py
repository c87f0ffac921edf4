"""The organizations of the exchange, and the page of each; everybody sees them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from preceptor.accounts.queries.organizations import shown_organizations
from preceptor.common.addresses import site_address
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.forms.organizations import OrganizationSearchForm
from preceptor.jobs.queries.clock import answer_rate
from preceptor.jobs.queries.organizations import (
    OrganizationRow,
    OrganizationSearch,
    find_organizations,
    jobs_of_organization,
    organization_rows,
)

PER_PAGE = 25


@require_safe
def organization_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = OrganizationSearchForm(request.GET)
    if not form.is_valid():
        return render(request, "jobs/organization_list.html", {"form": form}, status=422)
    said = form.cleaned_data
    search = OrganizationSearch(said["q"], said["kind"], said["state"], said["sort"])
    found = find_organizations(search, now=now)
    if request.GET.get("format") == "csv":
        rows = organization_rows(list(found), now=now)
        return csv_answer("organizations", CSV_HEAD, (_csv_row(each) for each in rows))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "search": search,
        "page": page,
        "rows": organization_rows(list(page), now=now),
    }
    return render(request, "jobs/organization_list.html", context)


CSV_HEAD = (
    "name",
    "kind",
    "places",
    "open_jobs",
    "answered_in_time",
    "answers_due",
    "page",
    "jobs_feed",
)


def _csv_row(each: OrganizationRow) -> tuple[str | int | float, ...]:
    address = site_address(f"/organizations/{each.organization.slug}/")
    return (
        each.organization.name,
        each.organization.get_kind_display(),
        "; ".join(each.places),
        each.job_count,
        each.rate.answered,
        each.rate.due,
        address,
        f"{address}jobs.atom",
    )


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an organization is, where it works, how it answers, and its open jobs."""
    found = get_object_or_404(shown_organizations(), slug=slug)
    jobs = jobs_of_organization(found)
    context = {
        "organization": found,
        "sites": found.sites.order_by("state", "city", "name", "pk"),
        "rate": answer_rate(found, now=timezone.now()),
        "page": Paginator(jobs, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "jobs/organization.html", context)
