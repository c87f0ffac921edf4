"""The run of each day: whether it is due, and doing it from the background worker."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings

from preceptor.matches.models import Run
from preceptor.matches.nightly.clearing import clear_runs
from preceptor.matches.nightly.crew import WorkFailed
from preceptor.matches.nightly.lease import LeaseLost, RunBusy
from preceptor.matches.nightly.run import Clock, Wish, run_nightly
from preceptor.matches.queries.opened import newest_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged

# Whoever looks at a page goes first.
NICENESS = 10

logger = logging.getLogger(__name__)


def nightly_due(*, now: datetime) -> bool:
    """Tell whether the newest snapshot is of a day that no finished run is of.

    Not while somebody works on a run, nor shortly after one met trouble; never where
    PRECEPTOR_NIGHTLY_WORKERS is 0.
    """
    snapshot = newest_snapshot()
    if snapshot is None or not settings.NIGHTLY_WORKERS:
        return False
    if Run.objects.filter(state=Run.State.RUNNING, held_until__gt=now).exists():
        return False
    return not Run.objects.filter(state=Run.State.FINISHED, as_of__gte=snapshot.as_of).exists()


def run_when_due(*, clock: Clock) -> Run | None:
    """Do the run of the day if it is due; return it, None where there was nothing to do.

    Whoever was erased is cleared from finished runs first. Trouble is logged and the run left
    to be gone on with: the worker has other duties.
    """
    clear_runs()
    if not nightly_due(now=clock()):
        return None
    wish = Wish(workers=settings.NIGHTLY_WORKERS, niceness=NICENESS)
    try:
        return run_nightly(clock=clock, wish=wish)
    except RunBusy:
        return None
    except (WorkFailed, LeaseLost, SnapshotDamaged, OSError):
        logger.exception("The nightly run stopped and will be gone on with.")
        return None
