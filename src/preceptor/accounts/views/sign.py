"""Sign-in pages of our own; the others are allauth's, in our words."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from preceptor.accounts.models import User
from preceptor.accounts.policies import has_second_factor


@require_GET
@never_cache
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed here, and lead to setting one up."""
    address = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        address = "/"
    if has_second_factor(cast("User", request.user)):
        return redirect(address)
    return render(request, "accounts/second_factor.html", {"next": address})
