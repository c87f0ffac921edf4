"""What stands before every page: signing in again, a second factor, and our own frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from preceptor.accounts.policies import lacks_second_factor
from preceptor.accounts.policies.idle import note_page, was_left

Answer = Callable[[HttpRequest], HttpResponseBase]

# Beneath this lie allauth's pages; see the root of the addresses.
PREFIX = "/account/"
# Pages of hats: those of organizations, and those of stewards. A person's own are open.
HATS = ("/o/", "/steward/")
UNPROCESSABLE = 422


class SignIn:
    """Guards the pages of hats; lets allauth's pages answer as ours do.

    Before a page of a hat it asks who was away for long to sign in again, and leads who lacks a
    second factor that is compelled to set one up.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        note_page(request.session, now=timezone.now())
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Ask who was away to sign in again, and who lacks a second factor to set one up."""
        if not request.path.startswith(HATS) or not request.user.is_authenticated:
            return None
        if was_left(request.session, now=timezone.now()):
            return _sign_in_again(request)
        if not lacks_second_factor(request.user):
            return None
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('accounts:second_factor')}?{query}")

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Put our frame around a page of allauth's, and answer 422 to a form with errors."""
        if not request.path.startswith(PREFIX) or response.context_data is None:
            return response
        # Theirs names the host; ours, from the context processor, holds menu and footer.
        response.context_data.pop("site", None)
        is_invalid = any(
            isinstance(value, BaseForm) and value.errors for value in response.context_data.values()
        )
        if request.method == "POST" and response.status_code == 200 and is_invalid:
            response.status_code = UNPROCESSABLE
        return response


def _sign_in_again(request: HttpRequest) -> HttpResponseBase:
    """End a session that was left, and lead back to its page once somebody signs in again."""
    logout(request)
    messages.info(request, "You were away for a while. Sign in again to go on.")
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    # What a form sent is not sent again; its address may be none that can be opened.
    return redirect_to_login(settings.LOGIN_REDIRECT_URL)
