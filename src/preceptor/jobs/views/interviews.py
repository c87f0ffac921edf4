"""Interview times: a team offers them, a person books one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Look, Organization
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.answers import created, once_key
from preceptor.common.services import once
from preceptor.jobs.forms.interviews import BookForm, OfferForm, SlotsForm
from preceptor.jobs.models import Application, Job
from preceptor.jobs.policies.team import job_or_404, own_application_or_404
from preceptor.jobs.queries import interviews as queries
from preceptor.jobs.queries.calendars import PUBLISH, calendar_text
from preceptor.jobs.queries.interviews import meeting_for_interviewer, meeting_for_person
from preceptor.jobs.services import interviews as services

Refused = (services.SlotClash, services.SlotGone, services.CannotInterview)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def interview_times(request: SignedRequest, slug: str, job_id: UUID) -> HttpResponse:
    """Show a job's interview times, add some, offer them."""
    organization, job = job_or_404(request.user, slug, job_id)
    is_offer = "people" in request.POST or request.POST.get("do") == "offer"
    offer = _offer_form(request, job, is_sent=is_offer)
    add = _slots_form(request, organization, job, is_sent=not is_offer)
    sent = offer if is_offer else add
    if request.method == "POST" and sent.is_valid():
        try:
            said = _offer(request, job, offer) if is_offer else _add(request, job, add)
        except Refused as problem:
            sent.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return created(request, request.path, {"job": str(job.public_id)})
    return _times_page(request, organization, job, add, offer)


def _times_page(
    request: SignedRequest, organization: Organization, job: Job, add: SlotsForm, offer: OfferForm
) -> HttpResponse:
    now = timezone.now()
    slots = list(queries.slots_of(job, request.user))
    booked = [slot for slot in slots if slot.booked_by]
    people = [
        slot.booked_by.person_id
        for slot in booked
        if slot.booked_by and slot.booked_by.state != Application.State.WITHDRAWN
    ]
    note_looks(
        people=people,
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.NAMED,
        about=job.public_id,
        now=now,
    )
    free = [slot for slot in slots if slot.booked_by is None and slot.starts_at > now]
    context = {
        "job": job,
        "organization": organization,
        "ahead": [slot for slot in booked if slot.ends_at > now],
        "over": [slot for slot in booked if slot.ends_at <= now],
        "open": free,
        "offered_count": len(queries.offered_numbers(free)),
        "add": add,
        "offer": offer,
    }
    status = 422 if add.errors or offer.errors else 200
    return render(request, "jobs/interview_times.html", context, status=status)


def _slots_form(
    request: SignedRequest, organization: Organization, job: Job, *, is_sent: bool
) -> SlotsForm:
    people = queries.can_be_interviewed(job, request.user, now=timezone.now())
    # From the page of one applicant: the times are for them.
    wanted = request.GET.get("for", "")
    return SlotsForm(
        request.POST if request.method == "POST" and is_sent else None,
        interviewers=queries.interviewers_of(organization),
        people=people,
        initial={
            "interviewer": request.user.pk,
            "zone": queries.last_zone(organization),
            "offer_to": [each.pk for each in people if str(each.public_id) == wanted]
            if wanted
            else [],
        },
    )


def _offer_form(request: SignedRequest, job: Job, *, is_sent: bool) -> OfferForm:
    return OfferForm(
        request.POST if request.method == "POST" and is_sent else None,
        people=queries.can_be_interviewed(job, request.user, now=timezone.now()),
    )


def _add(request: SignedRequest, job: Job, form: SlotsForm) -> str:
    said, now = form.cleaned_data, timezone.now()
    who = request.user.public_id
    with once(key=once_key(request), who=who, action="jobs.interview_times", now=now) as turn:
        if turn.is_first:
            slots = services.add_slots(
                job=job,
                starts=said["starts"],
                minutes=said["minutes"],
                zone=said["zone"],
                where=said["where"],
                interviewer=said["interviewer"],
                offer_to=list(said["offer_to"]),
                by=request.user,
                now=now,
            )
            turn.answer = str(len(slots))
    count = len(said["starts"])
    return "One time is added." if count == 1 else f"{count} times are added."


def _offer(request: SignedRequest, job: Job, form: OfferForm) -> str:
    people = list(form.cleaned_data["people"])
    services.offer_slots(job=job, applications=people, by=request.user, now=timezone.now())
    told = "One person is" if len(people) == 1 else f"{len(people)} people are"
    return f"{told} asked to choose a time within a week."


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_time(request: SignedRequest, slug: str, job_id: UUID, slot_id: UUID) -> HttpResponse:
    """Ask before a time is cancelled, then cancel it."""
    organization, job = job_or_404(request.user, slug, job_id)
    slot = get_object_or_404(queries.slots_of(job, request.user), public_id=slot_id)
    if request.method == "POST":
        done = services.cancel_slot(slot=slot, by=request.user, now=timezone.now())
        messages.success(request, "The time is cancelled." if done else "It was over already.")
        return redirect("jobs:interview_times", slug, job_id)
    context = {"job": job, "organization": organization, "slot": slot}
    return render(request, "jobs/interview_cancel_time.html", context)


@signed_in
@require_safe
def time_file(request: SignedRequest, slug: str, job_id: UUID, slot_id: UUID) -> HttpResponse:
    """Give a booked interview as a file for the interviewer's calendar."""
    _, job = job_or_404(request.user, slug, job_id)
    slot = get_object_or_404(queries.slots_of(job, request.user), public_id=slot_id)
    if slot.calendar_id is None:
        raise Http404("Nobody has booked this time.")
    slot.job = job
    return _file(calendar_text([meeting_for_interviewer(slot)], method=PUBLISH, now=timezone.now()))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_interview(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Let a person choose a time, change it or cancel."""
    application = own_application_or_404(request.user, application_id)
    now = timezone.now()
    booked = queries.booked_slot(application, now=now)
    slots = queries.slots_for(application, now=now)
    form = BookForm(request.POST or None, slots=slots)
    if request.method == "POST" and form.is_valid():
        try:
            slot = services.book_slot(
                slot=form.cleaned_data["slot"], application=application, by=request.user, now=now
            )
        except Refused as problem:
            form.add_error("slot", str(problem))
        else:
            messages.success(request, "It is booked. The entry for your calendar is in your mail.")
            facts = {"slot": str(slot.public_id), "application": str(application.public_id)}
            return created(request, request.path, facts)
    context = {
        "application": application,
        "booked": booked,
        "slots": list(slots),
        "form": form,
        "is_open": application.state == application.State.SENT,
    }
    status = 422 if form.errors else 200
    return render(request, "jobs/own_interview.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_own_interview(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Ask before a person's interview is called off, then call it off."""
    application = own_application_or_404(request.user, application_id)
    now = timezone.now()
    booked = queries.booked_slot(application, now=now)
    if request.method == "POST":
        if services.call_off(application=application, by=request.user, now=now):
            messages.success(request, "Your interview is called off; the employer knows.")
        return redirect("jobs:own_interview", application_id)
    if booked is None:
        return redirect("jobs:own_interview", application_id)
    context = {"application": application, "booked": booked}
    return render(request, "jobs/own_interview_cancel.html", context)


@signed_in
@require_safe
def own_interview_file(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Give a person's interview as a file for their calendar."""
    application = own_application_or_404(request.user, application_id)
    now = timezone.now()
    booked = queries.booked_slot(application, now=now)
    if booked is None:
        raise Http404("No interview is booked.")
    return _file(calendar_text([meeting_for_person(booked, application)], method=PUBLISH, now=now))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: SignedRequest) -> HttpResponse:
    """Show, make anew or close the secret address of one's calendar."""
    now = timezone.now()
    if request.method == "POST":
        if request.POST.get("do") == "close":
            services.drop_feed(user=request.user, now=now)
            messages.success(request, "The address is closed. Calendars that read it get nothing.")
        else:
            services.make_feed(user=request.user, now=now)
            messages.success(request, "Here is your address. Give it to your calendar only.")
        return redirect("jobs:calendar_address")
    feed = queries.feed_of(request.user)
    context = {
        "feed": feed,
        "address": queries.feed_address(feed) if feed else "",
        "ahead": [
            each for each in queries.meetings_of(request.user, now=now) if each.ends_at > now
        ],
    }
    return render(request, "jobs/calendar_address.html", context)


@require_safe
def calendar_feed(_request: object, public_id: UUID, secret: str) -> HttpResponse:
    """Give a user's interviews to their calendar; the address is the key."""
    user = queries.user_of_feed(public_id, secret)
    if user is None:
        raise Http404("No such calendar.")
    now = timezone.now()
    meetings = queries.meetings_of(user, now=now)
    answer = HttpResponse(
        calendar_text(meetings, method=PUBLISH, now=now, name="Interviews"),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _file(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer
