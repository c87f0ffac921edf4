"""What allauth asks of us while somebody signs in, and what it tells us afterwards."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.accounts.services.sign import confirm_demo_address
from preceptor.common.services import send_mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in as this site wants it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox, in the transaction of its cause."""
        user = context.get("user")
        words = {**context, "email": email, "address": settings.SITE_ADDRESS}
        subject = render_to_string(f"{template_prefix}_subject.txt", words)
        text = render_to_string(f"{template_prefix}_message.txt", words)
        send_mail(
            kind=template_prefix.replace("/email/", "."),
            recipient=user.public_id if isinstance(user, User) else None,
            to=email,
            subject=subject,
            text=text.strip() + "\n",
            now=timezone.now(),
        )

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **hints: Any
    ) -> HttpResponse | None:
        if settings.DEMO and isinstance(user, User) and user.is_demo:
            confirm_demo_address(user=user, now=timezone.now())
        answer: HttpResponse | None = super().pre_login(request, user, **hints)
        return answer
