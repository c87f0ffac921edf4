"""What a visitor brought, once they have signed in to an account that has things of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.policies import SignedRequest, signed_in
from preceptor.accounts.queries.people import visitor_left_behind
from preceptor.accounts.queries.visitors import brought_by
from preceptor.accounts.receivers.joining import forget_visitor
from preceptor.accounts.services import person_for
from preceptor.accounts.services.visitors import join_visitor


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: SignedRequest) -> HttpResponse:
    """Ask what is to come along; what is not wanted is deleted."""
    now = timezone.now()
    visitor = visitor_left_behind(request, now=now)
    if visitor is None:
        return redirect("/me/")
    person = person_for(user=request.user, now=now)
    things = brought_by(visitor, person)
    if request.method == "POST":
        kinds = set(request.POST.getlist("kinds")) & {thing.kind for thing in things}
        forget_visitor(request)
        join_visitor(visitor=visitor, person=person, kinds=kinds, by=request.user, now=now)
        messages.success(request, "It is in your account." if kinds else "It is deleted.")
        return redirect("/me/")
    return render(request, "accounts/brought.html", {"brought": things})
