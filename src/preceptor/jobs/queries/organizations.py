"""The organizations that everybody may see, with their open jobs and how they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, FloatField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce, Lower

from preceptor.accounts.models import Organization, Site
from preceptor.accounts.queries.organizations import shown_organizations
from preceptor.jobs.models import Job
from preceptor.jobs.queries.clock import (
    FEWEST,
    AnswerRate,
    answer_rates,
    counted_answers,
    settled_applications,
)
from preceptor.jobs.queries.jobs import shown_jobs, with_places

SORTS = {"": "Name", "jobs": "Most open jobs", "answers": "Answers in time"}
PLACES_NAMED = 3


@dataclass(frozen=True, slots=True)
class OrganizationSearch:
    """What somebody asked of the directory; empty asks nothing."""

    words: str = ""
    kind: str = ""
    state: str = ""
    sort: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether some organizations may be left out."""
        return bool(self.words.strip() or self.kind or self.state)


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization as the directory shows it."""

    organization: Organization
    places: tuple[str, ...]
    job_count: int
    rate: AnswerRate

    @property
    def places_named(self) -> str:
        """The first places, and how many more there are."""
        named = "; ".join(self.places[:PLACES_NAMED])
        more = len(self.places) - PLACES_NAMED
        return f"{named} and {more} more" if more > 0 else named


def states_of_organizations() -> list[str]:
    """Return the states in which an organization that everybody may see works, by code."""
    sites = Site.objects.filter(organization__in=shown_organizations())
    return list(sites.order_by("state").values_list("state", flat=True).distinct())


def find_organizations(search: OrganizationSearch, *, now: datetime) -> QuerySet[Organization]:
    """Return the organizations that fit a search, in its order, each with its ``job_count``.

    By answers: the highest rate first, then those without one; equals by name.
    """
    found = shown_organizations()
    for word in search.words.split():
        found = found.filter(name__icontains=word)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.state:
        found = found.filter(pk__in=Site.objects.filter(state=search.state).values("organization"))
    jobs = shown_jobs(on=now.date()).filter(organization=OuterRef("pk")).order_by()
    counted = jobs.values("organization").annotate(count=Count("pk")).values("count")
    found = found.annotate(job_count=Coalesce(Subquery(counted), 0))
    if search.sort == "answers":
        found = _with_rate(found, now)
    return found.order_by(*_ORDERS[search.sort], Lower("name"), "pk")


def organization_rows(
    organizations: Sequence[Organization], *, now: datetime
) -> list[OrganizationRow]:
    """Return found organizations with places and answer rates, in two questions."""
    numbers = [organization.pk for organization in organizations]
    places: dict[int, list[str]] = {number: [] for number in numbers}
    sites = Site.objects.filter(organization__in=numbers).order_by("state", "city", "pk")
    for number, city, state in sites.values_list("organization", "city", "state"):
        places[number].append(f"{city}, {state}")
    rates = answer_rates(numbers, now=now)
    return [
        OrganizationRow(
            organization=each,
            places=tuple(dict.fromkeys(places[each.pk])),
            job_count=each.job_count,  # type: ignore[attr-defined]
            rate=rates[each.pk],
        )
        for each in organizations
    ]


def jobs_of_organization(organization: Organization) -> QuerySet[Job]:
    """Return the jobs of an organization that candidates see, the newest first."""
    return with_places(shown_jobs().filter(organization=organization)).order_by("-opened_at", "-pk")


def _with_rate(found: QuerySet[Organization], now: datetime) -> QuerySet[Organization]:
    rows = settled_applications(now=now).filter(job__organization=OuterRef("pk"))
    counts = counted_answers(rows)
    return found.annotate(
        due=Coalesce(Subquery(counts.values("due")), 0),
        answered=Coalesce(Subquery(counts.values("answered")), 0),
        rate=Case(
            When(due__gte=FEWEST, then=Cast("answered", FloatField()) / F("due")),
            output_field=FloatField(),
        ),
    )


_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (),
    "jobs": (F("job_count").desc(),),
    "answers": (F("rate").desc(nulls_last=True),),
}
