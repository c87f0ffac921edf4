"""What people say of themselves besides their record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.accounts.models import Person
from preceptor.accounts.policies import SignedRequest, signed_in
from preceptor.accounts.services.about import state_about
from preceptor.accounts.services.persons import person_for
from preceptor.resumes.forms.about import AboutForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: SignedRequest) -> HttpResponse:
    person = Person.objects.filter(user=request.user).first()
    form = AboutForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        person = person or person_for(user=request.user, now=now)
        state_about(person=person, about=form.about(), by=request.user, now=now)
        messages.success(request, "It is kept, and counts from now on.")
        return redirect("resumes:about")
    status = 422 if form.errors else 200
    return render(request, "resumes/about.html", {"form": form, "person": person}, status=status)
