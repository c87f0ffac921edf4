"""Home pages and the pages about the site itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.queries import visitor_of
from preceptor.accounts.services import erase_person
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.forms import PostingForm
from preceptor.portal.audiences import AUDIENCES
from preceptor.portal.queries import overview_of
from preceptor.resumes.forms import ResumeForm


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "resume_form": ResumeForm(),
        # Both forms stand on one page: their fields need ids of their own.
        "posting_form": PostingForm(auto_id="posting_%s"),
        "audiences": AUDIENCES.values(),
        "roles": load_vocabulary().roles,
    }
    return render(request, "portal/home.html", context)


@signed_in
@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    has_house = request.user.memberships.exists() or request.user.is_steward
    context = {"overview": overview_of(request.user), "has_house": has_house}
    return render(request, "portal/overview.html", context)


@require_GET
def audience(request: HttpRequest, audience: str) -> HttpResponse:
    found = AUDIENCES.get(audience)
    if found is None:
        raise Http404("No such audience.")
    return render(request, "portal/audience.html", {"audience": found})


@require_GET
def counting(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/counting.html", {"version": load_vocabulary().version})


@require_GET
@never_cache
def your_data(request: HttpRequest) -> HttpResponse:
    person = visitor_of(request, now=timezone.now())
    context = {"hours": settings.VISITOR_HOURS, "person": person}
    return render(request, "portal/your_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete_data(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete at once all that this browser brought."""
    now = timezone.now()
    person = visitor_of(request, now=now)
    if person is None or person.user_id is not None:
        return redirect("portal:your_data")
    if request.method == "POST":
        erase_person(person=person, now=now, reason="asked by the visitor")
        request.session.flush()
        messages.success(request, "Everything you brought is deleted.")
        return redirect("portal:home")
    context = {"resumes": person.resumes.count(), "needs": person.needs.count()}
    return render(request, "portal/delete_data.html", context)


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")
