"""Do you still look? A page of one's own, and one behind the link of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Person, User
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.queries.looking import looking_of, person_asked
from preceptor.accounts.services.looking import confirm_looking, rest_person
from preceptor.accounts.services.persons import person_for

AWAKE = "Employers can find you. We ask again in 90 days."
HIDDEN = "Noted. Employers do not find you all the same: you did not agree to it."
RESTS = "Your profile rests: nobody finds it until you wake it."


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def looking(request: SignedRequest) -> HttpResponse:
    user = request.user
    person = person_for(user=user, now=timezone.now())
    if request.method == "POST":
        messages.success(request, _answer(request, person, user))
        return redirect("accounts:looking")
    return render(request, "accounts/looking.html", {"looking": looking_of(person)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def looking_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question of a mail; only the button answers it, for mail programs open links."""
    person = person_asked(token)
    if person is None:
        return render(request, "accounts/looking_over.html", status=404)
    if request.method == "POST":
        said = _answer(request, person, person.user)
        return render(request, "accounts/looking_said.html", {"said": said})
    context = {"looking": looking_of(person), "is_link": True}
    return render(request, "accounts/looking.html", context)


def _answer(request: HttpRequest, person: Person, by: User | None) -> str:
    now = timezone.now()
    if request.POST.get("do") == "rest":
        rest_person(person=person, by=by, now=now)
        return RESTS
    confirm_looking(person=person, by=by, now=now)
    return AWAKE if looking_of(person).is_found else HIDDEN
