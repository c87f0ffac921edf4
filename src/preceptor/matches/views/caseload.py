"""Counselors and programs: their clients and graduates, with consent, and what waits."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Case, Organization, ToDo
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.accounts.queries.consent import has_consent
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.schooling import confirm_schooling
from preceptor.accounts.services.todos import add_todo
from preceptor.common.csv_answer import csv_answer
from preceptor.matches.forms.desk import ClientForm, ClientStepForm
from preceptor.matches.queries import caseload as queries
from preceptor.matches.queries.client import client_page_for
from preceptor.matches.services import caseload as services
from preceptor.matches.services.answers import ready_pool
from preceptor.matches.views.whom import case_or_404, look


@signed_in
@require_safe
def clients(request: SignedRequest, slug: str) -> HttpResponse:
    organization = organization_or_404(request.user, slug, "counsels")
    cases = list(queries.cases_of(organization))
    if request.GET.get("format") == "csv":
        head = ("client", "headline", "applications_out", "waits_for_client", "open_steps")
        rows = (
            (case.person.name, case.headline or "", case.out, case.client_waits, case.steps)
            for case in cases
        )
        return csv_answer("clients", head, rows)
    context = {
        "organization": organization,
        "cases": cases,
        "waiting": sum(bool(case.client_waits) for case in cases),
    }
    return render(request, "matches/clients.html", context)


@signed_in
@require_safe
def client(request: SignedRequest, slug: str, case_id: UUID) -> HttpResponse:
    case = case_or_404(request, slug, case_id)
    return _client_page(request, case)


@signed_in
@require_POST
def change_client(request: SignedRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Take the case, set its goal, give a next step, or close it."""
    case = case_or_404(request, slug, case_id)
    now = timezone.now()
    what = request.POST.get("what")
    if what == "close":
        services.close_case(case=case, by=request.user, now=now)
        messages.success(request, "The case is closed.")
        return redirect("matches:clients", slug)
    if what == "take":
        services.take_case(case=case, by=request.user, now=now)
        messages.success(request, "You are this client’s counselor now.")
    elif what == "goal":
        form = ClientForm(request.POST)
        if not form.is_valid():
            return _client_page(request, case, form=form)
        services.set_goal(case=case, goal=form.cleaned_data["goal"], by=request.user, now=now)
        messages.success(request, "The goal is kept.")
    elif what == "step":
        step = ClientStepForm(request.POST)
        if not step.is_valid():
            return _client_page(request, case, step_form=step)
        add_todo(
            person=case.person,
            kind=ToDo.Kind.ASK,
            title=step.cleaned_data["title"],
            why=f"From your counselor at {case.organization.name}.",
            source=case.public_id,
            due_on=step.cleaned_data["due_on"],
            by=request.user,
            now=now,
        )
        messages.success(request, "The step stands on the client’s list.")
    return redirect("matches:client", slug, case_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agree_to_counsel(request: SignedRequest, slug: str) -> HttpResponse:
    """Ask a person whether an organization's counselors may act for them."""
    houses = Organization.objects.filter(memberships__counsels=True, verified_at__isnull=False)
    organization = get_object_or_404(houses.distinct(), slug=slug)
    now = timezone.now()
    person = person_for(user=request.user, now=now)
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            services.agree_to_counsel(
                organization=organization, person=person, by=request.user, now=now
            )
            messages.success(request, f"{organization.name} may act for you now.")
        else:
            services.end_counsel(organization=organization, person=person, by=request.user, now=now)
            messages.success(request, f"{organization.name} may not act for you any more.")
        return redirect("matches:agree_to_counsel", slug)
    agreed = has_consent(person, "counseled", organization)
    context = {"organization": organization, "is_agreed": agreed}
    return render(request, "matches/agree_to_counsel.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def graduates(request: SignedRequest, slug: str) -> HttpResponse:
    """Show a program who says they learned there, and what became of those who let it see."""
    organization = organization_or_404(request.user, slug, "teaches")
    rows = queries.schooled_at(organization)
    if request.method == "POST":
        named = request.POST.get("schooling")
        schooling = next((each for each in rows if str(each.public_id) == named), None)
        if schooling is None:
            raise Http404("Nobody such says that they learned here.")
        confirm_schooling(
            schooling=schooling,
            is_true=request.POST.get("answer") == "yes",
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "Your answer is kept.")
        return redirect("matches:graduates", slug)
    people = list(rows)
    context = {
        "organization": organization,
        "to_confirm": [each for each in people if each.confirmed_at is None],
        "confirmed": [each for each in people if each.confirmed_at is not None],
        "counts": queries.outcome_counts(organization),
    }
    return render(request, "matches/graduates.html", context)


def _client_page(
    request: SignedRequest,
    case: Case,
    form: ClientForm | None = None,
    step_form: ClientStepForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    look(request, case, now=now)
    context = {
        "case": case,
        "organization": case.organization,
        "person": case.person,
        "page": client_page_for(case.person, ready_pool(now=now)),
        "form": form or ClientForm(initial={"goal": case.goal}),
        "step_form": step_form or ClientStepForm(),
    }
    is_wrong = form is not None or step_form is not None
    return render(request, "matches/client.html", context, status=422 if is_wrong else 200)
