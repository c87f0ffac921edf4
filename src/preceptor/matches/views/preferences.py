"""What a person prefers, and how it moves the order of jobs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.forms.preferences import PreferencesForm
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.preferences import set_preferences
from preceptor.jobs.queries.board_page import board_page
from preceptor.jobs.queries.facets import JobSearch
from preceptor.jobs.queries.preferred import preferences_of

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: SignedRequest) -> HttpResponse:
    now = timezone.now()
    person = getattr(request.user, "person", None)
    kept = preferences_of(person)
    form = PreferencesForm(request.POST or None, initial=PreferencesForm.initial_of(kept))
    if request.method == "POST" and form.is_valid():
        set_preferences(
            person=person or person_for(user=request.user, now=now),
            wanted=form.wanted(),
            by=request.user,
            now=now,
        )
        messages.success(request, "Kept. The order of your jobs follows at once.")
        return redirect("matches:preferences")
    board = board_page(JobSearch(sort="fit"), person=person, now=now)
    context = {
        "form": form,
        "kept": kept,
        "person": person,
        "board": board,
        "rows": board.rows(board.found.numbers[:SHOWN].tolist()) if board.fits else [],
    }
    status = 422 if form.errors else 200
    return render(request, "matches/preferences.html", context, status=status)
