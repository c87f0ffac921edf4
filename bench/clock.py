"""Time a call: process CPU seconds, the median of several runs after a warm-up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def median_cpu_seconds(call: Callable[[], object], *, runs: int = 5) -> float:
    """Return the median CPU time of a call; the first, uncounted one fills caches."""
    call()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so many of a hundred do not exceed, between two by proportion."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
