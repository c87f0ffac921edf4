"""Tell the log what allauth tells us: who came, went, and changed how they sign in."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.accounts.policies.idle import note_signed_in
from preceptor.accounts.services.failed_tries import forgive_tries, password_bucket
from preceptor.accounts.services.sign import note_account

EVENTS = {
    "signed_up": account.user_signed_up,
    "signed_in": account.user_logged_in,
    "signed_out": user_logged_out,
    "password_changed": account.password_changed,
    "password_set": account.password_set,
    "password_reset": account.password_reset,
    "address_changed": account.email_changed,
    "second_factor_added": second.authenticator_added,
    "second_factor_removed": second.authenticator_removed,
    "second_factor_reset": second.authenticator_reset,
}


def connect_events() -> None:
    """Listen to all of them; listening again changes nothing."""
    for what, signal in EVENTS.items():
        signal.connect(_note(what), dispatch_uid=f"accounts.{what}", weak=False)
    user_logged_in.connect(stamp_session, dispatch_uid="accounts.stamp_session")
    account.password_reset.connect(unlock_password, dispatch_uid="accounts.unlock_password")


def stamp_session(*, request: HttpRequest, **_: Any) -> None:
    """Keep in a session when it began."""
    note_signed_in(request.session, now=timezone.now())


def unlock_password(*, user: User, **_: Any) -> None:
    """Hear an account again whose owner has just shown that they read its mail."""
    forgive_tries(bucket=password_bucket(user.email))


def _note(what: str) -> Any:
    def note(*, user: User | None = None, **_: Any) -> None:
        # Nobody is signed out where nobody was signed in.
        if user is not None and user.pk is not None:
            note_account(user=user, what=what, now=timezone.now())

    return note
