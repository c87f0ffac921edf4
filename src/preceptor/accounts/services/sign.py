"""Accounts of users: open one, tell the log what happened to it."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.services import append_log


@transaction.atomic
def open_account(
    *,
    email: str,
    password: str | None,
    now: datetime,
    name: str = "",
    is_steward: bool = False,
    is_demo: bool = False,
) -> User:
    """Open an account whose address counts as confirmed, as commands and the demo world do.

    Without a password one signs in by a code that is mailed. Raises IntegrityError for an address
    that has an account.
    """
    user = User.objects.create_user(
        email.lower(), password, name=name, is_steward=is_steward, is_demo=is_demo
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    append_log(kind="accounts.account_opened", target=user.public_id, now=now)
    return user


@transaction.atomic
def confirm_demo_address(*, user: User, now: datetime) -> None:
    """Let the address of a demo user count as confirmed: nobody reads its mail."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email.lower(), defaults={"primary": True}
    )
    if not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])
        append_log(kind="accounts.demo_address_confirmed", target=user.public_id, now=now)


@transaction.atomic
def change_name(*, user: User, name: str, now: datetime) -> None:
    """Change how colleagues see a user; saying the same again changes nothing."""
    if User.objects.filter(pk=user.pk).exclude(name=name).update(name=name):
        append_log(kind="accounts.name_changed", target=user.public_id, by=user.public_id, now=now)


def note_account(*, user: User, what: str, now: datetime) -> None:
    """Tell the log what a user did with their own account, such as signed_in."""
    append_log(kind=f"accounts.{what}", target=user.public_id, by=user.public_id, now=now)
