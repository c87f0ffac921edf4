"""Counselors act for clients, as long as the client's consent stands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Case, Consent, Organization, Person, User
from preceptor.accounts.services.consent import give_consent, withdraw_consent
from preceptor.common.services import append_log


@transaction.atomic
def agree_to_counsel(
    *, organization: Organization, person: Person, by: User, now: datetime
) -> Case:
    """Let an organization's counselors act for a person, and open their case."""
    give_consent(
        person=person,
        purpose=Consent.Purpose.COUNSELED,
        organization=organization,
        by=by,
        now=now,
    )
    case, is_new = Case.objects.get_or_create(
        organization=organization, person=person, closed_at=None, defaults={"opened_at": now}
    )
    if is_new:
        append_log(kind="matches.case_opened", target=case.public_id, by=by.public_id, now=now)
    return case


@transaction.atomic
def end_counsel(*, organization: Organization, person: Person, by: User, now: datetime) -> None:
    """Withdraw the consent and close the case; effective at once."""
    withdraw_consent(
        person=person,
        purpose=Consent.Purpose.COUNSELED,
        organization=organization,
        by=by,
        now=now,
    )
    for case in Case.objects.filter(
        organization=organization, person=person, closed_at__isnull=True
    ):
        close_case(case=case, by=by, now=now)


@transaction.atomic
def close_case(*, case: Case, by: User, now: datetime) -> None:
    """Close a case; the client's record stays as it is."""
    case.closed_at = now
    case.save(update_fields=["closed_at"])
    append_log(kind="matches.case_closed", target=case.public_id, by=by.public_id, now=now)


@transaction.atomic
def take_case(*, case: Case, by: User, now: datetime) -> None:
    """Make the one who asks the client's counselor."""
    case.counselor = by
    case.save(update_fields=["counselor"])
    append_log(kind="matches.case_taken", target=case.public_id, by=by.public_id, now=now)


@transaction.atomic
def set_goal(*, case: Case, goal: str, by: User, now: datetime) -> None:
    """Write down what counselor and client work towards."""
    case.goal = goal
    case.save(update_fields=["goal"])
    append_log(kind="matches.case_goal_set", target=case.public_id, by=by.public_id, now=now)
