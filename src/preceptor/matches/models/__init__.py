"""What matches stores: snapshots of the pool, the stamps of answers, nightly runs and alerts."""

from preceptor.matches.models.runs import Alert, Run
from preceptor.matches.models.snapshots import Snapshot, Stamp

__all__ = ["Alert", "Run", "Snapshot", "Stamp"]
