"""One run at a time: a lock of this machine, and a lease in the run's row for all others."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Q

from preceptor.matches.models import Run

# After so long without a sign of life a run may be taken over by another machine. On the same
# machine the lock tells at once.
LEASE = timedelta(minutes=5)

# After trouble, a full disk say, the daily round lets so long pass.
PAUSE = timedelta(minutes=10)


class RunBusy(Exception):
    """Another process works on a run; the message says where."""


class LeaseLost(Exception):
    """This process was silent for so long that another has taken the run over."""


@contextlib.contextmanager
def alone_here(folder: Path) -> Iterator[str]:
    """Hold the machine's lock; yield the name under which leases are taken.

    The system lets go of the lock when the process ends, however it ends. Raises RunBusy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunBusy("Another process of this machine works on a run.") from None
        yield f"{os.uname().nodename}:{os.getpid()}:{secrets.token_hex(4)}"


def take_lease(*, run: Run, holder: str, now: datetime) -> None:
    """Take a run, from nobody, from a silent holder or from a dead one of this machine.

    Raises RunBusy while another machine works on it.
    """
    here = holder.partition(":")[0]
    is_free = (
        Q(held_until=None)
        | Q(held_until__lte=now)
        | Q(holder="")
        | Q(holder__startswith=f"{here}:")
    )
    taken = Run.objects.filter(is_free, pk=run.pk, state=Run.State.RUNNING).update(
        holder=holder, held_until=now + LEASE
    )
    if not taken:
        other = Run.objects.get(pk=run.pk)
        raise RunBusy(f"{other.holder.partition(':')[0]} works on this run.")
    run.refresh_from_db()


def keep_lease(*, run: Run, now: datetime, **progress: Any) -> None:
    """Say that the holder is alive, and how far it is. Raises LeaseLost."""
    kept = Run.objects.filter(pk=run.pk, holder=run.holder, state=Run.State.RUNNING).update(
        held_until=now + LEASE, **progress
    )
    if not kept:
        raise LeaseLost(f"Run {run.public_id} was taken over.")


def let_go(*, run: Run, now: datetime, trouble: str) -> None:
    """Leave a run to whoever is told to go on; the daily round waits a while.

    Nothing happens where it is held by another.
    """
    Run.objects.filter(pk=run.pk, holder=run.holder, state=Run.State.RUNNING).update(
        holder="", held_until=now + PAUSE, trouble=trouble[:300]
    )
