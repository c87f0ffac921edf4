"""Delete one's account and everything with it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.forms.erasing import EraseForm
from preceptor.accounts.models import Person
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.erasing import (
    organizations_left_empty,
    organizations_to_hand_over,
    what_goes,
)
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.services.erasing import HandOverFirst, erase_account


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; then, at the word, delete it."""
    user = user_of(request)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(user=user, now=timezone.now(), reason="asked by the user")
        except HandOverFirst as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "Your account and everything about you is deleted.")
            return redirect("/")
    context = {
        "form": form,
        "goes": what_goes(Person.objects.for_user(user).first()),
        "to_hand_over": organizations_to_hand_over(user),
        "left_empty": organizations_left_empty(user),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/erase.html", context, status=status)
