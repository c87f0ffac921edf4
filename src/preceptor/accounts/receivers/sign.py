"""What allauth asks of us while somebody signs in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.accounts.policies import needs_second_factor
from preceptor.accounts.receivers.joining import settle_visitor
from preceptor.accounts.services.failed_tries import (
    MOST_TRIES,
    TooManyTries,
    forgive_tries,
    password_bucket,
    take_try,
)
from preceptor.accounts.services.sign import confirm_demo_address, warn_owner
from preceptor.common.addresses import site_address
from preceptor.common.limits import network_of
from preceptor.common.services import send_mail

WORDS = {
    "account_inactive": "This account is closed.",
    "email_password_mismatch": "This address and this password do not belong together.",
    "enter_current_password": "This is not your password until now.",
    "incorrect_password": "This is not your password.",
    "incorrect_code": "This code is not right.",
    "email_taken": "This address belongs to an account already.",
    "duplicate_email": "This is your address already.",
    "same_as_current": "This is your address already.",
    "too_many_login_attempts": "Too many tries. Wait some minutes and try again.",
    "rate_limited": "Too many tries. Wait some minutes and try again.",
}
SECOND_WORDS = {
    "incorrect_code": "This code is not right. Take the one that the app shows now.",
    "unverified_email": "Type the code that we sent to your new e-mail address first.",
    "cannot_delete_authenticator": (
        "What you do here needs a second step. Set up another before you remove this one."
    ),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in as this site wants it: slowed by account, and its mails through the outbox."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **WORDS}

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; refuse it where there were too many."""
        super().pre_authenticate(request, **credentials)
        email = credentials.get("email", "")
        try:
            count = take_try(bucket=password_bucket(email), now=timezone.now())
        except TooManyTries as refused:
            raise ValidationError(str(refused), code="too_many_login_attempts") from None
        if count == MOST_TRIES:
            warn_owner(email=email, now=timezone.now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose password it is, and forgive that account its failures."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            forgive_tries(bucket=password_bucket(credentials.get("email", "")))
        return user

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """Return the address an invitation was sent to, if it is the one that signs up."""
        stashed: str | None = super().unstash_verified_email(request)
        typed = request.POST.get("email", "").strip().lower()
        return stashed if stashed and stashed.lower() == typed else None

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Keep the name that somebody signed up with."""
        user.name = form.cleaned_data.get("name") or ""
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **hints: Any
    ) -> HttpResponse | None:
        """Let the addresses of demo users count as confirmed; nobody reads their mail.

        Outside the demo nobody signs in as one of them: everybody can read their password.
        """
        if isinstance(user, User) and user.is_demo:
            if not settings.DEMO:
                closed: HttpResponse = self.respond_user_inactive(request, user)
                return closed
            confirm_demo_address(user=user, now=timezone.now())
        answer: HttpResponse | None = super().pre_login(request, user, **hints)
        return answer

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **hints: Any
    ) -> HttpResponse:
        """Let what was tried out before come along; where the account has its own, ask first."""
        answer: HttpResponse = super().post_login(request, user, **hints)
        if isinstance(user, User) and settle_visitor(request, user, now=timezone.now()):
            return redirect("accounts:brought")
        return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what tries are counted by, and what the list of sessions shows."""
        return network_of(super().get_client_ip(request))

    def is_reauthentication_required(self, *, app: str, **hints: Any) -> bool:
        """Ask again who it is before any way of signing in changes, the address too.

        An open browser alone would else be enough to take an account over for good.
        """
        return True

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link in the mail: of the site's own address, whatever host was asked."""
        uid, _, token = key.partition("-")
        return site_address(reverse("account_reset_password_from_key", args=[uid, token]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox, in the transaction of its cause."""
        words = {**context, "email": email, "site_address": settings.SITE_ADDRESS}
        subject = render_to_string(f"{template_prefix}_subject.txt", words)
        text = render_to_string(f"{template_prefix}_message.txt", words)
        send_mail(
            kind=template_prefix.replace("/email/", "."),
            recipient=_recipient(email, context.get("user")),
            to=email,
            subject=subject,
            text=text.strip() + "\n",
            now=timezone.now(),
        )


def _recipient(email: str, user: Any) -> uuid.UUID | None:
    """Return whose account a mail is about, so that erasing it finds what was written.

    A new address is nobody's yet while its code is on the way.
    """
    if isinstance(user, User) and user.pk is not None:
        return user.public_id
    found = User.objects.filter(email__iexact=email).values_list("public_id", flat=True)
    return found.first()


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the provider of an organization."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Keep the name that the provider tells."""
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[:200]
        return user


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors as this site wants them."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, **SECOND_WORDS}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of who must have one."""
        others = (
            Authenticator.objects.filter(user_id=authenticator.user_id)
            .exclude(pk=authenticator.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
        )
        return others.exists() or not needs_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Propose a name for a passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if count == 0 else f"Passkey {count + 1}"
