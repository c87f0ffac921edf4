"""Take one's data along."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Export, Person
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of, visitor_of
from preceptor.accounts.services.persons import person_for
from preceptor.common.limits import limited
from preceptor.resumes.queries.export import json_resume_of
from preceptor.resumes.services.export import ask_export, note_fetched


@require_http_methods(["GET", "HEAD", "POST"])
@limited("resumes.export", 10, 3_600)
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Show the files that are ready or being made; ask for a new one."""
    user, now = user_of(request), timezone.now()
    if request.method == "POST":
        ask_export(person=person_for(user=user, now=now), now=now)
        return redirect("resumes:export")
    exports = Export.objects.for_user(user).filter(expires_at__gt=now).order_by("-pk")
    context = {"exports": list(exports), "waits": any(not each.ready_at for each in exports)}
    return render(request, "resumes/export.html", context)


@require_safe
@signed_in
def export_file(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file itself, for its owner while signed in."""
    now = timezone.now()
    ready = Export.objects.for_user(user_of(request)).filter(expires_at__gt=now)
    found = get_object_or_404(ready.exclude(stored=""), public_id=export_id)
    path = Path(settings.EXPORTS) / found.stored
    if not path.is_file():
        raise Http404("This file is gone.")
    note_fetched(export=found, now=now)
    name = f"preceptor-{found.asked_at:%Y-%m-%d}.zip"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    return cast("HttpResponse", answer)  # streamed, and otherwise alike


@require_safe
@signed_in
def export_resume(request: HttpRequest) -> HttpResponse:
    """The record alone, as JSON Resume."""
    user, now = user_of(request), timezone.now()
    return _resume_of(person_for(user=user, now=now), now=now)


@require_safe
@never_cache
def export_brought(request: HttpRequest) -> HttpResponse:
    """The record of whoever this browser is, without an account, too."""
    now = timezone.now()
    person = visitor_of(request, now=now)
    if person is None:
        raise Http404("This browser brought nothing.")
    return _resume_of(person, now=now)


def _resume_of(person: Person, *, now: datetime) -> HttpResponse:
    answer = JsonResponse(
        json_resume_of(person, now=now), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="resume.json"'
    return answer
