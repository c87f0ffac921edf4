"""Slow down who guesses a secret, and stop hearing them before the hundredth try in a row.

Counted in the database in one step before the secret is looked at: any number of processes
together hear no more tries than one would. An address without an account is slowed just alike.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from preceptor.accounts.models import FailedTries, User
from preceptor.common.services import append_log
from preceptor.common.services.tries import bucket_for

# NIST SP 800-63B-4, 3.2.2: slow down early, and lock at 100 failures in a row at the latest.
FREE_TRIES = 5
MOST_TRIES = 90
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
KEPT_FOR = timedelta(days=365)
TOLD = {FREE_TRIES: "accounts.tries_slowed", MOST_TRIES: "accounts.tries_locked"}


class TooManyTries(Exception):
    """The secret was given wrong too often. It says what to do, whether or not there is an account.

    ``free_at`` is when the next try is heard, None where waiting does not help.
    """

    def __init__(self, *, free_at: datetime | None, now: datetime) -> None:
        super().__init__(_words(free_at, now))
        self.free_at = free_at


def password_bucket(email: str) -> str:
    """Return whose password is tried: by address as the sign-in compares addresses."""
    return bucket_for("password", unicodedata.normalize("NFKC", email).casefold())


def second_factor_bucket(user: User) -> str:
    """Return whose codes are tried."""
    return bucket_for("second-factor", str(user.public_id))


@transaction.atomic
def take_try(*, bucket: str, now: datetime) -> int:
    """Count a try before it is heard; return how many there were in a row, this one too.

    Raises TooManyTries, without counting, during a pause and once the most tries were made. The
    log hears of the first pause and of the last try, not of whose secret it was.
    """
    tries = _row(bucket, now)
    if tries.count >= MOST_TRIES:
        raise TooManyTries(free_at=None, now=now)
    if tries.free_at > now:
        raise TooManyTries(free_at=tries.free_at, now=now)
    tries.count += 1
    tries.free_at = now + pause_after(tries.count)
    tries.last_at = now
    tries.save(update_fields=["count", "free_at", "last_at"])
    if tries.count in TOLD:
        append_log(kind=TOLD[tries.count], now=now, details={"what": bucket.partition(":")[0]})
    return tries.count


def pause_after(count: int) -> timedelta:
    """Return how long to wait after so many failures in a row: none, then doubling to a cap."""
    if count < FREE_TRIES:
        return timedelta(0)
    doublings: int = min(count - FREE_TRIES, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def forgive_tries(*, bucket: str) -> None:
    """Forget the failures: the secret was right, or its owner proved otherwise who they are."""
    FailedTries.objects.filter(bucket=bucket).delete()


@transaction.atomic
def unlock_account(*, user: User, now: datetime) -> None:
    """Hear a user again whose password or codes were guessed at too often, as a steward asks."""
    forgive_tries(bucket=password_bucket(user.email))
    forgive_tries(bucket=second_factor_bucket(user))
    append_log(kind="accounts.account_unlocked", target=user.public_id, now=now)


@transaction.atomic
def prune_failed_tries(*, now: datetime) -> int:
    """Delete rows that nobody added to for a year; return how many there were."""
    count: int = FailedTries.objects.filter(last_at__lt=now - KEPT_FOR).delete()[0]
    if count:
        append_log(kind="accounts.failed_tries_pruned", now=now, details={"count": count})
    return count


def _words(free_at: datetime | None, now: datetime) -> str:
    if free_at is None:
        return (
            "This was tried too often and is locked. Set a new password by mail, "
            "or write to whoever runs this site."
        )
    seconds = max(1, round((free_at - now).total_seconds()))
    wait = f"{seconds} seconds" if seconds < 100 else f"{-(-seconds // 60)} minutes"
    return f"Too many tries. Wait {wait}, or have a code sent to your e-mail address."


def _row(bucket: str, now: datetime) -> FailedTries:
    locked = FailedTries.objects.select_for_update()
    found = locked.filter(bucket=bucket).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            FailedTries.objects.create(bucket=bucket, free_at=now, last_at=now)
    except IntegrityError:
        pass  # another process made it at the same time
    return locked.get(bucket=bucket)
