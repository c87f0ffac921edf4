"""Headers that every answer carries, and words for the one answer that has none."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from preceptor.common import context
from preceptor.common.answers import wants_json

Answer = Callable[[HttpRequest], HttpResponseBase]

# What no page of ours asks a browser for. Passkeys need the two that stay.
PERMISSIONS = ", ".join(
    [
        "accelerometer=()",
        "autoplay=()",
        "browsing-topics=()",
        "camera=()",
        "display-capture=()",
        "fullscreen=()",
        "geolocation=()",
        "gyroscope=()",
        "magnetometer=()",
        "microphone=()",
        "midi=()",
        "payment=()",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
        "screen-wake-lock=()",
        "serial=()",
        "usb=()",
        "xr-spatial-tracking=()",
    ]
)


def headers(get_response: Answer) -> Answer:
    """Add what the browser may use, and keep pages of people who are signed in out of caches."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not wants_json(request):
            _say_not_allowed(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_private(request):
            # Whoever sits down next at this computer must not find it with the back button.
            del response.headers["Cache-Control"]
            add_never_cache_headers(response)
        return response

    return answer


def _say_not_allowed(request: HttpRequest, response: HttpResponseNotAllowed) -> None:
    """Give a page to who opened the address of a form, as by signing in again on the way to it."""
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.content = render_to_string("common/errors/not_allowed.html", context.site(request))


def _is_private(request: HttpRequest) -> bool:
    # A page that never looked at the session shows nobody's own things; looking would cost it a
    # query, and would make it vary by cookie.
    session = getattr(request, "session", None)
    if session is None or not session.accessed:
        return False
    return bool(request.user.is_authenticated)
