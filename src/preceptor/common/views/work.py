"""Background work and the outbox, for stewards."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from preceptor.common.access import actor, steward_only
from preceptor.common.models import BackgroundJob, Mail
from preceptor.common.queries.work import jobs_in, mails_given_up, overview, task_words
from preceptor.common.services.mail import drop_mail, retry_mail
from preceptor.common.services.work import drop_work, retry_work

PER_PAGE = 25
State = BackgroundJob.State
# In the order in which a steward asks.
TABS = (State.FAILED, State.RUNNING, State.READY, State.DONE)


@require_GET
@steward_only
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits, runs and was given up, the outbox, and what falls due when."""
    now = timezone.now()
    seen = overview(now=now, day_before=now - timedelta(days=1))
    state = request.GET.get("state") or (State.FAILED if seen.jobs[State.FAILED] else State.READY)
    if state not in State.values:
        raise Http404
    page = Paginator(jobs_in(state), PER_PAGE).get_page(request.GET.get("page"))
    mails = Paginator(mails_given_up(), PER_PAGE).get_page(request.GET.get("mails"))
    context = {
        "seen": seen,
        "state": state,
        "tabs": [(tab.value, tab.label, seen.jobs[tab]) for tab in TABS],
        "page": page,
        "rows": [(job, task_words(job.task)) for job in page],
        "mails": mails,
        "now": now,
    }
    return render(request, "common/work.html", context)


@require_POST
@steward_only
def retry(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Let a job that was given up be tried again."""
    job = get_object_or_404(BackgroundJob, public_id=job_id)
    again = retry_work(job=job, by=actor(request), now=timezone.now())
    messages.success(request, "It is tried again now." if again else "It is not given up any more.")
    return redirect("common:work")


@require_http_methods(["GET", "POST"])
@steward_only
def drop(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a job that waits or was given up."""
    job = get_object_or_404(BackgroundJob, public_id=job_id)
    if request.method == "GET":
        words = task_words(job.task)
        return render(request, "common/work_drop.html", {"job": job, "words": words})
    dropped = drop_work(job=job, by=actor(request), now=timezone.now())
    messages.success(request, "It is dropped." if dropped else "It runs already, or is done.")
    return redirect("common:work")


@require_POST
@steward_only
def retry_sending(request: HttpRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Let a mail that was given up be sent again."""
    mail = get_object_or_404(Mail, public_id=mail_id)
    again = retry_mail(mail=mail, by=actor(request), now=timezone.now())
    messages.success(request, "It is sent again now." if again else "It is not given up any more.")
    return redirect(reverse("common:work") + "#outbox")


@require_POST
@steward_only
def drop_sending(request: HttpRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Delete a mail that was given up."""
    mail = get_object_or_404(Mail, public_id=mail_id)
    dropped = drop_mail(mail=mail, by=actor(request), now=timezone.now())
    messages.success(request, "It is dropped." if dropped else "It waits again, or was sent.")
    return redirect(reverse("common:work") + "#outbox")
