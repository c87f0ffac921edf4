"""Shortlists as their team sees them: blind, and without whoever may not be found any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from preceptor.accounts.models import Organization, Person, User
from preceptor.accounts.queries import findable_people
from preceptor.accounts.queries.consent import known_people
from preceptor.matches.models import Listing, Shortlist
from preceptor.matches.queries.people import Card, cards_of


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on a shortlist."""

    card: Card
    listing: Listing


@dataclass(frozen=True, slots=True)
class ShortlistPage:
    """A shortlist, who is on it, and how many withdrew since they were put there."""

    shortlist: Shortlist
    people: tuple[ListedPerson, ...]
    gone: int


@dataclass(frozen=True, slots=True)
class ShortlistRow:
    """A shortlist among others, with how many of its people may be seen now."""

    shortlist: Shortlist
    people: int
    gone: int


def shortlists_of(user: User, organization: Organization) -> QuerySet[Shortlist]:
    """Return an organization's shortlists, the newest first."""
    lists = Shortlist.objects.for_user(user).filter(organization=organization)
    return lists.filter(deleted_at__isnull=True).select_related("job", "made_by").order_by("-pk")


def shortlist_rows(user: User, organization: Organization) -> list[ShortlistRow]:
    """Return all shortlists with counts, whatever their number in the same few queries."""
    lists = list(shortlists_of(user, organization))
    rows = Listing.objects.filter(shortlist__in=lists).values_list("shortlist_id", "person_id")
    listed = list(rows.order_by("pk"))
    seen = visible(organization, [person for _, person in listed])
    here = Counter(shortlist for shortlist, person in listed if person in seen)
    gone = Counter(shortlist for shortlist, person in listed if person not in seen)
    return [ShortlistRow(each, here[each.pk], gone[each.pk]) for each in lists]


def shortlist_page(shortlist: Shortlist) -> ShortlistPage:
    """Return a shortlist with its people, who was added last first."""
    listings = list(shortlist.listings.select_related("by").order_by("-at", "-pk"))
    numbers = [listing.person_id for listing in listings]
    seen = visible(shortlist.organization, numbers)
    found = cards_of([each for each in numbers if each in seen], shortlist.organization)
    cards = {card.number: card for card in found}
    return ShortlistPage(
        shortlist=shortlist,
        people=tuple(
            ListedPerson(cards[listing.person_id], listing)
            for listing in listings
            if listing.person_id in cards
        ),
        gone=sum(number not in seen for number in numbers),
    )


def visible(organization: Organization, numbers: Sequence[int]) -> set[int]:
    """Return whom of some people an organization may see at all: found, or known to it."""
    if not numbers:
        return set()
    found: Any = findable_people().filter(pk__in=numbers).values_list("pk", flat=True)
    return {*found} | known_people(organization, numbers)


def lists_with(lists: QuerySet[Shortlist], person: Person) -> list[Shortlist]:
    """Return those of some lists on which a person stands."""
    return list(lists.filter(listings__person=person))
