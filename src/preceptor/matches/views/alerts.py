"""Jobs that newly fit a person, found by the run of the night."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.preferences import want_mail
from preceptor.jobs.queries.preferred import preferences_of
from preceptor.matches.queries.searches import alerts_of
from preceptor.resumes.queries import current_resume

PAGE_SIZE = 25


@require_safe
@signed_in
def alerts(request: SignedRequest) -> HttpResponse:
    person = getattr(request.user, "person", None)
    resume = current_resume(person) if person is not None else None
    wanted = preferences_of(person)
    page = Paginator(alerts_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "resume": resume,
        "wants_mail": wanted is None or wanted.wants_mail,
    }
    return render(request, "matches/alerts.html", context)


@require_POST
@signed_in
def mail(request: SignedRequest) -> HttpResponse:
    """Say whether new jobs that fit are worth a mail."""
    now = timezone.now()
    wants = request.POST.get("mail") == "yes"
    want_mail(
        person=person_for(user=request.user, now=now), wants_mail=wants, by=request.user, now=now
    )
    messages.success(
        request,
        "You get a mail when a new job fits." if wants else "No more mails about jobs that fit.",
    )
    return redirect("matches:alerts")
