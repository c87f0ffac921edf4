"""Accounts of users: open one, tell the log what happened to it."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from preceptor.accounts.models import Kept, User
from preceptor.accounts.services.notices import tell
from preceptor.common.services import append_log, lock_log


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


@transaction.atomic
def make_steward(*, email: str, now: datetime) -> bool:
    """Let the owner of an address run the installation; tell whether an account was made for them.

    A new account has no password: its owner signs in by a code that is mailed.
    """
    lock_log()
    user = User.objects.filter(email__iexact=email).first()
    is_new = user is None
    if user is None:
        user = open_account(email=email, password=None, now=now, is_steward=True)
    elif not user.is_steward:
        user.is_steward = True
        user.save(update_fields=["is_steward"])
    else:
        return False
    append_log(kind="accounts.steward_made", target=user.public_id, now=now)
    return is_new


@transaction.atomic
def unmake_steward(*, user: User, now: datetime) -> None:
    """Let a user no longer run the installation; who does not, goes on not to."""
    if User.objects.filter(pk=user.pk, is_steward=True).update(is_steward=False):
        append_log(kind="accounts.steward_unmade", target=user.public_id, now=now)


@transaction.atomic
def warn_owner(*, email: str, now: datetime) -> None:
    """Tell the owner of an account, if there is one, that its password was guessed at too often."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        return
    append_log(kind="accounts.password_locked", target=user.public_id, now=now)
    tell(
        user=user,
        kind="accounts.password_locked",
        text=(
            "Somebody tried wrong passwords for your account, too often. No password is heard "
            "until you set a new one by mail. A code by mail or a passkey still signs you in."
        ),
        address="/account/password/reset/",
        now=now,
        mail_subject="Your password is locked",
    )


@transaction.atomic
def drop_second_factors(*, user: User, now: datetime) -> int:
    """Take the second steps of somebody who lost them, and end their sessions; they are told."""
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()
    append_log(kind="accounts.second_factors_dropped", target=user.public_id, now=now)
    tell(
        user=user,
        kind="accounts.second_factors_dropped",
        text="Whoever runs this site took away your second step for signing in, and ended your "
        "sessions. If you did not ask for it, write to them at once.",
        address="/account/2fa/",
        now=now,
        mail_subject="Your second step for signing in was removed",
    )
    return count


def note_account(*, user: User, what: str, now: datetime) -> None:
    """Tell the log what a user did with their own account, such as signed_in."""
    append_log(kind=f"accounts.{what}", target=user.public_id, by=user.public_id, now=now)


def prune_counts(*, now: datetime) -> int:
    """Delete what the cache kept beyond its time: counts by address, codes that were used."""
    return Kept.objects.filter(expires__lt=now).delete()[0]


@transaction.atomic
def prune_sessions(*, now: datetime) -> int:
    """Delete where somebody was signed in once: browser and address go with the session."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    count: int = UserSession.objects.exclude(session_key__in=alive).delete()[0]
    if count:
        append_log(kind="accounts.sessions_pruned", now=now, details={"count": count})
    return count
