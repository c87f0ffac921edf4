"""Saved searches: kept, asked again every day, and told of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from preceptor.accounts.models import Organization, User
from preceptor.common.services import append_log, lock_log
from preceptor.common.tokens import digest_of, new_token
from preceptor.matches.models import Found, SavedSearch

# A deleted search can be had back so long.
KEPT_FOR = timedelta(days=7)
MOST_SEARCHES = 50
ROWS_AT_ONCE = 1_000

Kind = SavedSearch.Kind


class TooManySearches(Exception):
    """Somebody keeps as many searches as one may."""


@transaction.atomic
def save_search(
    *,
    by: User,
    kind: str,
    query: str,
    name: str,
    found: Collection[int],
    now: datetime,
    organization: Organization | None = None,
) -> SavedSearch:
    """Keep a search of somebody's own; ``found`` is what it finds now, which is not new.

    The same search saved again is asked again where it was stopped or put aside. Raises
    TooManySearches.
    """
    lock_log()
    own = SavedSearch.objects.filter(owner=by)
    same = own.filter(kind=kind, query=query, organization=organization).first()
    if same is not None:
        if same.stopped_at or same.deleted_at:
            same.stopped_at = same.deleted_at = None
            same.save(update_fields=["stopped_at", "deleted_at"])
            _store(same, found, now, told_at=now)
            Found.objects.filter(search=same, told_at__isnull=True).update(told_at=now)
            _log("matches.search_resumed", same, now, by)
        return same
    if own.filter(deleted_at__isnull=True).count() >= MOST_SEARCHES:
        raise TooManySearches(f"You keep {MOST_SEARCHES} searches already. Delete one first.")
    search = SavedSearch.objects.create(
        kind=kind,
        name=name[:120],
        owner=by,
        organization=organization,
        query=query,
        made_at=now,
        asked_at=now,
    )
    _store(search, found, now, told_at=now)
    _log("matches.search_saved", search, now, by, known=len(found))
    return search


@transaction.atomic
def change_search(
    *, search: SavedSearch, name: str, wants_mail: bool, by: User, now: datetime
) -> None:
    """Give a search another name, and say whether it is worth a mail."""
    search.name, search.wants_mail = name[:120], wants_mail
    search.save(update_fields=["name", "wants_mail"])
    _log("matches.search_changed", search, now, by)


@transaction.atomic
def stop_search(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Ask a search no more, until its owner wants it again."""
    if search.stopped_at is None:
        search.stopped_at = now
        search.save(update_fields=["stopped_at"])
        _log("matches.search_stopped", search, now, by)


@transaction.atomic
def resume_search(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Ask a stopped search again from the next day on."""
    if search.stopped_at is not None:
        search.stopped_at = None
        search.save(update_fields=["stopped_at"])
        _log("matches.search_resumed", search, now, by)


@transaction.atomic
def delete_search(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Put a search aside; it can be had back for a week and is then deleted."""
    if search.deleted_at is None:
        search.deleted_at = now
        search.save(update_fields=["deleted_at"])
        _log("matches.search_deleted", search, now, by)


@transaction.atomic
def restore_search(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Take a deleted search back."""
    if search.deleted_at is not None:
        search.deleted_at = None
        search.save(update_fields=["deleted_at"])
        _log("matches.search_restored", search, now, by)


@transaction.atomic
def make_feed(*, search: SavedSearch, by: User, now: datetime) -> str:
    """Give a search a feed and return the secret of its address; an earlier one is void.

    The secret is told only now: the database keeps its digest.
    """
    token = new_token()
    search.feed_digest = digest_of(token)
    search.save(update_fields=["feed_digest"])
    _log("matches.search_feed_made", search, now, by)
    return token


@transaction.atomic
def drop_feed(*, search: SavedSearch, by: User, now: datetime) -> None:
    """Void the address of a search's feed."""
    if search.feed_digest is not None:
        search.feed_digest = None
        search.save(update_fields=["feed_digest"])
        _log("matches.search_feed_dropped", search, now, by)


@transaction.atomic
def note_found(*, search: SavedSearch, found: Sequence[int], now: datetime) -> int:
    """Note what a search finds for the first time; return how many. Noting it again adds none."""
    field = _field(search)
    known = set(Found.objects.filter(search=search).values_list(f"{field}_id", flat=True))
    new = [number for number in found if number not in known]
    _store(search, new, now, told_at=None)
    SavedSearch.objects.filter(pk=search.pk).update(asked_at=now)
    if new:
        _log("matches.search_found", search, now, new=len(new))
    return len(new)


@transaction.atomic
def purge_searches(*, now: datetime) -> int:
    """Delete the searches that were put aside more than a week ago; return how many."""
    gone = list(SavedSearch.objects.filter(deleted_at__lt=now - KEPT_FOR).order_by("pk"))
    for search in gone:
        public_id = search.public_id
        search.delete()
        append_log(kind="matches.search_purged", target=public_id, now=now)
    return len(gone)


def _field(search: SavedSearch) -> str:
    return "job" if search.kind == Kind.JOBS else "person"


def _store(
    search: SavedSearch, numbers: Collection[int], now: datetime, *, told_at: datetime | None
) -> None:
    field = f"{_field(search)}_id"
    Found.objects.bulk_create(
        [
            Found(search=search, at=now, told_at=told_at, **{field: number})
            for number in sorted(numbers)
        ],
        batch_size=ROWS_AT_ONCE,
        ignore_conflicts=True,
    )


def _log(
    kind: str, search: SavedSearch, now: datetime, by: User | None = None, **counts: int
) -> None:
    append_log(
        kind=kind,
        target=search.public_id,
        by=by.public_id if by is not None else None,
        now=now,
        details=dict(counts),
    )
