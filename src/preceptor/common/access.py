"""Who may enter pages of the site itself."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from preceptor.common.policies import is_steward

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor(request: HttpRequest) -> uuid.UUID | None:
    """Return the public id of who is signed in, as the log names who did something."""
    return getattr(request.user, "public_id", None)


def steward_only(view: View[P]) -> View[P]:
    """Let only stewards see a page: others get 403, and who is not signed in may sign in."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_steward(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast("View[P]", answer)
