"""How far a run is, and what it came to, as plain values and as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``pairs`` and ``seconds`` are of this start alone."""

    units: int
    units_done: int
    people: int
    people_done: int
    pairs: int
    seconds: float
    lost: int

    @property
    def share(self) -> float:
        """Return the part that is done, 0 to 1; 1 where there is nothing to do."""
        return self.people_done / self.people if self.people else 1.0

    @property
    def pairs_per_second(self) -> float:
        """Return the pairs of person and job a second."""
        return self.pairs / self.seconds if self.seconds > 0 else 0.0

    def seconds_left(self, jobs: int) -> float | None:
        """Return how long the rest will take, None before the first unit is done."""
        left = (self.people - self.people_done) * jobs
        return left / self.pairs_per_second if self.pairs else None


def progress_line(progress: Progress, jobs: int) -> str:
    """Return one line for a terminal.

    >>> progress_line(Progress(4, 2, 200, 100, 1000, 2.0, 0), 10)
    'matched 100 of 200 people (50 %), 500 pairs/s, 2 s left'
    """
    left = progress.seconds_left(jobs)
    rest = f", {round(left):,} s left" if left is not None else ""
    lost = f", {progress.lost} workers lost" if progress.lost else ""
    return (
        f"matched {progress.people_done:,} of {progress.people:,} people "
        f"({progress.share:.0%}), {_rate(progress.pairs_per_second)} pairs/s{rest}{lost}"
    ).replace("%)", " %)")


def _rate(value: float) -> str:
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value:.0f}"


LABELS = (
    ("run", "Run"),
    ("state", "State"),
    ("as_of", "As of"),
    ("people", "People"),
    ("jobs", "Open jobs"),
    ("pairs", "Pairs"),
    ("seconds", "Seconds, this start"),
    ("pairs_per_second", "Pairs a second"),
    ("units", "Units"),
    ("units_kept", "Units kept from before"),
    ("units_redone", "Units redone after damage"),
    ("starts", "Starts"),
    ("workers_lost", "Workers lost"),
    ("shortlisted", "Entries on shortlists"),
    ("strictly_shortlisted", "Entries on strict shortlists"),
    ("ranked_jobs", "Entries on lists of jobs"),
    ("alerts", "Alerts"),
    ("bytes", "Bytes of files"),
    ("digest", "Digest"),
)


def report_text(report: Mapping[str, Any]) -> str:
    """Return the report of a run, one line a figure."""
    width = max(len(label) for _, label in LABELS)
    lines = []
    for name, label in LABELS:
        if name in report:
            value = report[name]
            shown = f"{value:,}" if isinstance(value, int) else str(value)
            lines.append(f"{label:<{width}}  {shown}")
    return "\n".join(lines)
