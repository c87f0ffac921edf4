"""Correct my record: every fact with its words; what the person says wins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.queries import visitor_of
from preceptor.common.addresses import address_of
from preceptor.competencies.catalogue import find_competencies
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.resumes import record_rows
from preceptor.resumes.forms import CorrectionForm, UndoForm
from preceptor.resumes.models import Correction, Fact, Resume
from preceptor.resumes.services import correct, undo_correction

FOUND_AT_MOST = 8


@require_safe
@never_cache
def record(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    resume = _own_resume(request, resume_id, now=timezone.now())
    return _record_page(request, resume)


@require_POST
def correct_record(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    now = timezone.now()
    resume = _own_resume(request, resume_id, now=now)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _record_page(request, resume, form=form)
    said = form.cleaned_data
    correction = correct(
        person=resume.person,
        kind=said["kind"],
        subject=said["subject"],
        words=said["words"],
        action=said["action"],
        value=said["value"],
        now=now,
    )
    row = record_rows.said_rows([correction])[0]
    messages.success(request, f"{row.about}: {row.says}. Ranks and counts follow at once.")
    return redirect(f"{reverse('resumes:record', args=[resume.public_id])}#said")


@require_POST
def undo(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    now = timezone.now()
    resume = _own_resume(request, resume_id, now=now)
    form = UndoForm(request.POST)
    own = Correction.objects.filter(person=resume.person)
    correction = own.filter(**form.cleaned_data).first() if form.is_valid() else None
    if correction is not None:
        about = record_rows.said_rows([correction])[0].about
        undo_correction(correction=correction, now=now)
        messages.success(request, f"{about}: what was read counts again.")
    return redirect(f"{reverse('resumes:record', args=[resume.public_id])}#said")


def _own_resume(request: HttpRequest, resume_id: UUID, *, now: datetime) -> Resume:
    person = visitor_of(request, now=now)
    resumes = Resume.objects.select_related("person", "person__record", "document")
    resume = resumes.filter(public_id=resume_id, person=person).first() if person else None
    if resume is None:
        raise Http404("No such record of yours.")
    return resume


def _record_page(
    request: HttpRequest, resume: Resume, form: CorrectionForm | None = None
) -> HttpResponse:
    facts = list(resume.facts.select_related("competency").order_by("order"))
    corrections = list(resume.person.corrections.order_by("pk"))
    wanted = request.GET.get("add", "")[:100].strip()
    found = find_competencies(load_vocabulary(), wanted) if wanted else []
    columns = getattr(resume.person, "record", None)
    context = {
        "resume": resume,
        "form": form,
        "advice_address": address_of("advice", resume.public_id),
        "competencies": record_rows.held_rows(facts, corrections, Fact.Kind.COMPETENCY),
        "credentials": record_rows.held_rows(facts, corrections, Fact.Kind.CREDENTIAL),
        "jobs": record_rows.job_rows(facts, corrections),
        "schooling": record_rows.schooling(facts),
        "home": record_rows.home_row(
            resume.person,
            facts,
            corrections,
            sent_back=form.data if form and "zip" in form.errors else None,
        ),
        "years": [
            (domain, name, getattr(columns, f"quarters_{domain}", None))
            for domain, name in record_rows.DOMAIN_NAMES.items()
        ],
        "columns": columns,
        "said": record_rows.said_rows(corrections),
        "fact_count": len(facts),
        "text": record_rows.marked_facts(resume.document.text, facts),
        "domains": record_rows.DOMAIN_NAMES.items(),
        "statuses": record_rows.STATUS_NAMES.items(),
        "educations": record_rows.EDUCATION_NAMES.items(),
        "education_now": record_rows.education_value(columns.education if columns else 0),
        "levels": range(1, 6),
        # A row that cannot be changed as asked stays open with what is wrong said above.
        "changing": form.data.get("subject", "") if form else request.GET.get("change", ""),
        "wanted": wanted,
        "found": found[:FOUND_AT_MOST],
        "found_count": len(found),
    }
    return render(request, "resumes/record.html", context, status=422 if form else 200)
