"""Times of many calls, taken round by round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.clock import percentile

LEAST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Rounds:
    """Seconds of every call of every round, and CPU seconds per second of all of them."""

    taken: Sequence[Sequence[float]]
    cpu_per_wall: float

    def ms(self, share: float) -> float:
        """Return a percentile over the calls, each by the median of its rounds, in ms."""
        return 1000 * percentile([statistics.median(each) for each in self.taken], share)

    def details(self) -> dict[str, float]:
        """Return least and most, and what each call's best round gives."""
        best = [min(each) for each in self.taken]
        return {
            "min_ms": 1000 * min(best),
            "max_ms": 1000 * max(max(each) for each in self.taken),
            "best_round_p50_ms": 1000 * percentile(best, 50),
            "best_round_p95_ms": 1000 * percentile(best, 95),
            "cpu_per_wall": self.cpu_per_wall,
        }


def in_rounds(calls: Sequence[Callable[[], Any]], rounds: int) -> Rounds:
    """Make every call once uncounted, then round after round, at least five."""
    for call in calls:
        call()
    taken: list[list[float]] = [[] for _ in calls]
    began, used = time.perf_counter(), time.process_time()
    for _ in range(max(LEAST_ROUNDS, rounds)):
        for place, call in enumerate(calls):
            start = time.perf_counter()
            call()
            taken[place].append(time.perf_counter() - start)
    spent = time.perf_counter() - began
    return Rounds(taken, (time.process_time() - used) / spent)
