"""Time a call: process CPU seconds, the median of several runs after a warm-up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_cpu_seconds(call: Callable[[], object], *, runs: int = 5) -> float:
    """Return the median CPU time of a call; the first, uncounted one fills caches."""
    call()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken)
