"""Scorecards: give one's own, then read everybody's beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Look
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.privacy import note_looks
from preceptor.jobs.forms.scorecards import ScorecardForm
from preceptor.jobs.models import Application
from preceptor.jobs.policies.team import application_or_404
from preceptor.jobs.queries import scorecards as queries
from preceptor.jobs.queries.questions import other_questions, questions_for
from preceptor.jobs.services import scorecards as services


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: SignedRequest, slug: str, application_id: UUID) -> HttpResponse:
    """Show and take the user's card; once it is given, the table of all."""
    organization, application = application_or_404(request.user, slug, application_id)
    card = queries.card_of(application, request.user)
    is_given = card is not None and card.given_at is not None
    lines = list(queries.asked_lines(application.job))
    questions = questions_for(application.job, lines)
    form = ScorecardForm(request.POST or None, lines=lines, card=card, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            told = _save(request, application, form)
        except services.NothingJudged as problem:
            form.add_error("overall", str(problem))
        except services.AlreadyGiven as problem:
            messages.warning(request, str(problem))
            return redirect(request.path)
        else:
            messages.success(request, told)
            return redirect(request.path)
    note_looks(
        people=[application.person],
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.NAMED,
        about=application.public_id,
        now=timezone.now(),
    )
    context = {
        "application": application,
        "organization": organization,
        "form": form,
        "others": other_questions(application.job, questions),
        "is_given": is_given,
        "given_count": queries.given_count(application),
        "table": queries.card_table(application, request.user) if is_given else None,
    }
    status = 422 if form.errors else 200
    return render(request, "jobs/scorecard.html", context, status=status)


def _save(request: SignedRequest, application: Application, form: ScorecardForm) -> str:
    is_giving = request.POST.get("do") == "give"
    services.save_scorecard(
        application=application,
        marks=form.marks(),
        summary=form.cleaned_data["summary"],
        overall=form.cleaned_data["overall"],
        is_given=is_giving,
        by=request.user,
        now=timezone.now(),
    )
    return "Your card is given. Here is everybody's." if is_giving else "Your draft is kept."
