"""A person's own search: what they sent, what waits for whom, what came of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import ToDo
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.talk import drop_todo, finish_todo, reopen_todo
from preceptor.common.csv_answer import csv_answer
from preceptor.jobs.forms.applying import WithdrawForm
from preceptor.jobs.forms.tracker import PeriodForm
from preceptor.jobs.models import Application
from preceptor.jobs.queries.applying import is_taking, said_yes, sent_documents
from preceptor.jobs.queries.tracker import (
    has_interview_times,
    open_others,
    own_applications,
    reasons_of,
    sent_between,
    todos_from,
    unsettled_hires,
)
from preceptor.jobs.queries.tracker_rows import (
    Tracked,
    board_of,
    changes_between,
    record_rows,
    timeline_of,
    tracked,
)
from preceptor.jobs.queries.voluntary import is_to_be_asked
from preceptor.jobs.services import answering, applying
from preceptor.resumes.queries import current_resume

State = Application.State
RECORD_HEAD = (
    "sent_on",
    "job",
    "employer",
    "place",
    "how",
    "stage",
    "answered_on",
    "ended_on",
    "how_it_ended",
)
CHANGES = {"finish": finish_todo, "drop": drop_todo, "reopen": reopen_todo}


@require_safe
@signed_in
def tracker(request: SignedRequest) -> HttpResponse:
    """Show everything of one's search, as a board or a table."""
    now = timezone.now()
    person = person_for(user=request.user, now=now)
    rows = tracked(person, now=now)
    is_table = request.GET.get("view") == "table"
    hired = unsettled_hires(person).first()
    context = {
        "rows": rows,
        "columns": [] if is_table else board_of(rows),
        "view": "table" if is_table else "board",
        "open_count": sum(row.is_open for row in rows),
        "mine": [row for row in rows if row.clock is not None and row.clock.is_mine],
        "hired": hired,
        "others": open_others(hired).select_related("job__organization") if hired else [],
    }
    return render(request, "jobs/tracker.html", context)


@require_safe
@signed_in
def application(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Show one application to its person: where it stands, what is next, what it left."""
    now = timezone.now()
    found = _own(request, application_id)
    row = Tracked(found, None, now)
    earlier = (
        own_applications(found.person)
        .filter(job=found.job_id, begun_at__lt=found.begun_at)
        .exclude(state=State.DRAFT)
        .first()
    )
    hired = found if found.state == State.HIRED and found.others_settled_at is None else None
    context = {
        "application": found,
        "job": found.job,
        "row": row,
        "clock": row.clock,
        "timeline": timeline_of(found),
        "reasons": reasons_of(found),
        "todos": list(todos_from(found)),
        "documents": sent_documents(found),
        "resume": current_resume(found.person),
        "earlier": earlier,
        "changes": changes_between(earlier, found) if earlier else [],
        "may_apply_again": found.state not in (State.SENT, State.HIRED)
        and is_taking(found.job, now=now),
        "is_offered": row.is_offered,
        "has_times": has_interview_times(found),
        "asks_voluntary": found.state != State.DRAFT and is_to_be_asked(found.person),
        "hired": hired,
        "others": open_others(hired).select_related("job__organization") if hired else [],
    }
    return render(request, "jobs/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Ask once, then take an application back."""
    found = _own(request, application_id)
    if found.state not in (State.DRAFT, State.SENT):
        messages.info(request, "This application has ended already.")
        return redirect("jobs:application", found.public_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        left = applying.withdraw(
            application=found, by=request.user, now=timezone.now(), why=form.cleaned_data["why"]
        )
        if left is None:
            messages.success(request, "The draft is gone.")
            return redirect("jobs:tracker")
        messages.success(
            request, "You took it back. They no longer see your name, record or documents."
        )
        return redirect("jobs:application", found.public_id)
    context = {"application": found, "job": found.job, "form": form, "is_known": said_yes(found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "jobs/withdraw.html", context, status=status)


@require_POST
@signed_in
def answer_offer(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Say yes or no to an offer."""
    found, now = _own(request, application_id), timezone.now()
    try:
        if request.POST.get("answer") == "yes":
            answering.accept_offer(application=found, by=request.user, now=now)
            messages.success(request, "You said yes. They are told and note the hire next.")
        elif request.POST.get("answer") == "no":
            answering.decline_offer(
                application=found, by=request.user, now=now, why=request.POST.get("why", "")[:300]
            )
            messages.success(request, "You said no. They are told; the application is closed.")
        else:
            messages.error(request, "Choose yes or no.")
    except answering.NothingToAnswer as nothing:
        messages.error(request, str(nothing))
    return redirect("jobs:application", found.public_id)


@require_POST
@signed_in
def settle_others(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Once hired: end the other applications, or keep them."""
    found, now = _own(request, application_id), timezone.now()
    if request.POST.get("answer") == "end":
        count = answering.end_others(hired=found, by=request.user, now=now)
        what = "1 other application is" if count == 1 else f"{count} other applications are"
        messages.success(request, f"{what} closed; each employer is told that you took a job.")
    else:
        answering.keep_others(hired=found, by=request.user, now=now)
        messages.success(request, "Your other applications stay open.")
    return redirect("jobs:tracker")


@require_POST
@signed_in
def change_todo(request: SignedRequest, application_id: UUID, todo_id: UUID) -> HttpResponse:
    """Note that a next step is done, set aside, or open again."""
    found = _own(request, application_id)
    todo = get_object_or_404(
        ToDo, person=found.person_id, source=found.public_id, public_id=todo_id
    )
    change = CHANGES.get(request.POST.get("change", ""))
    if change is None:
        raise Http404("No such change.")
    change(todo=todo, by=request.user, now=timezone.now())
    return redirect(f"{request.path.rpartition('todos/')[0]}#steps")


@require_safe
@signed_in
def record(request: SignedRequest) -> HttpResponse:
    """Show, print or download what one did to find work, from one day to another."""
    now = timezone.now()
    person = person_for(user=request.user, now=now)
    form = PeriodForm(request.GET or None)
    first: date | None = None
    last: date | None = None
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = record_rows(sent_between(person, first, last))
    if request.GET.get("format") == "csv":
        return csv_answer("my-search", RECORD_HEAD, (row.cells() for row in rows))
    context = {
        "form": form if form.is_bound else PeriodForm(),
        "rows": rows,
        "person": person,
        "first": first,
        "last": last,
        "today": now.date(),
    }
    return render(request, "jobs/record.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, application_id: UUID) -> Application:
    return get_object_or_404(
        Application.objects.filter(person__user=request.user.pk).select_related(
            "job__organization", "stage", "person"
        ),
        public_id=application_id,
    )
