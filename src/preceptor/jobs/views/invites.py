"""Invite a stranger to apply; say yes or no to an invitation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Look, Person
from preceptor.accounts.policies.access import SignedRequest, signed_in, trusted_organization_or_404
from preceptor.accounts.queries import findable_people
from preceptor.accounts.queries.seen import id_behind
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.addresses import address_of
from preceptor.common.answers import created, once_key
from preceptor.common.limits import limited
from preceptor.common.services import once
from preceptor.jobs.forms.invites import DeclineForm, InviteForm
from preceptor.jobs.models import Invite, Job
from preceptor.jobs.queries.clock import INVITE_DAYS, Side, answer_rate, clock_of
from preceptor.jobs.queries.invites import invites_to, jobs_to_invite_to, may_be_invited
from preceptor.jobs.queries.tracker_rows import IF_YOU_ARE_SILENT
from preceptor.jobs.services import invites as services
from preceptor.jobs.services.applying import CannotApply
from preceptor.resumes.queries import current_resume
from preceptor.resumes.queries.blind import blind


@require_http_methods(["GET", "HEAD", "POST"])
@limited("jobs.invite", 200, 86_400)
@signed_in
def invite(request: SignedRequest, slug: str, person_id: UUID) -> HttpResponse:
    """Invite a person, unnamed, to one of the open jobs."""
    now = timezone.now()
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    people = findable_people()
    person = get_object_or_404(people, public_id=id_behind(organization, person_id))
    jobs = jobs_to_invite_to(organization, person, on=now.date())
    form = InviteForm(request.POST or None, jobs=jobs, initial={"job": request.GET.get("job", "")})
    if request.method == "POST" and form.is_valid():
        answer = _invited(request, form, person, jobs, slug)
        if answer is not None:
            return answer
    note_looks(
        people=[person],
        viewer=request.user,
        organization=organization,
        kind=Look.Kind.PROFILE,
        now=now,
    )
    resume = current_resume(person)
    context = {
        "organization": organization,
        "person": person,
        "seen_id": person_id,
        "headline": blind(resume.headline, person) if resume else "",
        "jobs": jobs,
        "form": form,
        "days": INVITE_DAYS,
        "may": may_be_invited(person),
        "before": invites_to(organization, person),
    }
    return render(request, "jobs/invite.html", context, status=422 if form.errors else 200)


def _invited(
    request: SignedRequest, form: InviteForm, person: Person, jobs: list[Job], slug: str
) -> HttpResponse | None:
    """Send the invitation; None where it cannot be, which the form then says."""
    job, now = form.chosen(jobs), timezone.now()
    key = once_key(request, job.public_id, person.public_id)
    try:
        with once(key=key, who=request.user.public_id, action="jobs.invite", now=now) as turn:
            if turn.is_first:
                made = services.invite(
                    job=job,
                    person=person,
                    text=form.cleaned_data["text"],
                    by=request.user,
                    now=now,
                )
                turn.answer = str(made.public_id)
    except services.CannotInvite as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(
        request, f"The invitation to {job.title} is sent. They answer within {INVITE_DAYS} days."
    )
    address = address_of("applicants", slug, job.public_id)
    return created(request, address, {"invite": turn.answer})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation(request: SignedRequest, invite_id: UUID) -> HttpResponse:
    """Show an invitation to its person, who says yes or no."""
    now = timezone.now()
    made = get_object_or_404(
        Invite.objects.filter(person__user=request.user).select_related("job__organization"),
        public_id=invite_id,
    )
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, made, form)
    organization = made.job.organization
    context = {
        "invite": made,
        "job": made.job,
        "form": form,
        "clock": clock_of(made, Side.PERSON, now=now, consequence=IF_YOU_ARE_SILENT),
        "rate": answer_rate(organization, now=now) if organization else None,
    }
    return render(request, "jobs/invitation.html", context, status=422 if form.errors else 200)


def _answered(request: SignedRequest, made: Invite, form: DeclineForm) -> HttpResponse:
    now = timezone.now()
    try:
        if request.POST.get("answer") == "yes":
            draft = services.accept(invite=made, by=request.user, now=now)
            messages.success(
                request, f"You said yes: {made.job.organization} sees your name now. Go on below."
            )
            if made.job.slug:
                return redirect(address_of("apply", made.job.slug))
            return redirect("jobs:application", draft.public_id)
        services.decline(invite=made, by=request.user, now=now, why=form.cleaned_data["why"])
        messages.success(request, "You said no, thank you. They do not learn who you are.")
    except (services.AnsweredAlready, CannotApply) as refused:
        messages.error(request, str(refused))
    return redirect("jobs:invitation", made.public_id)
