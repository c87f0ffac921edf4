"""Shortlists that a team shares: made, renamed, put aside, and who stands on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from preceptor.accounts.models import Organization, Person, User
from preceptor.common.services import append_log
from preceptor.jobs.models import Job
from preceptor.matches.models import Listing, Shortlist

# A deleted list can be had back so long.
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def make_shortlist(
    *, organization: Organization, name: str, by: User, now: datetime, job: Job | None = None
) -> Shortlist:
    """Make a shortlist for a team, for one of its jobs or for any."""
    shortlist = Shortlist.objects.create(
        organization=organization, name=name, job=job, made_by=by, made_at=now
    )
    _log("matches.shortlist_made", shortlist, by, now)
    return shortlist


@transaction.atomic
def change_shortlist(
    *, shortlist: Shortlist, name: str, job: Job | None, by: User, now: datetime
) -> None:
    """Give a shortlist another name or another job."""
    shortlist.name, shortlist.job = name, job
    shortlist.save(update_fields=["name", "job"])
    _log("matches.shortlist_changed", shortlist, by, now)


@transaction.atomic
def delete_shortlist(*, shortlist: Shortlist, by: User, now: datetime) -> None:
    """Put a shortlist aside; it can be had back for a week and is then deleted."""
    if shortlist.deleted_at is None:
        shortlist.deleted_at = now
        shortlist.save(update_fields=["deleted_at"])
        _log("matches.shortlist_deleted", shortlist, by, now)


@transaction.atomic
def restore_shortlist(*, shortlist: Shortlist, by: User, now: datetime) -> None:
    """Take a deleted shortlist back."""
    if shortlist.deleted_at is not None:
        shortlist.deleted_at = None
        shortlist.save(update_fields=["deleted_at"])
        _log("matches.shortlist_restored", shortlist, by, now)


@transaction.atomic
def list_person(
    *, shortlist: Shortlist, person: Person, by: User, now: datetime, note: str = ""
) -> Listing:
    """Put a person on a shortlist; somebody who stands there gets the note, if there is one."""
    listing, is_new = Listing.objects.get_or_create(
        shortlist=shortlist, person=person, defaults={"note": note, "by": by, "at": now}
    )
    if not is_new and note and note != listing.note:
        note_listing(listing=listing, note=note, by=by, now=now)
    elif is_new:
        _log("matches.person_listed", shortlist, by, now, person)
    return listing


@transaction.atomic
def note_listing(*, listing: Listing, note: str, by: User, now: datetime) -> None:
    """Say why somebody stands on a shortlist."""
    listing.note = note
    listing.save(update_fields=["note"])
    _log("matches.listing_noted", listing.shortlist, by, now, listing.person)


@transaction.atomic
def unlist_person(*, shortlist: Shortlist, person: Person, by: User, now: datetime) -> bool:
    """Take a person off a shortlist; False where they did not stand there."""
    deleted, _ = Listing.objects.filter(shortlist=shortlist, person=person).delete()
    if deleted:
        _log("matches.person_unlisted", shortlist, by, now, person)
    return bool(deleted)


@transaction.atomic
def drop_deleted_shortlists(*, now: datetime) -> int:
    """Delete for good what was put aside more than a week ago; return how many lists."""
    old = Shortlist.objects.filter(deleted_at__lte=now - KEPT_FOR)
    count = old.count()
    if count:
        old.delete()
        append_log(kind="matches.shortlists_dropped", now=now, details={"lists": count})
    return count


def _log(
    kind: str, shortlist: Shortlist, by: User, now: datetime, person: Person | None = None
) -> None:
    append_log(
        kind=kind,
        target=shortlist.public_id,
        by=by.public_id,
        now=now,
        details={"person": str(person.public_id)} if person else {},
    )
