"""The pages that need the engine: advice, price of a posting, job with explanation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.queries import visitor_of
from preceptor.accounts.visitors import person_or_new
from preceptor.common.documents import DocumentRefused
from preceptor.jobs.forms import PostingForm
from preceptor.jobs.models import Job
from preceptor.jobs.queries import addressed_jobs, is_shown, with_lines, with_places
from preceptor.jobs.queries.applying import applying_to
from preceptor.jobs.queries.authoring import hiring_for
from preceptor.jobs.reading import read_posting_file
from preceptor.jobs.services import store_posting
from preceptor.matches.answers import Price
from preceptor.matches.forms import DoorForm, GoalForm, ProofForm
from preceptor.matches.line_states import GRADE_NAMES
from preceptor.matches.price_rows import (
    NEVER_GIVEN_UP,
    carried_by,
    changed_from,
    costs_of,
    decisions_of,
    fold,
    marked_paragraphs,
    order_of,
    promises_address,
    rarely_met,
    rows_of,
    switched_address,
)
from preceptor.matches.queries.advice import advice_for
from preceptor.matches.queries.doors import MILES
from preceptor.matches.queries.job_page import job_page_for
from preceptor.matches.queries.price import GOAL
from preceptor.matches.services import answer_price, ready_pool, stamp_answer
from preceptor.matches.tables import advice_csv, price_csv
from preceptor.matches.views.whom import door_of
from preceptor.matches.visitors import brought, own_resume, readable_job
from preceptor.resumes.forms import ResumeForm
from preceptor.resumes.queries import current_resume
from preceptor.resumes.reading import read_resume_file
from preceptor.resumes.services import store_resume

# More is never ticked: a job asks no more than 64 lines.
MOST_PROMISES = 64


@require_http_methods(["GET", "HEAD", "POST"])
def advice_start(request: HttpRequest) -> HttpResponse:
    form = ResumeForm(request.POST, request.FILES) if request.method == "POST" else ResumeForm()
    if form.is_valid():
        answer = _take_in_resume(request, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    context = {"form": form, "brought": brought(request, now=timezone.now())}
    return render(request, "matches/advice_start.html", context, status=status)


def _take_in_resume(request: HttpRequest, form: ResumeForm) -> HttpResponse | None:
    """Read and keep the resume and lead to its advice; None with the form's error if refused."""
    now = timezone.now()
    data, filename = form.brought()
    try:
        # Read before anything is stored: a refused file leaves no visitor behind.
        read = read_resume_file(data, filename=filename, as_of=now.date())
    except DocumentRefused as refused:
        form.refuse(str(refused))
        return None
    person = person_or_new(request, now=now)
    resume = store_resume(person=person, read=read, data=data, filename=filename, now=now)
    return redirect("matches:advice", resume.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def price_start(request: HttpRequest) -> HttpResponse:
    form = PostingForm(request.POST, request.FILES) if request.method == "POST" else PostingForm()
    if form.is_valid():
        answer = _take_in_posting(request, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    context = {"form": form, "brought": brought(request, now=timezone.now())}
    return render(request, "matches/price_start.html", context, status=status)


def _take_in_posting(request: HttpRequest, form: PostingForm) -> HttpResponse | None:
    """Read and keep the posting and lead to its price; None with the form's error if refused."""
    now = timezone.now()
    data, filename = form.brought()
    try:
        read = read_posting_file(data, filename=filename)
    except DocumentRefused as refused:
        form.refuse(str(refused))
        return None
    person = person_or_new(request, now=now)
    job = store_posting(read=read, owner=person, filename=filename, now=now)
    return redirect("matches:price", job.public_id)


@require_safe
@never_cache
def advice(request: HttpRequest, resume_id: UUID) -> HttpResponse:
    now = timezone.now()
    resume = own_resume(request, resume_id, now=now)
    form = DoorForm({"miles": request.GET.get("miles") or MILES})
    miles = form.cleaned_data["miles"] if form.is_valid() else MILES
    current = ready_pool(now=now)
    answer = advice_for(resume, current, stamp_answer(current=current, now=now), miles=miles)
    if request.GET.get("format") == "csv":
        return advice_csv(answer, request.GET.get("table", ""))
    context = {
        "advice": answer,
        "doors": answer.doors,
        "home": answer.home,
        "door_form": DoorForm({"miles": miles}),
        "corrections": resume.person.corrections.count(),
    }
    return _whole_or_part(request, "matches/advice.html", "matches/_doors.html", context)


def _whole_or_part(
    request: HttpRequest, whole: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer one address with the page or, to a live form of it, with the part that changes."""
    is_part = request.headers.get("HX-Request-Type") == "partial"
    response = render(request, part if is_part else whole, context)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


@require_safe
@never_cache
def price(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Show what each line costs, with the switches of the address applied.

    The same address gives the page or, to htmx, its middle.
    """
    now = timezone.now()
    job = readable_job(request, job_id, now=now)
    form = GoalForm({"goal": request.GET.get("goal") or GOAL})
    goal = form.cleaned_data["goal"] if form.is_valid() else GOAL
    proof_form = ProofForm(
        {
            "proof": request.GET.get("proof") or job.proof_weight,
            "hours": request.GET.get("hours") or job.hours_per_year,
        }
    )
    proof_form.is_valid()
    current = ready_pool(now=now)
    answer = answer_price(
        job,
        current,
        now=now,
        decisions=decisions_of(request.GET),
        goal=goal,
        # What is refused is told so at its field, and counts as posted.
        proof_weight=proof_form.cleaned_data.get("proof"),
        hours_per_year=proof_form.cleaned_data.get("hours"),
    )
    if not settings.DEMO:
        answer = answer.without_people()
    if request.GET.get("format") == "csv":
        return price_csv(answer, request.GET.get("table", ""))
    context = _price_context(answer, request, form, proof_form)
    context["are_people_shown"] = settings.DEMO
    # Who hires for an organization can go on from what they pasted to a draft of it.
    context["publishers"] = hiring_for(request.user) if job.status == Job.Status.PASTED else []
    return _whole_or_part(request, "matches/price.html", "matches/_price.html", context)


def _price_context(
    answer: Price, request: HttpRequest, form: GoalForm, proof_form: ProofForm
) -> dict[str, Any]:
    rows = rows_of(answer.lines, answer.text, order_of(request.GET))
    decisions = changed_from(answer.lines, decisions_of(request.GET))
    order = ".".join(str(row.line.position) for row in rows)
    tried = {at: how for at, _, how in answer.relaxation.changes} if answer.relaxation else {}
    carried = carried_by(answer, usual_goal=GOAL)
    softer = rarely_met(answer.lines, answer.pool)
    return {
        "price": answer,
        "rows": rows,
        "numbers": {str(row.line.position): row.number for row in rows},
        "text": marked_paragraphs(answer.text),
        "costs": costs_of(answer.text),
        "decisions": decisions,
        "order": order,
        "goal_form": form,
        "proof_form": proof_form,
        "carried": carried,
        "terms": {name: value for name, value in carried.items() if name != "goal"},
        "grades": list(zip(GRADE_NAMES, answer.proof.earns, strict=True)),
        "most_alone": max((row.line.lost_alone or 0 for row in rows), default=0),
        "most_share": max((row.line.share or 0 for row in rows), default=0),
        "folds": fold(rows, decisions),
        "softer_count": len(softer),
        "has_fixed_gate": any(line.kind in NEVER_GIVEN_UP for line in answer.lines),
        "softer_address": switched_address(decisions | softer, order, carried),
        "total_share": sum(row.line.share or 0 for row in rows),
        "try_address": switched_address(decisions | tried, order, carried),
    }


@require_safe
@never_cache
def job(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(with_places(with_lines(addressed_jobs())), slug=slug)
    current = ready_pool(now=now)
    person = visitor_of(request, now=now)
    answer = job_page_for(
        found,
        current,
        stamp_answer(current=current, now=now, job=found),
        person=person,
        promises=request.GET.getlist("add")[:MOST_PROMISES],
    )
    resume = current_resume(person) if person is not None else None
    context = {
        "page": answer,
        "near": answer.near,
        "why": answer.why,
        "slug": answer.slug,
        "together_address": promises_address(answer.why.together) if answer.why else "",
        "rows": rows_of(answer.asks, answer.text, ()),
        "text": marked_paragraphs(answer.text),
        "costs": costs_of(answer.text),
        "resume": resume,
        "job": found,
        "is_shown": is_shown(found),
        "opened_at": found.opened_at,
        "applying": applying_to(found, person, now=now),
        "door": door_of(request),
    }
    return _whole_or_part(request, "matches/job.html", "matches/_why.html", context)
