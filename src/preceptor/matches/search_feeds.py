"""What a saved search found, as a feed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from preceptor.common.addresses import site_address
from preceptor.matches.models import SavedSearch
from preceptor.matches.queries.searches import address_of_search, found_days, found_jobs

FEED_LENGTH = 50


def search_atom(search: SavedSearch, *, feed_path: str, now: datetime) -> HttpResponse:
    """Return the latest finds of a search as an Atom feed.

    Jobs are named and linked. Of people only how many came on which day: who they are is seen
    by who hires, signed in.
    """
    feed = Atom1Feed(
        title=f"Saved search: {search.name}",
        link=site_address(address_of_search(search)),
        feed_url=site_address(feed_path),
        description=None,
        language="en-us",
    )
    if search.kind == SavedSearch.Kind.JOBS:
        for found in found_jobs(search)[:FEED_LENGTH]:
            if found.job is None or not found.job.slug:
                continue
            house = found.job.organization
            feed.add_item(
                title=f"{found.job.title}, {house.name}" if house else found.job.title,
                link=site_address(f"{reverse('matches:job', args=[found.job.slug])}?from=alert"),
                description="",
                pubdate=found.at,
                updateddate=found.at,
            )
    else:
        _add_days(feed, search)
    if not feed.items:
        feed.latest_post_date = lambda: now.astimezone(UTC)  # type: ignore[method-assign]
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def _add_days(feed: Atom1Feed, search: SavedSearch) -> None:
    page = site_address(reverse("matches:saved_search", args=[search.public_id]))
    for day, count in found_days(search)[:FEED_LENGTH]:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        feed.add_item(
            title="1 new person" if count == 1 else f"{count:,} new people",
            link=f"{page}?day={day.isoformat()}",
            description="",
            pubdate=at,
            updateddate=at,
        )
