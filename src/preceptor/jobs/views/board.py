"""The list of open jobs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from preceptor.common.csv_answer import csv_answer
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs import queries
from preceptor.jobs.forms import JobSearchForm
from preceptor.jobs.models import Job

PAGE_SIZE = 25
SORTS = {
    "title": ("title", "pk"),
    "organization": ("organization__name", "pk"),
    "opened": ("opened_at", "pk"),
}


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    names = {role.id: role.name for role in load_vocabulary().roles}
    form = JobSearchForm(request.GET, roles=list(names.items()))
    if not form.is_valid():
        return render(request, "jobs/job_list.html", {"form": form}, status=422)
    sort = request.GET.get("sort", "")
    jobs = _ordered(_found(queries.open_jobs(), form.cleaned_data), sort)
    if request.GET.get("format") == "csv":
        return csv_answer(
            "jobs",
            ("title", "organization", "role", "place", "work_mode", "opened_on"),
            (
                (
                    job.title,
                    job.organization.name if job.organization else "",
                    names.get(job.role, job.role),
                    f"{job.city}, {job.state}".strip(", "),
                    job.work_mode,
                    job.opened_at.date().isoformat() if job.opened_at else "",
                )
                for job in jobs
            ),
        )
    context = {
        "form": form,
        "page": Paginator(jobs, PAGE_SIZE).get_page(request.GET.get("page")),
        "role_names": names,
        "is_search": any(form.cleaned_data.values()),
        "sort": sort,
    }
    return render(request, "jobs/job_list.html", context)


def _found(jobs: QuerySet[Job], wanted: dict[str, str]) -> QuerySet[Job]:
    for word in wanted["q"].split():
        jobs = jobs.filter(
            Q(title__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(city__icontains=word)
            | Q(state__iexact=word)
        )
    if wanted["role"]:
        jobs = jobs.filter(role=wanted["role"])
    if wanted["work_mode"]:
        jobs = jobs.filter(work_mode=wanted["work_mode"])
    return jobs


def _ordered(jobs: QuerySet[Job], sort: str) -> QuerySet[Job]:
    """Order by a column, either way; newest first unless one is asked for."""
    fields = SORTS.get(sort.removeprefix("-"))
    if fields is None:
        return jobs.order_by("-opened_at", "pk")
    if sort.startswith("-"):
        return jobs.order_by(f"-{fields[0]}", "pk")
    return jobs.order_by(*fields)
