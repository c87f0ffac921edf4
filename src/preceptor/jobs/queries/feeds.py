"""The jobs that go out with a feed, and whether anything in it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from preceptor.accounts.models import Organization
from preceptor.jobs.models import Job
from preceptor.jobs.queries.jobs import shown_jobs, with_places

CHUNK = 100
PAGE = 100


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a feed holds now: a digest that changes with it, and when something last did."""

    digest: str
    changed_at: datetime | None
    count: int


def feed_jobs(organization: Organization | None = None) -> QuerySet[Job]:
    """Return the jobs shown, all or those of one organization, newest numbers first."""
    jobs = shown_jobs().order_by("-pk")
    return jobs if organization is None else jobs.filter(organization=organization)


def feed_state(organization: Organization | None = None) -> FeedState:
    """Return what a feed holds now in one query of small rows: nothing need be written to tell."""
    rows = feed_jobs(organization).values_list(
        "pk", "revision", "opened_at", "changed_at", "created_at", "organization__name"
    )
    digest = hashlib.sha256()
    newest: datetime | None = None
    count = 0
    for row in rows.iterator(chunk_size=2000):
        digest.update(repr(row).encode())
        last = max(each for each in row[2:5] if each is not None)
        newest = last if newest is None or last > newest else newest
        count += 1
    return FeedState(digest.hexdigest()[:32], newest, count)


def all_of(jobs: QuerySet[Job]) -> Iterator[Job]:
    """Give all the jobs of a feed with what writing them needs, some at a time.

    Those that were there when it began: none comes twice or is left out while others are opened.
    """
    numbers = list(jobs.values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        yield from _written(Job.objects.filter(pk__in=some)).order_by("-pk")


def _written(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Load what writing a feed needs and no more: no line, nothing of the reading."""
    loaded = with_places(jobs.select_related("organization", "document"))
    return loaded.defer("reading", "roles", "warnings", "notes")


def page_of(jobs: QuerySet[Job], before: int | None) -> tuple[list[Job], int | None]:
    """Return a page of jobs numbered below ``before``, and below which number the next begins."""
    some = jobs if before is None else jobs.filter(pk__lt=before)
    found = list(_written(some).order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
