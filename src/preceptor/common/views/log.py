"""The log, for stewards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from preceptor.common.access import steward_only
from preceptor.common.csv_answer import csv_stream
from preceptor.common.forms.steward import LogForm
from preceptor.common.models import LogEntry
from preceptor.common.queries.log import log_count, log_entries
from preceptor.common.queries.work import CHECK_LOG, last_done, waits
from preceptor.common.services.work import enqueue_work

PER_PAGE = 50
COLUMNS = ("number", "at", "kind", "actor", "target", "details", "digest")


@require_GET
@steward_only
def log(request: HttpRequest) -> HttpResponseBase:
    """Show the log, newest first, what was asked of it, and what the last check found."""
    form = LogForm(request.GET)
    if not form.is_valid():
        asked = {"form": form, "checked": last_done(CHECK_LOG)}
        return render(request, "common/log.html", asked, status=422)
    entries = log_entries(**form.asked())
    if request.GET.get("format") == "csv":
        return csv_stream("log", COLUMNS, _cells(entries.iterator(chunk_size=2000)))
    before = request.GET.get("before", "")
    if before.isdecimal():
        entries = entries.filter(number__lt=int(before[:18]))
    shown = list(islice(entries[: PER_PAGE + 1], PER_PAGE + 1))
    context = {
        "form": form,
        "is_search": any(form.cleaned_data.values()),
        "entries": shown[:PER_PAGE],
        "older": shown[PER_PAGE - 1].number if len(shown) > PER_PAGE else None,
        "is_later_page": before.isdecimal(),
        "count": log_count(),
        "checked": last_done(CHECK_LOG),
        "is_being_checked": waits(CHECK_LOG),
    }
    return render(request, "common/log.html", context)


@require_POST
@steward_only
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a check of the whole chain."""
    enqueue_work(task=CHECK_LOG, key="asked", now=timezone.now())
    messages.success(request, "The chain is being checked. A million entries take about a minute.")
    return redirect("common:log")


def _cells(entries: Iterator[LogEntry]) -> Iterator[tuple[str | int, ...]]:
    for entry in entries:
        yield (
            entry.number,
            entry.at.isoformat(),
            entry.kind,
            str(entry.actor or ""),
            str(entry.target or ""),
            " ".join(f"{key}={value}" for key, value in sorted(entry.details.items())),
            entry.digest,
        )
