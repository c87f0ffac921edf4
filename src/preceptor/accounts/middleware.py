"""What stands before every page: a second factor where it is compelled, and our own frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from preceptor.accounts.policies import lacks_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]

# Beneath this lie allauth's pages; see the root of the addresses.
PREFIX = "/account/"
# Pages of hats: those of organizations, and those of stewards. A person's own are open.
HATS = ("/o/", "/steward/")
UNPROCESSABLE = 422


class SignIn:
    """Leads to a second factor before any page of a hat; lets allauth's pages answer as ours do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Lead who wears a hat that compels a second factor, and has none, to set one up."""
        if not request.path.startswith(HATS) or not request.user.is_authenticated:
            return None
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
