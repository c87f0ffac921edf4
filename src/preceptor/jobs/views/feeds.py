"""Jobs as feeds: of all organizations, and of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from preceptor.accounts.models import Organization
from preceptor.common.addresses import address_of, site_address
from preceptor.jobs.feed_writing import FeedHead, FeedPages, atom_page, job_xml, json_feed
from preceptor.jobs.queries.feeds import FeedState, all_of, feed_jobs, feed_state, page_of

KINDS = {
    "xml": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# Readers may keep a feed so long without asking; then they ask whether it changed.
KEPT_SECONDS = 300
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
def job_feed(request: HttpRequest, kind: str, slug: str = "") -> HttpResponseBase:
    """Give the jobs that are shown; not changed since it was asked last, nothing is written."""
    organization = _organization(slug)
    state = feed_state(organization)
    before = _before(request) if kind == "atom" else None
    etag = f'W/"{kind}-{before or 0}-{state.digest}"'
    # What went away changes a feed, too, and moves no date: the tag alone decides.
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        pieces = _pieces(kind, organization, state, before)
        response = StreamingHttpResponse(pieces, content_type=KINDS[kind])
    response["ETag"] = etag
    response["Last-Modified"] = http_date((state.changed_at or _NEVER).timestamp())
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _organization(slug: str) -> Organization | None:
    if not slug:
        return None
    organization = get_object_or_404(Organization, slug=slug)
    if organization.verified_at is None and not organization.is_demo:
        raise Http404("No such organization.")
    return organization


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _pieces(
    kind: str, organization: Organization | None, state: FeedState, before: int | None
) -> Iterator[bytes]:
    slug = [organization.slug] if organization else []
    route = "jobs:organization_feed" if organization else "jobs:feed"
    address = site_address(reverse(route, args=[*slug, kind]))
    head = FeedHead(
        title=f"Jobs at {organization.name}" if organization else "Health IT jobs",
        address=f"{address}?before={before}" if before else address,
        page=site_address(address_of("jobs")),
        publisher=organization.name if organization else "Preceptor",
        changed_at=state.changed_at or _NEVER,
    )
    jobs = feed_jobs(organization)
    if kind == "atom":
        found, following = page_of(jobs, before)
        further = f"{address}?before={following}" if following else ""
        return atom_page(head, found, FeedPages(first=address, following=further))
    return job_xml(head, all_of(jobs)) if kind == "xml" else json_feed(head, all_of(jobs))
