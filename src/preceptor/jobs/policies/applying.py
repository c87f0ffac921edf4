"""For whom one may apply and answer: oneself, and clients who agreed to it."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate

from preceptor.accounts.models import Case, Consent, Person


def _acts_for(user: Any, person: Person | None) -> bool:
    """Tell whether a user may apply for a person: it is they, or an open client who agrees."""
    if person is None or not user.is_authenticated:
        return False
    if person.user_id == user.pk:
        return True
    # The case and the consent are of one house: another's says nothing here.
    houses = Consent.objects.filter(
        person=person, purpose=Consent.Purpose.COUNSELED, withdrawn_at__isnull=True
    ).values("organization")
    return Case.objects.filter(
        person=person,
        closed_at__isnull=True,
        organization__in=houses,
        organization__memberships__user=user,
        organization__memberships__counsels=True,
    ).exists()


acts_for = Predicate(_acts_for, name="acts_for")
