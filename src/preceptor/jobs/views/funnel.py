"""The funnel of an organization's applications."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.forms.funnel import PERIODS, FunnelForm
from preceptor.jobs.queries import funnel as queries

CSV_HEAD = ("part", "what", "count", "of", "percent", "days")


@signed_in
@require_safe
def funnel(request: SignedRequest, slug: str) -> HttpResponse:
    """Show where applications come from, how far they come and how long it takes."""
    organization = organization_or_404(request.user, slug, "hires")
    form = FunnelForm(request.GET, jobs=queries.funnel_jobs(organization))
    context = {"organization": organization, "form": form}
    if not form.is_valid():
        return render(request, "jobs/funnel.html", context, status=422)
    now = timezone.now()
    period = form.cleaned_data["period"] or PERIODS[0][0]
    since = None if period == "all" else now - timedelta(days=int(period))
    job = form.cleaned_data["job"]
    found = queries.funnel_of(organization, now=now, since=since, job=job)
    if request.GET.get("format") == "csv":
        return csv_answer("funnel", CSV_HEAD, _csv_rows(found))
    context |= {"funnel": found, "job": job, "since": since, "now": now}
    context["period"] = dict(PERIODS)[period]
    return render(request, "jobs/funnel.html", context)


def _csv_rows(found: queries.Funnel) -> list[tuple[str | int | float, ...]]:
    shares = [("step", each) for each in found.steps]
    shares += [("reason of a refusal", each) for each in found.reasons]
    shares.append(("answer", found.answering.in_time))
    rows: list[tuple[str | int | float, ...]] = [
        (part, each.word, each.count, each.of, round(100 * each.share, 1), "")
        for part, each in shares
    ]
    rows += [
        (part, each.word, count, each.sent, _percent(count, each.sent), "")
        for each in found.sources
        for part, count in (
            ("source: sent", each.sent),
            ("source: interviewed", each.interviewed),
            ("source: hired", each.hired),
        )
    ]
    rows += [
        (f"ended after {each.word.lower()}", word, count, each.total, "", "")
        for each in found.leavings
        for word, count in zip(found.end_words, each.ends, strict=True)
    ]
    rows += [
        ("days in step", each.word, each.left, "", "", _days(each.median_days))
        for each in found.stays
    ]
    answering = found.answering
    rows.append(
        (
            "days to the first answer",
            "median",
            answering.answered,
            "",
            "",
            _days(answering.median_days),
        )
    )
    return rows


def _days(days: float | None) -> float | str:
    return "" if days is None else round(days, 1)


def _percent(count: int, of: int) -> float | str:
    return round(100 * count / of, 1) if of else ""
