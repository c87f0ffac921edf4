"""Notes about an application, for colleagues."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Look
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.privacy import note_looks
from preceptor.accounts.services.talk import read_notices
from preceptor.common.answers import created, once_key
from preceptor.common.services import once
from preceptor.jobs.forms.notes import NoteForm
from preceptor.jobs.policies.team import application_or_404
from preceptor.jobs.queries import notes as queries
from preceptor.jobs.services import notes as services


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedRequest, slug: str, application_id: UUID) -> HttpResponse:
    """Show the notes about an application and take a new one."""
    organization, application = application_or_404(request.user, slug, application_id)
    now = timezone.now()
    colleagues = queries.colleagues_of(organization, request.user)
    form = NoteForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        key = once_key(request, application.public_id, form.cleaned_data["text"])
        with once(key=key, who=request.user.public_id, action="jobs.note", now=now) as turn:
            if turn.is_first:
                note = services.write_note(
                    application=application, by=request.user, now=now, **form.cleaned_data
                )
                turn.answer = str(note.public_id)
        messages.success(request, "The note is kept.")
        return created(request, f"{request.path}#note-{turn.answer}", {"note": turn.answer})
    if request.method != "POST":
        read_notices(user=request.user, now=now, address=request.path)
    note_looks(
        people=[application.person],
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.NAMED,
        about=application.public_id,
        now=now,
    )
    rows = [
        (note, queries.may_change(note, request.user, now=now))
        for note in queries.notes_of(application, request.user)
    ]
    context = {"application": application, "organization": organization, "form": form}
    context |= {"rows": rows, "colleagues": list(colleagues)}
    return render(request, "jobs/notes.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_note(
    request: SignedRequest, slug: str, application_id: UUID, note_id: UUID
) -> HttpResponse:
    """Change one's own note, for a quarter of an hour."""
    organization, application = application_or_404(request.user, slug, application_id)
    own = queries.notes_of(application, request.user).filter(author=request.user)
    note = get_object_or_404(own, public_id=note_id)
    now = timezone.now()
    back = reverse("jobs:notes", args=[slug, application_id])
    if not queries.may_change(note, request.user, now=now):
        messages.warning(request, "A note can be changed for a quarter of an hour.")
        return redirect(back)
    form = NoteForm(request.POST or None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        services.change_note(note=note, text=form.cleaned_data["text"], by=request.user, now=now)
        messages.success(request, "The note is changed.")
        return redirect(f"{back}#note-{note.public_id}")
    context = {
        "application": application,
        "organization": organization,
        "note": note,
        "form": form,
        "back": back,
    }
    return render(request, "jobs/note_change.html", context, status=422 if form.errors else 200)
