"""Saved searches as their owner sees them, and what there is to tell."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from preceptor.accounts.models import Membership, Preferences, User
from preceptor.accounts.queries import findable_people
from preceptor.common.tokens import digest_of
from preceptor.jobs.queries import shown_jobs
from preceptor.matches.models import Alert, Found, SavedSearch

NEW_FOR = timedelta(days=7)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class SearchNews:
    """How much one search found that its owner was not told yet."""

    public_id: uuid.UUID
    name: str
    new: int
    wants_mail: bool


@dataclass(frozen=True, slots=True)
class NewsOf:
    """What there is to tell one user."""

    searches: tuple[SearchNews, ...]
    alerts: int
    wants_alert_mail: bool

    @property
    def new(self) -> int:
        """Return how many things are new."""
        return sum(each.new for each in self.searches) + self.alerts

    @property
    def mailed(self) -> int:
        """Return how many of them are worth a mail."""
        wanted = sum(each.new for each in self.searches if each.wants_mail)
        return wanted + (self.alerts if self.wants_alert_mail else 0)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A saved search in the list of its owner; ``new`` is what it found in the last 7 days."""

    search: SavedSearch
    new: int


def asked_searches() -> QuerySet[SavedSearch]:
    """Return the searches that are asked every day: neither stopped nor put aside.

    A team's search is asked while its owner hires for the team.
    """
    hires = Membership.objects.filter(
        user=OuterRef("owner"), organization=OuterRef("organization"), hires=True
    )
    return (
        SavedSearch.objects.filter(
            stopped_at__isnull=True, deleted_at__isnull=True, owner__is_active=True
        )
        .filter(Q(kind=SavedSearch.Kind.JOBS) | Exists(hires))
        .select_related("owner", "organization")
        .order_by("owner", "pk")
    )


def due_searches(*, now: datetime) -> QuerySet[SavedSearch]:
    """Return the searches that were not asked since midnight, by owner."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return asked_searches().filter(Q(asked_at__isnull=True) | Q(asked_at__lt=midnight))


def users_with_news() -> QuerySet[User]:
    """Return who has something to be told: finds of searches, jobs that newly fit."""
    searches = Found.objects.filter(
        told_at__isnull=True, search__in=asked_searches().order_by()
    ).values("search__owner")
    alerts = _alerts().filter(told_at__isnull=True, person__user__isnull=False)
    return User.objects.filter(
        Q(pk__in=searches) | Q(pk__in=alerts.values("person__user")), is_active=True
    ).order_by("pk")


def news_of(owner: User) -> NewsOf:
    """Return what a user was not told yet; what is no longer shown is not counted."""
    untold = (
        _standing(Found.objects.filter(search__in=asked_searches().filter(owner=owner).order_by()))
        .filter(told_at__isnull=True)
        .values("search__public_id", "search__name", "search__wants_mail")
        .annotate(new=Count("pk"))
        .order_by("search__pk")
    )
    alerts = _alerts().filter(told_at__isnull=True, person__user=owner)
    preferences = Preferences.objects.filter(person__user=owner).first()
    return NewsOf(
        searches=tuple(
            SearchNews(
                row["search__public_id"],
                row["search__name"],
                row["new"],
                row["search__wants_mail"],
            )
            for row in untold
        ),
        alerts=alerts.count(),
        wants_alert_mail=preferences is None or preferences.wants_mail,
    )


def searches_of(user: User, *, now: datetime) -> list[SearchRow]:
    """Return a user's searches, the newest first, with what each found lately."""
    searches = list(
        SavedSearch.objects.for_user(user)
        .filter(deleted_at__isnull=True)
        .select_related("organization")
        .order_by("-pk")
    )
    new = _standing(
        Found.objects.for_user(user).filter(at__gt=F("search__made_at"), at__gte=now - NEW_FOR)
    )
    counts = dict(new.values_list("search").annotate(Count("pk")).order_by("search"))
    return [SearchRow(search, counts.get(search.pk, 0)) for search in searches]


def deleted_searches(user: User) -> QuerySet[SavedSearch]:
    """Return what a user has put aside, the latest first."""
    return (
        SavedSearch.objects.for_user(user)
        .filter(deleted_at__isnull=False)
        .order_by("-deleted_at", "-pk")
    )


def found_jobs(search: SavedSearch) -> QuerySet[Found]:
    """Return the jobs that a search found after it was saved, the latest first."""
    return (
        _standing(Found.objects.filter(search=search, at__gt=F("search__made_at")))
        .select_related("job__organization")
        .order_by("-at", "-pk")
    )


def found_days(search: SavedSearch) -> list[tuple[date, int]]:
    """Return how many a search newly found on each day, the latest first, 100 days at most."""
    rows = (
        _standing(Found.objects.filter(search=search, at__gt=F("search__made_at")))
        .annotate(day=TruncDate("at"))
        .values("day")
        .annotate(count=Count("pk"))
        .order_by("-day")
    )
    return [(row["day"], row["count"]) for row in rows[:SHOWN]]


def alerts_of(user: User) -> QuerySet[Alert]:
    """Return the jobs that newly fit a person, the latest first."""
    return (
        _alerts()
        .filter(person__user=user)
        .select_related("job__organization")
        .order_by("-made_at", "-fit", "job")
    )


def _standing(found: QuerySet[Found]) -> QuerySet[Found]:
    """Leave out what is no longer there to be seen."""
    jobs, people = shown_jobs().order_by(), findable_people().order_by()
    return found.filter(Q(job__in=jobs.values("pk")) | Q(person__in=people.values("pk")))


def _alerts() -> QuerySet[Alert]:
    return Alert.objects.filter(
        kind=Alert.Kind.NEW_JOB, job__in=shown_jobs().order_by().values("pk")
    )


def search_by_feed(token: str) -> SavedSearch | None:
    """Return the search whose feed has this secret, None where it must not answer."""
    return asked_searches().filter(feed_digest=digest_of(token)).first()


def address_of_search(search: SavedSearch) -> str:
    """Return the path of the list that a search asks for."""
    if search.organization is not None:
        path = reverse("matches:people", args=[search.organization.slug])
    else:
        path = reverse("jobs:job_list")
    return f"{path}?{search.query}" if search.query else path
