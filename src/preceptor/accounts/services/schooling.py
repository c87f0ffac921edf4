"""Where a person learned: stated by them, confirmed by the program."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from preceptor.accounts.models import Organization, Person, Schooling, User
from preceptor.accounts.services.changes import note_change
from preceptor.accounts.services.notices import tell
from preceptor.common.services import append_log


@transaction.atomic
def state_schooling(
    *,
    person: Person,
    organization: Organization,
    cohort: str,
    finished_on: date | None,
    by: User,
    now: datetime,
) -> Schooling:
    """State that a person learned at a program; stating it again changes the day only.

    What the program confirmed was another day then: it is asked anew.
    """
    schooling, is_new = Schooling.objects.select_for_update().get_or_create(
        person=person,
        organization=organization,
        cohort=cohort,
        defaults={"finished_on": finished_on, "stated_at": now},
    )
    if schooling.finished_on != finished_on:
        schooling.finished_on = finished_on
        schooling.confirmed_at = schooling.confirmed_by = None
        schooling.save(update_fields=["finished_on", "confirmed_at", "confirmed_by"])
    note_change(person=person, now=now)
    append_log(
        kind="accounts.schooling_stated" if is_new else "accounts.schooling_changed",
        target=schooling.public_id,
        by=by.public_id,
        now=now,
    )
    return schooling


@transaction.atomic
def confirm_schooling(*, schooling: Schooling, is_true: bool, by: User, now: datetime) -> None:
    """Record the program's word; where it does not know the person, the statement goes."""
    public_id, person = schooling.public_id, schooling.person
    name = schooling.organization.name
    if is_true:
        schooling.confirmed_at, schooling.confirmed_by = now, by.public_id
        schooling.save(update_fields=["confirmed_at", "confirmed_by"])
    else:
        schooling.delete()
    note_change(person=person, now=now)
    append_log(
        kind="accounts.schooling_confirmed" if is_true else "accounts.schooling_denied",
        target=public_id,
        by=by.public_id,
        now=now,
    )
    if person.user is not None:
        tell(
            user=person.user,
            kind="accounts.schooling_answered",
            text=f"{name} confirmed that you learned there."
            if is_true
            else f"{name} has no record that you learned there, so it is taken off yours.",
            address="/me/schooling/",
            now=now,
        )


@transaction.atomic
def drop_schooling(*, schooling: Schooling, by: User, now: datetime) -> None:
    """Take a statement back."""
    public_id, person = schooling.public_id, schooling.person
    schooling.delete()
    note_change(person=person, now=now)
    append_log(kind="accounts.schooling_dropped", target=public_id, by=by.public_id, now=now)
