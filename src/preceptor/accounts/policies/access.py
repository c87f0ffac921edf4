"""What a view asks first: who is there, and for which organization they may act."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from preceptor.accounts.models import Membership, Organization, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class SignedRequest(HttpRequest):
    """A request of somebody who is signed in, as views behind ``signed_in`` get it."""

    user: User


SignedView = Callable[Concatenate[SignedRequest, P], HttpResponse]

NOT_VERIFIED = (
    "People are shown to organizations that a steward has verified. Everything else can be "
    "prepared meanwhile."
)


def signed_in(view: SignedView[P]) -> View[P]:
    """Let a view be seen by who is signed in; others are led to the sign-in page and back.

    That a hat compels a second factor is seen to before any view, by the address: see
    ``accounts.middleware``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_back_to(request))
        return view(cast("SignedRequest", request), *args, **kwargs)

    return cast("View[P]", guarded)


def _back_to(request: HttpRequest) -> str:
    """Return where to go on after signing in: never to an address that only takes a form."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    if request.method == "POST" and is_ours:
        return urlsplit(page)._replace(scheme="", netloc="").geturl()
    return request.get_full_path()


def membership_or_404(user: Any, slug: str, hat: str | None = None) -> Membership:
    """Return a user's membership, with its organization, by the organization's slug.

    Raises Http404 for an organization they do not belong to, and PermissionDenied where they wear
    another hat: hires, teaches, counsels, mentors, or administrator for that role.
    """
    membership = (
        Membership.objects.select_related("organization")
        .filter(user_id=user.pk, organization__slug=slug)
        .first()
    )
    if membership is None:
        raise Http404("No such organization.")
    membership.user = user
    if hat is not None and not _wears(membership, hat):
        raise PermissionDenied
    return membership


def organization_or_404(user: Any, slug: str, hat: str | None = None) -> Organization:
    """Return an organization that a user may act for; see membership_or_404."""
    return membership_or_404(user, slug, hat).organization


def trusted_organization_or_404(user: Any, slug: str, hat: str | None = None) -> Organization:
    """Return an organization that may see people who have not turned to it themselves.

    Anybody can bring one in within a minute; a steward has looked at this one. Raises as
    membership_or_404 does, and PermissionDenied with the reason until it is verified.
    """
    organization = organization_or_404(user, slug, hat)
    if not organization.is_trusted:
        raise PermissionDenied(NOT_VERIFIED)
    return organization


def _wears(membership: Membership, hat: str) -> bool:
    if hat == Membership.Role.ADMINISTRATOR:
        return membership.role == Membership.Role.ADMINISTRATOR
    return bool(getattr(membership, hat))
