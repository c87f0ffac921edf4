"""What a run is to do: people, jobs, how many to keep, and the units it is cut into.

Django-free: a worker reads the plan from the run's folder.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from preceptor.matches.nightly.columns import write_bytes

PLAN = "plan.json"

# A unit is long enough that its file is worth writing and short enough that little is lost.
UNITS_MOST = 64


class PlanDamaged(Exception):
    """A plan that is missing or not the one that was meant."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``units`` are half-open ranges of tiles; ``snapshot`` is a path as the workers see it.

    ``snapshot_build`` names the very writing of the snapshot's file. ``jobs_digest`` is over
    what the jobs ask, ``jobs_file`` the SHA-256 of the file of jobs in the run's folder.
    """

    snapshot: str
    snapshot_build: str
    jobs_digest: str
    jobs_file: str
    people: int
    jobs: int
    per_job: int
    per_person: int
    units: tuple[tuple[int, int], ...]

    def digest(self) -> str:
        """Return the SHA-256 over all of the plan."""
        return hashlib.sha256(_text(self).encode()).hexdigest()

    def inputs(self) -> str:
        """Return the SHA-256 over what results depend on: not where files lie, not the units."""
        grounds = (
            self.snapshot_build,
            self.jobs_digest,
            self.people,
            self.jobs,
            self.per_job,
            self.per_person,
        )
        return hashlib.sha256(json.dumps(grounds).encode()).hexdigest()


def units_of(tiles: int, *, most: int = UNITS_MOST) -> tuple[tuple[int, int], ...]:
    """Cut tiles into at most so many ranges of nearly equal length; none for no tiles.

    >>> units_of(5, most=2)
    ((0, 2), (2, 5))
    """
    count = min(tiles, most)
    cuts = [tiles * n // count for n in range(count + 1)] if count else []
    return tuple(pairwise(cuts))


def _text(plan: Plan) -> str:
    return json.dumps(asdict(plan), sort_keys=True)


def write_plan(folder: Path, plan: Plan) -> None:
    """Write the plan into the run's folder, whole or not at all."""
    write_bytes(folder / PLAN, _text(plan).encode())


def read_plan(folder: Path, digest: str | None = None) -> Plan:
    """Read the plan of a run.

    Raises PlanDamaged where there is none or it is not the one with this digest.
    """
    try:
        plain = json.loads((folder / PLAN).read_text("utf-8"))
        units = tuple((int(first), int(last)) for first, last in plain.pop("units"))
        plan = Plan(units=units, **plain)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PlanDamaged(f"The plan in {folder} cannot be read: {error}.") from error
    if digest is not None and plan.digest() != digest:
        raise PlanDamaged(f"The plan in {folder} is not the one that was meant.")
    return plan
