"""What was aimed at, and where among the figures it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Results = dict[str, Any]

BILLION = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """What was aimed at: ``is_most`` where the figure should be no larger, else no smaller."""

    what: str
    value: Callable[[Results], float | None]
    goal: float
    unit: str
    is_most: bool = True


def _of(run: str, key: str, scale: float = 1.0) -> Callable[[Results], float | None]:
    return lambda results: None if results[run][key] is None else results[run][key] * scale


def _times(peer: str) -> Callable[[Results], float | None]:
    def ratio(results: Results) -> float | None:
        found = {each["name"]: each["p50_ms"] for each in results["peers"]}
        return found[peer] / next(iter(found.values())) if peer in found else None

    return ratio


GOALS = (
    Goal("1M, one core: open list, p50", _of("small", "open_p50_ms"), 3, "ms"),
    Goal("1M, one core: strict list, p50", _of("small", "strict_p50_ms"), 1.5, "ms"),
    Goal("1M, one core: strict list, p95", _of("small", "strict_p95_ms"), 4, "ms"),
    Goal("1M, one core: every counterfactual, p50", _of("small", "whatif_p50_ms"), 6, "ms"),
    Goal("1M, one core: times as fast as DuckDB", _times("DuckDB"), 70, "x", False),
    Goal("1M, one core: times as fast as Polars", _times("Polars"), 130, "x", False),
    Goal("1M, one core: times as fast as NumPy", _times("NumPy"), 250, "x", False),
    Goal("1M, one core: times as fast as Tantivy", _times("Tantivy"), 3.5, "x", False),
    Goal("10M, two threads: open list, p50", _of("large", "open_p50_ms"), 15, "ms"),
    Goal("10M, two threads: strict list, p50", _of("large", "strict_p50_ms"), 10, "ms"),
    Goal("10M, two threads: strict list, p95", _of("large", "strict_p95_ms"), 30, "ms"),
    Goal("10M, two threads: every counterfactual, p50", _of("large", "whatif_p50_ms"), 40, "ms"),
    Goal("10M: snapshot in memory", _of("large", "resident_bytes", 1 / BILLION), 2, "GB"),
    Goal("10M: bytes a person", _of("large", "bytes_per_person"), 150, "B"),
    Goal("10M: opened by memory map, all checked", _of("large", "load_s"), 1, "s"),
    Goal("10M: indexed from columns", _of("large", "build_s"), 1.5, "s"),
    Goal(
        "10M, two threads: everyone x jobs, open",
        _of("large", "batch_open_pairs_per_s", 1 / BILLION),
        1.0,
        "G pairs/s",
        False,
    ),
    Goal(
        "10M, two threads: everyone x jobs, strict",
        _of("large", "batch_strict_pairs_per_s", 1 / BILLION),
        1.5,
        "G pairs/s",
        False,
    ),
    Goal(
        "two processes, efficiency",
        lambda results: results["nights"].get("two_processes_efficiency"),
        0.95,
        "",
        False,
    ),
    Goal(
        "Ray, two workers, efficiency",
        lambda results: results["nights"].get("ray_efficiency"),
        0.90,
        "",
        False,
    ),
    Goal("one person against 65,536 jobs", _of("small", "person_to_jobs_ms"), 0.3, "ms"),
    Goal("a job made ready", _of("small", "compile_p50_ms"), 0.5, "ms"),
)

GOAL_SIZES = (1_000_000, 10_000_000)
