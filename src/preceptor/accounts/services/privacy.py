"""Note who looked at whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import NOTHING, Look, Organization, Person, User
from preceptor.common.services import append_log


@transaction.atomic
def note_looks(
    *,
    people: Iterable[Person | int],
    viewer: User,
    organization: Organization | None,
    kind: str,
    now: datetime,
    about: uuid.UUID | None = None,
) -> int:
    """Note for people to read that somebody saw them; return how many looks were new.

    Once a day for each person, viewer, kind and thing: looking again costs one question and
    writes nothing. ``people`` are rows or numbers; ``about`` is the public id of the job or
    application it was for. Looking at oneself is not noted.
    """
    numbers = {person.pk if isinstance(person, Person) else person for person in people}
    if not numbers:
        return 0
    thing = about or NOTHING
    same = {"viewer": viewer.public_id, "kind": kind, "about": thing, "day": now.date()}
    seen = Look.objects.filter(person__in=numbers, **same).values_list("person_id", flat=True)
    fresh = sorted(numbers - set(seen))
    if fresh:
        own = Person.objects.filter(user=viewer).values_list("pk", flat=True).first()
        fresh = [number for number in fresh if number != own]
    if not fresh:
        return 0
    # Two pages opened at once may note the same look: the second one is passed over.
    Look.objects.bulk_create(
        (
            Look(
                person_id=number,
                organization=organization,
                organization_name=organization.name if organization else "",
                at=now,
                **same,
            )
            for number in fresh
        ),
        ignore_conflicts=True,
    )
    append_log(
        kind="accounts.people_looked_at",
        target=thing if about else None,
        by=viewer.public_id,
        now=now,
        details={"kind": str(kind), "people": len(fresh)},
    )
    return len(fresh)
