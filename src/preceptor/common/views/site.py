"""The pages of the site itself: errors, the components page, a sign of life."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from preceptor.common import context
from preceptor.common.forms import ExampleForm

GRADES = (
    (1, "claimed", "Your own words."),
    (2, "documented", "It stands in a dated job, course or project of your record."),
    (3, "attested", "A supervisor signed it."),
    (4, "assessed", "You passed an exam."),
    (5, "credentialed", "A credential that anyone can verify."),
)


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every component of pages; in demo mode only."""
    if not settings.DEMO:
        raise Http404("Shown in demo mode only.")
    context = {
        "grades": GRADES,
        "form": ExampleForm({"years": "two"}),
        "page": Paginator(range(140), 10).get_page(2),
        "quote": {
            "before": "configured ",
            "words": "eClinicalWorks templates",
            "after": " for 6 clinics",
            "span": (120, 144),
        },
        "clock": {
            "reply_by": date(2026, 12, 4),
            "left": 9,
            "cells": [(f"{at * 7.14:.2f}%", "5.94%", at < 5) for at in range(14)],
            "consequence": "If Alder Creek does not answer, we close this for you, and it counts "
            "in their answer rate.",
        },
        "stamp": {
            "people": 1840,
            "as_of": date(2026, 11, 18),
            "vocabulary_version": "2026-11-18",
            "engine_version": "1",
            "digest": "5f0c1d2e3a4b",
        },
    }
    return render(request, "common/components.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say whose page it is, or the reason where the refusal gives one."""
    return _error(request, "forbidden", 403, why=str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, "form_expired", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, "server_error", 500)


def _error(request: HttpRequest, name: str, status: int, *, why: str = "") -> HttpResponse:
    # Without the request's own context processors: they may be what failed.
    page = render_to_string(f"common/errors/{name}.html", {**context.site(request), "why": why})
    return HttpResponse(page, status=status)
