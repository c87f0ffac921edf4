"""A person as an employer sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from preceptor.accounts.models import Look, Organization, Person
from preceptor.accounts.policies.access import SignedRequest, signed_in, trusted_organization_or_404
from preceptor.accounts.services.privacy import note_looks
from preceptor.matches.forms.shortlists import ListingForm
from preceptor.matches.queries.people import person_for, profile_of
from preceptor.matches.queries.shortlists import lists_with, shortlists_of


@require_safe
@signed_in
def person(request: SignedRequest, slug: str, person_id: UUID) -> HttpResponse:
    organization = trusted_organization_or_404(request.user, slug, hat="hires")
    return profile_page(request, organization, seen_person(request, organization, person_id))


def seen_person(request: SignedRequest, organization: Organization, person_id: UUID) -> Person:
    """Return a person whom the organization may see. Raises Http404 for anybody else."""
    found = person_for(request.user, organization, person_id)
    if found is None:
        raise Http404("No such person here.")
    return found


def profile_page(
    request: SignedRequest,
    organization: Organization,
    person: Person,
    form: ListingForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    user = request.user
    profile = profile_of(person, organization)
    note_looks(
        people=[person],
        viewer=user,
        organization=organization,
        kind=Look.Kind.NAMED if profile.is_named else Look.Kind.PROFILE,
        now=now,
    )
    lists = shortlists_of(user, organization)
    context: dict[str, Any] = {
        "organization": organization,
        "profile": profile,
        "person": person,
        "card": profile.card,
        "job_id": _job_of(request),
        "form": form or ListingForm(lists=lists),
        "listed_on": lists_with(lists, person),
    }
    return render(request, "matches/person.html", context, status=422 if form else 200)


def _job_of(request: SignedRequest) -> UUID | None:
    """Return the job from whose list somebody came, as the address says it."""
    try:
        return UUID(request.GET.get("job", ""))
    except ValueError:
        return None
