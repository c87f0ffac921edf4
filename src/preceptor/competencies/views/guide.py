"""The guide for whoever hires: which kind of work is this, and what a certificate proves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preceptor.common.csv_answer import csv_answer
from preceptor.competencies import catalogue, hr_guide
from preceptor.competencies.forms import FinderForm
from preceptor.competencies.vocabulary_files import load_vocabulary

ROLES_SHOWN = 3
# Two roles this near are one posting too many, or one question too few.
NEAR_POINTS = 2


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """Ask ten questions of the work and name the role they describe; every answer may be left."""
    form = FinderForm(request.GET or None)
    found: tuple[hr_guide.FoundRole, ...] = ()
    if form.is_valid():
        found = hr_guide.find_role(form.answers())
    context = {
        "form": form,
        "found": found[:ROLES_SHOWN],
        "is_close": len(found) > 1 and found[0].points - found[1].points <= NEAR_POINTS,
        "answered": len(form.answers()) if found else 0,
    }
    return render(request, "competencies/finder.html", context, status=422 if form.errors else 200)


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    entries = sorted(hr_guide.certificates().values(), key=lambda each: each.competency.name)
    if request.GET.get("format") == "csv":
        head = ("certificate", "proves", "does_not_prove", "given_by", "how", "renewal", "source")
        rows = (
            (
                each.competency.name,
                each.proves,
                each.not_proves,
                each.given_by,
                each.how,
                each.renewal,
                each.source,
            )
            for each in entries
        )
        return csv_answer("certificates", head, rows)
    return render(request, "competencies/certificate_list.html", {"entries": entries})


@require_safe
def certificate(request: HttpRequest, certificate_id: str) -> HttpResponse:
    found = hr_guide.certificates().get(certificate_id)
    if found is None:
        raise Http404("No such certificate in the guide.")
    vocabulary = load_vocabulary()
    context = {
        "certificate": found,
        "asking": catalogue.roles_asking(vocabulary, found.competency.id),
        "implies": catalogue.relation_groups(vocabulary, found.competency.id),
    }
    return render(request, "competencies/certificate.html", context)
