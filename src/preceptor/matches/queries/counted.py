"""What was counted over the pool a moment ago, so that the next switch need not count it again."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Generic, TypeVar
from uuid import UUID

from preceptor.engine.match import CompiledJob, Job
from preceptor.engine.questions import (
    LinePrices,
    Placed,
    line_prices,
    near_missers,
    shortlist,
)
from preceptor.engine.tiles import (
    Everyone,
    Ranks,
    everyone,
    people_moved,
    people_with_hours,
    standings,
    tiled_job,
)
from preceptor.matches.queries.pool import CurrentPool

# One page takes at most this many threads, so that a second visitor is served beside it.
THREADS = min(2, os.cpu_count() or 1)

MOST_PROOF = 100

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last few values by key; the one asked longest ago makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made where it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        # Made outside the lock: two who ask at once may both make it, and nobody waits.
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


_prices: Kept[LinePrices] = Kept(256)
_lists: Kept[tuple[Placed, ...]] = Kept(256)
_numbers: Kept[int] = Kept(256)
# Four bytes a person each: whoever tries one proof weight after another asks for the posted
# list again, and whoever filters a list by this and that.
_everyone: Kept[Everyone] = Kept(4)
# A histogram of all scores that a job gives, at most some hundred kilobytes each.
_ranks: Kept[Ranks] = Kept(512)


def _moment(current: CurrentPool, job: CompiledJob) -> tuple[UUID, int, str, Job]:
    """Return everything an answer depends on; a change of anybody makes another moment."""
    return current.snapshot.public_id, current.last_change, job.codebook.version, job.job


def counted_prices(current: CurrentPool, job: CompiledJob, beside: Job) -> LinePrices:
    """Return the prices of a job and of what stands beside it; one pass, or none.

    How much proof counts orders people and meets no line: it is no part of what is remembered.
    """
    *moment, asked = _moment(current, job)
    return _prices.get(
        (*moment, replace(asked, proof_weight=MOST_PROOF), beside),
        lambda: line_prices(current.live, job, beside, threads=THREADS),
    )


def counted_shortlist(current: CurrentPool, job: CompiledJob, limit: int) -> tuple[Placed, ...]:
    """Return the first of the open list; one pass, or none."""
    return _lists.get(
        ("open", limit, *_moment(current, job)),
        lambda: shortlist(current.live, job, limit, threads=THREADS),
    )


def counted_near(current: CurrentPool, job: CompiledJob, limit: int) -> tuple[Placed, ...]:
    """Return the best of those who miss one requirement; one pass, or none."""
    return _lists.get(
        ("near", limit, *_moment(current, job)),
        lambda: near_missers(current.live, job, limit, threads=THREADS),
    )


def counted_moved(current: CurrentPool, job: CompiledJob, other: CompiledJob) -> int:
    """Return how many people stand at another rank of another job; two passes, one, or none."""
    return _numbers.get(
        (*_moment(current, job), other.job),
        lambda: people_moved(counted_everyone(current, job), counted_everyone(current, other)),
    )


def counted_everyone(current: CurrentPool, job: CompiledJob) -> Everyone:
    """Return where everybody stands in the open list of a job; one pass, or none."""
    return _everyone.get(
        _moment(current, job),
        lambda: everyone(current.live, tiled_job(job), threads=THREADS),
    )


def counted_with_hours(current: CurrentPool) -> int:
    """Return how many people have signed hours."""
    return _numbers.get(
        (current.snapshot.public_id, current.last_change),
        lambda: people_with_hours(current.live),
    )


def counted_ranks(current: CurrentPool, job: CompiledJob) -> Ranks:
    """Return where every score stands; one pass for all who ask about a job, or none."""
    return _ranks.get(
        _moment(current, job),
        lambda: standings(current.live, tiled_job(job), threads=THREADS),
    )
