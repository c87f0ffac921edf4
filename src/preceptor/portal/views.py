"""Home pages and the pages about the site itself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.forms import PostingForm
from preceptor.portal.audiences import AUDIENCES
from preceptor.resumes.forms import ResumeForm


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "resume_form": ResumeForm(),
        # Both forms stand on one page: their fields need ids of their own.
        "posting_form": PostingForm(auto_id="posting_%s"),
        "audiences": AUDIENCES.values(),
        "roles": load_vocabulary().roles,
    }
    return render(request, "portal/home.html", context)


@require_GET
def audience(request: HttpRequest, audience: str) -> HttpResponse:
    found = AUDIENCES.get(audience)
    if found is None:
        raise Http404("No such audience.")
    return render(request, "portal/audience.html", {"audience": found})


@require_GET
def counting(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/counting.html", {"version": load_vocabulary().version})


@require_GET
def your_data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/your_data.html", {"hours": settings.VISITOR_HOURS})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")
