"""Sign-in pages of our own; the others are allauth's, in our words."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from preceptor.accounts.forms.sign import NameForm
from preceptor.accounts.models import User
from preceptor.accounts.policies import has_second_factor, needs_second_factor, signed_in
from preceptor.accounts.policies.passwords import DEMO_PASSWORD
from preceptor.accounts.queries.organizations import memberships_of
from preceptor.accounts.queries.sign import demo_user, demo_users
from preceptor.accounts.services.sign import change_name
from preceptor.common.limits import too_many

AFTER_SECOND_FACTOR = "after_second_factor"


class SignInPage(LoginView):  # type: ignore[misc]
    """Allauth's sign-in page, which in demo mode lists the people of the demo world."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"demo_users": demo_users(), "demo_password": DEMO_PASSWORD}
        return {**super().get_context_data(**kwargs), **more}


@require_POST
@never_cache
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo world; there is no such page outside demo mode."""
    user = demo_user(request.POST.get("user", ""))
    if not settings.DEMO or user is None:
        raise Http404("No such person in the demo world.")
    record_authentication(request, user, method="demo")
    login = Login(user=user, redirect_url=get_next_redirect_url(request))
    answer: HttpResponse = perform_login(request, login)
    return answer


@require_GET
@never_cache
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why a second factor is needed here, and lead to setting one up."""
    address = get_next_redirect_url(request) or "/me/"
    if has_second_factor(cast("User", request.user)):
        return redirect(address)
    request.session[AFTER_SECOND_FACTOR] = address
    return render(request, "accounts/second_factor.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show how one signs in and what one may do here; change one's name."""
    user = cast("User", request.user)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        change_name(user=user, name=form.cleaned_data["name"], now=timezone.now())
        messages.success(request, "Your name is changed.")
        return redirect("accounts:account")
    context = {
        "form": form,
        "memberships": memberships_of(user),
        "has_second_factor": has_second_factor(user),
        "needs_second_factor": needs_second_factor(user),
        "has_password": user.has_usable_password(),
        "has_providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/account.html", context, status=status)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Answer where allauth counted too many tries from one address."""
    return too_many(request, seconds=60)
