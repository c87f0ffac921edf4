"""Limits on how often a page may be asked something, counted in the database."""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from preceptor.common import context
from preceptor.common.answers import wants_json
from preceptor.common.services.tries import bucket_for, take

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def limited(
    bucket: str, limit: int, per_seconds: int, *, methods: Collection[str] = ("POST",)
) -> Callable[[View[P]], View[P]]:
    """Let one person ask a view at most ``limit`` times in ``per_seconds``; beyond, answer 429.

    Who is signed in is counted by account, everybody else by address. The answer says when to
    try again. Only requests with these methods count.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            now = timezone.now()
            if request.method not in methods or _is_within(
                request, bucket, limit=limit, per_seconds=per_seconds, now=now
            ):
                return view(request, *args, **kwargs)
            return too_many(request, seconds=per_seconds)

        return cast("View[P]", answer)

    return decorate


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Return the page, or for a program the facts, that says when to try again."""
    answer: HttpResponse
    if wants_json(request):
        answer = JsonResponse({"error": "too many tries", "seconds": seconds}, status=429)
    else:
        # Without the request's own context processors, as every error page.
        page = render_to_string(
            "common/errors/too_many.html",
            {**context.site(request), "minutes": -(-seconds // 60)},
        )
        answer = HttpResponse(page, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from.

    Behind N servers of our own (PRECEPTOR_PROXIES) it is the N-th from the right of those that
    X-Forwarded-For lists: what stands further left could have been made up by the client.
    """
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= settings.PROXIES and hops[-settings.PROXIES]:
            return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """Return what is counted for an address: itself, of IPv6 the network that one line is given.

    Whoever has a line has 2**64 addresses of IPv6 (RFC 6177) and could take a fresh one for each
    try. What is no address is returned as it is.

    >>> network_of("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::'
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False).network_address)


def _is_within(
    request: HttpRequest, bucket: str, *, limit: int, per_seconds: int, now: datetime
) -> bool:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = str(user.public_id)
    else:
        who = network_of(client_address(request))
    return take(bucket_for(bucket, who), limit, per_seconds, now)
