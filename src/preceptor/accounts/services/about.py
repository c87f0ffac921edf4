"""What people say of themselves besides their record: name, home, from when they can start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from preceptor.accounts.models import Person, User
from preceptor.accounts.services.changes import note_change
from preceptor.common.places import PlaceFound
from preceptor.common.services import append_log, lock_log

# All that is stated here; what others write of a person meanwhile is left alone.
FIELDS = (
    *("name", "phone", "city", "state", "zip_code", "latitude", "longitude"),
    *("is_willing_to_move", "right_to_work", "available_on", "languages"),
    *("displaced_from", "displaced_on"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What a person says; empty, None or "" is not stated."""

    name: str
    phone: str
    home: PlaceFound | None
    is_willing_to_move: bool
    right_to_work: str
    available_on: date | None
    languages: Sequence[str] | None
    displaced_from: str = ""
    displaced_on: date | None = None


@transaction.atomic
def state_about(*, person: Person, about: About, by: User, now: datetime) -> Person:
    """Keep what a person says of themselves; the next count looks at them again."""
    lock_log()  # before the person's row, as everywhere
    home = about.home
    person.name, person.phone = about.name, about.phone
    person.city, person.state = (home.city, home.state) if home else ("", "")
    person.zip_code = home.zip_code if home else ""
    person.latitude = home.latitude if home else None
    person.longitude = home.longitude if home else None
    person.is_willing_to_move = about.is_willing_to_move
    person.right_to_work = about.right_to_work
    person.available_on = about.available_on
    person.languages = None if about.languages is None else list(about.languages)
    person.displaced_from = about.displaced_from
    person.displaced_on = about.displaced_on if about.displaced_from else None
    person.save(update_fields=FIELDS)
    note_change(person=person, now=now)
    append_log(kind="accounts.about_stated", target=person.public_id, by=by.public_id, now=now)
    return person
