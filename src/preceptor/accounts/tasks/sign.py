"""What signing in leaves behind, and for how long."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.accounts.queries.sign import never_confirmed
from preceptor.accounts.services.erasing import erase_unconfirmed
from preceptor.accounts.services.failed_tries import prune_failed_tries
from preceptor.accounts.services.sign import prune_counts, prune_sessions

# For each one every notice is read for mentions; the rest go with the next hour.
AT_ONCE = 200


@task()
def prune_sign_in(now: datetime) -> dict[str, int]:
    """Clear away old counts, ended sessions, and accounts whose address was never confirmed."""
    return {
        "accounts": erase_unconfirmed(users=list(never_confirmed(now=now)[:AT_ONCE]), now=now),
        "tries": prune_failed_tries(now=now),
        "counts": prune_counts(now=now),
        "sessions": prune_sessions(now=now),
    }
