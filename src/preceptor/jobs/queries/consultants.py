"""Find consultants near, with what is known of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from preceptor.accounts.models import Organization, User
from preceptor.common.places import PlaceFound, miles_between
from preceptor.jobs.models import ConsultantOffer, Free, Reference, ShareRequest


@dataclass(frozen=True, slots=True)
class Found:
    """A consultant as a list shows them; ``miles`` from the place asked, None without one.

    ``free``: the least share of the week, in percent, that is free on every day asked, None where
    the consultant has not said; ``shared_by`` how many practices have a share then.
    """

    offer: ConsultantOffer
    miles: int | None
    free: int | None
    references: int
    shared_by: int


def shown_offers() -> QuerySet[ConsultantOffer]:
    """Return the offers that practices see: open ones of people who do not rest, by number."""
    shown = ConsultantOffer.objects.filter(is_open=True, person__resting_since__isnull=True)
    return shown.select_related("person").order_by("pk")


def offers_for(user: User) -> QuerySet[ConsultantOffer]:
    """Return the user's own offer."""
    return ConsultantOffer.objects.filter(person__user=user)


def references_for(user: User) -> QuerySet[Reference]:
    """Return the references of the user's own offer."""
    return Reference.objects.filter(offer__person__user=user)


def requests_for_person(user: User) -> QuerySet[ShareRequest]:
    """Return what practices ask of the user, what waits first, then newest."""
    return (
        ShareRequest.objects.filter(offer__person__user=user)
        .select_related("organization", "site", "offer")
        .order_by("-waits_for", "-asked_at")
    )


def requests_of(organization: Organization) -> QuerySet[ShareRequest]:
    """Return what an organization asked for, newest first."""
    return (
        ShareRequest.objects.filter(organization=organization)
        .select_related("offer__person", "site")
        .order_by("-asked_at")
    )


def joined_with(request: ShareRequest) -> QuerySet[ShareRequest]:
    """Return the agreed shares of others in the same weeks, by start, where they may be seen."""
    return (
        ShareRequest.objects.filter(
            offer=request.offer_id,
            state=ShareRequest.State.AGREED,
            is_open_to_others=True,
            starts_on__lte=request.ends_on,
            ends_on__gte=request.starts_on,
        )
        .exclude(pk=request.pk)
        .select_related("organization", "site")
        .order_by("starts_on", "pk")
    )


def find_consultants(
    *,
    words: str = "",
    place: PlaceFound | None = None,
    miles: int | None = None,
    percent: int | None = None,
    starts_on: date,
    ends_on: date,
    rate_most: int | None = None,
    competencies: Iterable[str] = (),
) -> list[Found]:
    """Return the consultants that fit, nearest first, then verified, then by references.

    Who works remotely, or comes as far, is near. A consultant whose rate or weeks are not stated
    is not left out: the list says that it is not stated. With a ``percent`` who has less of the
    week left in these days is left out. Four queries.
    """
    offers = shown_offers()
    for word in words.split():
        offers = offers.filter(Q(headline__icontains=word) | Q(summary__icontains=word))
    for slug in competencies:
        offers = offers.filter(person__evidence__competency__slug=slug)
    if rate_most is not None:
        offers = offers.filter(Q(rate_least__isnull=True) | Q(rate_least__lte=rate_most))
    offers = offers.annotate(
        given=Count("references", filter=Q(references__confirmed_at__isnull=False), distinct=True)
    ).prefetch_related(
        Prefetch("free", queryset=Free.objects.order_by("starts_on")),
        Prefetch(
            "requests",
            queryset=ShareRequest.objects.filter(state=ShareRequest.State.AGREED),
            to_attr="agreed",
        ),
    )
    found = []
    for offer in offers.distinct():
        away = _miles(place, offer)
        if away is not None and not offer.is_remote:
            if away > offer.radius_miles or (miles is not None and away > miles):
                continue
        elif miles is not None and not offer.is_remote and place is not None and away is None:
            continue
        agreed = [
            each
            for each in getattr(offer, "agreed")  # noqa: B009 - set by the prefetch
            if each.starts_on <= ends_on and each.ends_on >= starts_on
        ]
        free = free_percent(list(offer.free.all()), agreed, starts_on, ends_on)
        if free is not None and percent is not None and free < percent:
            continue
        found.append(Found(offer, away, free, getattr(offer, "given", 0), len(agreed)))
    return sorted(
        found,
        key=lambda each: (
            each.miles if each.miles is not None else math.inf,
            each.offer.verified_at is None,
            -each.references,
            each.offer.pk,
        ),
    )


def free_percent(
    free: Sequence[Free], agreed: Sequence[ShareRequest], starts_on: date, ends_on: date
) -> int | None:
    """Return the least share of the week that is free on every day of a stretch.

    None where no weeks were stated at all; 0 where a day of the stretch lies outside them.
    """
    if not free:
        return None
    spans = [(each.starts_on, each.ends_on) for each in free]
    spans += [(each.starts_on, each.ends_on) for each in agreed]
    # What is free changes only where a stretch begins, and on the day after one ends.
    changes = {first for first, _ in spans}
    changes |= {last + timedelta(days=1) for _, last in spans if last < ends_on}
    days = {starts_on} | {day for day in changes if starts_on <= day <= ends_on}
    least = 100
    for day in days:
        offered = max(
            (each.percent for each in free if each.starts_on <= day <= each.ends_on), default=0
        )
        taken = sum(each.percent for each in agreed if each.starts_on <= day <= each.ends_on)
        least = min(least, max(0, offered - taken))
    return least


def sites_served(offers: Iterable[ConsultantOffer]) -> dict[int, list[ShareRequest]]:
    """Return the agreed shares that may be seen, by offer, the newest first."""
    served: dict[int, list[ShareRequest]] = defaultdict(list)
    shares = ShareRequest.objects.filter(
        offer__in=list(offers),
        state__in=[ShareRequest.State.AGREED, ShareRequest.State.ENDED],
        answered_at__isnull=False,
        is_open_to_others=True,
    )
    for share in shares.select_related("organization", "site").order_by("-starts_on", "pk"):
        served[share.offer_id].append(share)
    return served


def _miles(place: PlaceFound | None, offer: ConsultantOffer) -> int | None:
    person = offer.person
    if place is None or person.latitude is None or person.longitude is None:
        return None
    return round(
        miles_between((place.latitude, place.longitude), (person.latitude, person.longitude))
    )
