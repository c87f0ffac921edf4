"""What a page of a hiring team asks first: which job or application, and may this user see it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from preceptor.accounts.models import Organization, User
from preceptor.accounts.policies.access import organization_or_404
from preceptor.jobs.models import Application, Job


def job_or_404(
    user: User, slug: str, job_id: UUID, *, hat: str = "hires"
) -> tuple[Organization, Job]:
    """Return an organization for which a user wears a hat, and a job of it.

    Raises Http404 for another's job and PermissionDenied where the hat is missing.
    """
    organization = organization_or_404(user, slug, hat)
    job = Job.objects.filter(organization=organization, public_id=job_id).first()
    if job is None:
        raise Http404("No such job.")
    job.organization = organization
    return organization, job


def application_or_404(
    user: User, slug: str, application_id: UUID
) -> tuple[Organization, Application]:
    """Return an organization for which a user hires, and an application that was sent to it.

    Raises Http404 for another's, a draft, one's own, and one that was taken back: its name is no
    longer theirs to see. Raises PermissionDenied where the hat is missing.
    """
    organization = organization_or_404(user, slug, "hires")
    application = (
        Application.objects.for_user(user)
        .filter(public_id=application_id, job__organization=organization)
        .exclude(state__in=(Application.State.DRAFT, Application.State.WITHDRAWN))
        .exclude(person__user=user)
        .select_related("job", "person", "stage")
        .first()
    )
    if application is None:
        raise Http404("No such application.")
    application.job.organization = organization
    return organization, application


def own_application_or_404(user: User, application_id: UUID) -> Application:
    """Return an application of the user's own that was sent. Raises Http404."""
    application = (
        Application.objects.for_user(user)
        .filter(public_id=application_id, person__user=user)
        .exclude(state=Application.State.DRAFT)
        .select_related("job__organization", "person", "stage")
        .first()
    )
    if application is None:
        raise Http404("No such application.")
    return application
