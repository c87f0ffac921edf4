"""The voluntary questions: a person's own page; nobody else sees an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.jobs.forms.voluntary import VoluntaryForm
from preceptor.jobs.queries.voluntary import own_answers
from preceptor.jobs.services.voluntary import keep_answers


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def voluntary(request: SignedRequest) -> HttpResponse:
    """Ask the three questions, or take that somebody would rather not say."""
    now = timezone.now()
    person = person_for(user=request.user, now=now)
    kept = own_answers(person)
    back = _back(request)
    initial = {"sex": kept.sex, "race": kept.race, "age": kept.age} if kept else {}
    form = VoluntaryForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if request.POST.get("do") == "skip":
            said = {"sex": "", "race": "", "age": ""}
        elif form.is_valid():
            said = form.cleaned_data
        else:
            context = {"form": form, "kept": kept, "back": back}
            return render(request, "jobs/voluntary.html", context, status=422)
        keep_answers(person=person, by=request.user, now=now, **said)
        messages.success(
            request,
            "Kept, apart from your application."
            if any(said.values())
            else "Nothing is kept. Nobody asks you again.",
        )
        return redirect(back or request.path)
    return render(request, "jobs/voluntary.html", {"form": form, "kept": kept, "back": back})


def _back(request: SignedRequest) -> str:
    """Return the page of this site that one came from, if any."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith("/") else ""
