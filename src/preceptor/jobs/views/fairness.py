"""Adverse-impact reports, for administrators only."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.models import ImpactReport
from preceptor.jobs.policies.team import job_or_404
from preceptor.jobs.queries import fairness as queries
from preceptor.jobs.queries.impact_pages import CSV_HEAD, csv_rows, shown_report
from preceptor.jobs.services.fairness import LEAST_PEOPLE

ADMINISTRATOR = "administrator"


@signed_in
@require_safe
def adverse_impact(request: SignedRequest, slug: str) -> HttpResponse:
    """Show an organization's reports, one of them opened."""
    organization = organization_or_404(request.user, slug, ADMINISTRATOR)
    mine = ImpactReport.objects.for_user(request.user)
    reports = list(queries.reports_of(organization).filter(pk__in=mine))
    chosen = request.GET.get("report", "")
    report = next((each for each in reports if str(each.public_id) == chosen), None)
    report = report or (reports[0] if reports else None)
    context = {
        "organization": organization,
        "reports": reports,
        "of_jobs": list(queries.job_reports_of(organization).filter(pk__in=mine)),
        "waiting": queries.waiting_count(organization),
        "least_people": LEAST_PEOPLE,
    }
    return _answer(request, report, context, "adverse-impact")


@signed_in
@require_safe
def job_adverse_impact(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Show the report of one job."""
    organization, job = job_or_404(request.user, slug, job_id, hat=ADMINISTRATOR)
    mine = ImpactReport.objects.for_user(request.user)
    report = queries.reports_of(organization, job).filter(pk__in=mine).first()
    context = {
        "organization": organization,
        "job": job,
        "open_count": queries.open_count(job),
        "sent_count": queries.sent_count(job),
        "is_over": job.status in queries.OVER,
    }
    return _answer(request, report, context, f"adverse-impact-{job.slug or job.public_id}")


def _answer(
    request: HttpRequest, report: ImpactReport | None, context: dict[str, object], name: str
) -> HttpResponse:
    shown = shown_report(report) if report is not None else None
    if shown is not None and request.GET.get("format") == "csv":
        return csv_answer(name, CSV_HEAD, csv_rows(shown))
    return render(request, "jobs/adverse_impact.html", {**context, "shown": shown})
