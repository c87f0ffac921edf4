"""Keep what a person prefers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from preceptor.accounts.models import Person, Preferences, User
from preceptor.common.services import append_log

FIELDS = (
    *("pay_least", "pay_period", "miles_most", "hours"),
    *("travel_percent_most", "remote", "settings"),
)


@transaction.atomic
def set_preferences(
    *, person: Person, wanted: Mapping[str, Any], by: User, now: datetime
) -> Preferences:
    """Keep what a person prefers, whole: a field that is not given is not stated.

    ``wanted``: by the names of ``FIELDS``. It ranks jobs and hides none.
    """
    empty = Preferences(person=person)
    values = {name: wanted.get(name, getattr(empty, name)) for name in FIELDS}
    kept, _ = Preferences.objects.update_or_create(
        person=person, defaults={**values, "updated_at": now}
    )
    append_log(
        kind="accounts.preferences_set",
        target=person.public_id,
        by=by.public_id,
        now=now,
        details={"stated": sum(1 for name in stated(kept))},
    )
    return kept


@transaction.atomic
def want_mail(*, person: Person, wants_mail: bool, by: User, now: datetime) -> Preferences:
    """Keep whether new jobs that fit a person are worth a mail."""
    kept, _ = Preferences.objects.update_or_create(
        person=person,
        defaults={"wants_mail": wants_mail},
        create_defaults={"wants_mail": wants_mail, "updated_at": now},
    )
    append_log(
        kind="accounts.mail_wanted" if wants_mail else "accounts.mail_unwanted",
        target=person.public_id,
        by=by.public_id,
        now=now,
    )
    return kept


def stated(preferences: Preferences) -> list[str]:
    """Return the names of what is stated at all."""
    named = {
        "pay_least": preferences.pay_least is not None,
        "miles_most": preferences.miles_most is not None,
        "hours": bool(preferences.hours),
        "travel_percent_most": preferences.travel_percent_most is not None,
        "remote": bool(preferences.remote),
        "settings": bool(preferences.settings),
    }
    return [name for name, is_stated in named.items() if is_stated]
