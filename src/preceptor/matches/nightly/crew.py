"""Who works on the units of a run: this process, processes of this machine, a cluster.

A crew takes tasks and yields what happens: a unit done, a worker lost (its unit is given to
another), or nothing for a while, so that whoever listens can say that it is alive. Django-free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from preceptor.matches.nightly.work import Done, Task, do_unit

# A unit that so many workers did not survive is not tried again.
TRIES = 8

# How long a crew is silent at most.
TICK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker that died on a unit."""

    unit: int
    how: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing has happened."""


Event = Done | Lost | Tick


class WorkFailed(Exception):
    """A unit cannot be done, whoever tries: the message says why."""


class Tries:
    """Counts the workers that a unit has cost."""

    def __init__(self) -> None:
        self._lost: dict[int, int] = {}

    def lose(self, unit: int, how: str) -> Lost:
        """Note a loss. Raises WorkFailed where the unit has cost enough."""
        self._lost[unit] = self._lost.get(unit, 0) + 1
        if self._lost[unit] >= TRIES:
            raise WorkFailed(f"{TRIES} workers died on unit {unit}, the last one {how}.")
        return Lost(unit, how)


def work_here(tasks: Sequence[Task]) -> Iterator[Event]:
    """Do all tasks in this process."""
    for task in tasks:
        try:
            yield do_unit(task)
        except Exception as error:
            raise WorkFailed(f"{type(error).__name__}: {error}") from error
