"""How fast this machine reads and copies memory: the limit that queries are held against."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Far larger than any cache.
BYTES = 256 << 20
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Bytes per second, least, median and most of some rounds; copies read and write."""

    read: tuple[float, float, float]
    copy: tuple[float, float, float]
    numpy_read: tuple[float, float, float]

    @property
    def bytes_per_s(self) -> float:
        """Return what a loop reads at most: the median of reading."""
        return self.read[1]


@njit(cache=True, nogil=True)
def _add_up(values: NDArray[np.int64]) -> int:
    total = 0
    for value in values:
        total += value
    return total


def bandwidth(threads: int = 1, size: int = BYTES) -> Bandwidth:
    """Measure reading (a sum, in a compiled loop and in NumPy) and copying on some threads."""
    source = np.ones(size // 8, dtype=np.int64)
    target = np.zeros_like(source)
    parts, targets = np.array_split(source, threads), np.array_split(target, threads)
    with ThreadPoolExecutor(threads) as pool:

        def timed(work: Any, moved: int) -> tuple[float, float, float]:
            rates = []
            for _ in range(ROUNDS + 1):
                start = time.perf_counter()
                list(pool.map(work, targets, parts))
                rates.append(moved / (time.perf_counter() - start))
            rates = sorted(rates[1:])
            return rates[0], rates[len(rates) // 2], rates[-1]

        return Bandwidth(
            read=timed(lambda _, part: _add_up(part), size),
            copy=timed(np.copyto, 2 * size),
            numpy_read=timed(lambda _, part: int(part.sum()), size),
        )
