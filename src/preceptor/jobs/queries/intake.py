"""What was brought to an organization from other sites."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from preceptor.accounts.models import Organization
from preceptor.jobs.models import Intake

_SHOWN = 10


def intakes_of(organization: Organization) -> QuerySet[Intake]:
    """Return what was brought lately, newest first."""
    rows = Intake.objects.filter(organization=organization).select_related("made_by")
    return rows.order_by("-made_at", "-pk")[:_SHOWN]


def intake_of(organization: Organization, intake_id: UUID) -> Intake | None:
    """Return what was brought to an organization under an id, None if nothing was."""
    rows = Intake.objects.filter(organization=organization, public_id=intake_id)
    return rows.select_related("organization", "document").first()
