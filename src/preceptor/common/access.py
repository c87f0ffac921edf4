"""Who may enter pages of the site itself."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from preceptor.common.policies import is_steward

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def steward_only(view: View[P]) -> View[P]:
    """Let only stewards see a page: others get 403, and who is not signed in may sign in."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_steward(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer
