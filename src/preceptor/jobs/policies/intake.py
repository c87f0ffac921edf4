"""Who may take jobs in for an organization: who hires there, and stewards."""

from __future__ import annotations

from django.http import Http404

from preceptor.accounts.models import Organization, User
from preceptor.accounts.policies.access import organization_or_404


def intake_organization_or_404(user: User, slug: str) -> Organization:
    """Return the organization to take jobs in for.

    Raises Http404 for one the user has no part in, PermissionDenied where they wear another hat.
    """
    if user.is_steward:
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            raise Http404("No such organization.")
        return organization
    return organization_or_404(user, slug, "hires")
