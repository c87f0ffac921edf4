"""Give and withdraw consent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Consent, Person
from preceptor.accounts.services.changes import note_change
from preceptor.common.services import append_log


@transaction.atomic
def give_consent(*, person: Person, purpose: str, now: datetime) -> Consent:
    """Give consent for one use; giving it again changes nothing."""
    consent, is_new = Consent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None, defaults={"given_at": now}
    )
    if is_new:
        note_change(person=person, now=now)
        append_log(
            kind="accounts.consent_given",
            target=person.public_id,
            by=person.public_id,
            now=now,
            details={"purpose": purpose},
        )
    return consent


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, now: datetime) -> bool:
    """Withdraw consent; effective in every later count and list. False if none was given."""
    withdrawn = Consent.objects.filter(
        person=person, purpose=purpose, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    if withdrawn:
        note_change(person=person, now=now)
        append_log(
            kind="accounts.consent_withdrawn",
            target=person.public_id,
            by=person.public_id,
            now=now,
            details={"purpose": purpose},
        )
    return bool(withdrawn)
