"""What signing in leaves behind, and for how long."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.queries.sign import never_confirmed
from preceptor.accounts.services.erasing import erase_account
from preceptor.accounts.services.failed_tries import prune_failed_tries
from preceptor.accounts.services.sign import prune_counts, prune_sessions


@task()
def prune_sign_in(now: datetime) -> dict[str, int]:
    """Clear away old counts, ended sessions, and accounts whose address was never confirmed."""
    unconfirmed = list(never_confirmed(now=now)[:1000])
    for user in unconfirmed:
        erase_account(user=user, now=now, reason="address never confirmed")
    return {
        "accounts": len(unconfirmed),
        "tries": prune_failed_tries(now=now),
        "counts": prune_counts(now=now),
        "sessions": prune_sessions(now=now),
    }
