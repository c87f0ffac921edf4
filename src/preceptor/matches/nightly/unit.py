"""What one unit found, in both directions, as the columns of its files. Django-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]

MOST_PER_JOB = 1000
MOST_PER_PERSON = 255


@dataclass(frozen=True, eq=False)
class UnitMatches:
    """j jobs in rising number, p people in the snapshot's rows; what is not used is 0.

    Per job, open and strict, best first: ``*_counts`` uint16 (j) entries are used, of
    ``*_numbers`` int64 or uint32 (j, per job: person numbers) and ``*_scores`` uint16 (the
    same); the first ``open_reaching`` uint16 (j) of them have no unmet gate. Per person, best
    first: ``person_counts`` and ``person_reaching`` uint8 (p), ``person_jobs`` uint16 or
    uint32 (p, per person: positions among the jobs), ``person_fits`` uint16 (the same) in
    thousandths.
    """

    open_counts: Ints
    open_reaching: Ints
    open_numbers: Ints
    open_scores: Ints
    strict_counts: Ints
    strict_numbers: Ints
    strict_scores: Ints
    person_counts: Ints
    person_reaching: Ints
    person_jobs: Ints
    person_fits: Ints

    def of_jobs(self) -> dict[str, NDArray[Any]]:
        """Return the columns of the jobs by name."""
        return {name: getattr(self, name) for name in JOB_COLUMNS}

    def of_people(self) -> dict[str, NDArray[Any]]:
        """Return the columns of the people by name."""
        return {name: getattr(self, name) for name in PERSON_COLUMNS}


JOB_COLUMNS = (
    "open_counts",
    "open_reaching",
    "open_numbers",
    "open_scores",
    "strict_counts",
    "strict_numbers",
    "strict_scores",
)
PERSON_COLUMNS = ("person_counts", "person_reaching", "person_jobs", "person_fits")

# The positions of so many jobs fit 16 bits.
MOST_NARROW_JOBS = 1 << 16


def job_position_type(jobs: int) -> type[np.unsignedinteger[Any]]:
    """Return the type of positions among so many jobs."""
    return np.uint16 if jobs <= MOST_NARROW_JOBS else np.uint32
