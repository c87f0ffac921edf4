"""Give and withdraw consent."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import Consent, Organization, Person, User
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.services.looking import drop_question, wake_found
from preceptor.common.services import append_log, lock_log

# Purposes that are always for one organization: the program, the counselors' house.
FOR_ONE = frozenset({Consent.Purpose.OUTCOME, Consent.Purpose.COUNSELED})


class ConsentNeedsOne(ValueError):
    """This purpose is for one organization, or for all of them, and was asked the other way."""


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    now: datetime,
    organization: Organization | None = None,
    by: User | None = None,
) -> Consent:
    """Give consent for one use; giving it again changes nothing.

    Who agrees to be found looks for work: a profile that rested wakes. Raises ConsentNeedsOne
    where the purpose asks for an organization and none is given, or the other way round.
    """
    if (purpose in FOR_ONE) != (organization is not None):
        raise ConsentNeedsOne(f"{purpose} is given {'to one' if purpose in FOR_ONE else 'to all'}.")
    lock_log()  # before any row, as everywhere
    consent, is_new = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        organization=organization,
        withdrawn_at=None,
        defaults={"given_at": now},
    )
    if is_new:
        if purpose == Consent.Purpose.FOUND:
            wake_found(person=person, by=by, now=now)
        note_change(person=person, now=now)
        _log("accounts.consent_given", person, purpose, organization, by, now)
    return consent


@transaction.atomic
def withdraw_consent(
    *,
    person: Person,
    purpose: str,
    now: datetime,
    organization: Organization | None = None,
    by: User | None = None,
) -> bool:
    """Withdraw consent; effective in every later count and list. False if none was given.

    Whom nobody finds any more is not asked either whether they still look.
    """
    lock_log()
    withdrawn = Consent.objects.filter(
        person=person, purpose=purpose, organization=organization, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    if withdrawn:
        if purpose == Consent.Purpose.FOUND:
            drop_question(person=person, by=by, now=now)
        note_change(person=person, now=now)
        _log("accounts.consent_withdrawn", person, purpose, organization, by, now)
    return bool(withdrawn)


def _log(
    kind: str,
    person: Person,
    purpose: str,
    organization: Organization | None,
    by: User | None,
    now: datetime,
) -> None:
    details: dict[str, str] = {"purpose": purpose}
    if organization is not None:
        details["organization"] = str(organization.public_id)
    actor: uuid.UUID = by.public_id if by is not None else person.public_id
    append_log(kind=kind, target=person.public_id, by=actor, now=now, details=details)
