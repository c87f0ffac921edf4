"""What a batch found: the best people of every job and the best jobs of every person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_ONE = -1


@dataclass(frozen=True, eq=False)
class TileMatches:
    """The best of some tiles for j jobs and r people; both sides best first, -1 for none.

    Of jobs, in the order of the batch: ``job_numbers`` int64 (j); ``people`` int64 (j, per job)
    person numbers, with ``scores`` int32 and ``people_gates_met`` bool.
    Of the people of the tiles who stand in the pool: ``person_numbers`` int64 (r); ``jobs``
    int32 (r, per person) positions in the batch, with ``fits`` int16 and ``jobs_gates_met`` bool.
    Beside -1 stand 0 and False. A side that was not asked for has a width of 0.
    """

    job_numbers: NDArray[np.int64]
    people: NDArray[np.int64]
    scores: NDArray[np.int32]
    people_gates_met: NDArray[np.bool_]
    person_numbers: NDArray[np.int64]
    jobs: NDArray[np.int32]
    fits: NDArray[np.int16]
    jobs_gates_met: NDArray[np.bool_]

    def bars(self) -> NDArray[np.int64]:
        """Return what somebody needs to come into each list: 0 where there is room.

        Otherwise 1 + 65,536 if the last of the list meets the gates, and their score.
        """
        if not self.people.shape[1]:
            return np.zeros(len(self.job_numbers), dtype=np.int64)
        standing = 1 + (self.people_gates_met[:, -1].astype(np.int64) << 16) + self.scores[:, -1]
        return np.where(self.people[:, -1] == NO_ONE, 0, standing)

    def digest(self) -> str:
        """Return a digest of the content, whatever the order of tiles; equal content is equal.

        People are taken in rising number, for their order follows the tiles.
        """
        order = np.argsort(self.person_numbers, kind="stable")
        digest = hashlib.sha256()
        of_jobs = (self.job_numbers, self.people, self.scores, self.people_gates_met)
        of_people = (self.person_numbers, self.jobs, self.fits, self.jobs_gates_met)
        for column in (*of_jobs, *(each[order] for each in of_people)):
            _digest(digest, column)
        return digest.hexdigest()


def merge_matches(one: TileMatches, other: TileMatches) -> TileMatches:
    """Return the matches of both, as one run over all their tiles would give them.

    Associative; the people of ``other`` stand after those of ``one``. Raises ValueError where
    the two are of different jobs or widths. The tiles must not share people.
    """
    if not np.array_equal(one.job_numbers, other.job_numbers):
        raise ValueError("The matches are of different jobs.")
    for name in ("people", "jobs"):
        widths = getattr(one, name).shape[1], getattr(other, name).shape[1]
        if widths[0] != widths[1]:
            raise ValueError(f"The matches keep {widths[0]} and {widths[1]} {name}.")
    return TileMatches(
        one.job_numbers,
        *_best_people(one, other),
        np.concatenate([one.person_numbers, other.person_numbers]),
        np.concatenate([one.jobs, other.jobs]),
        np.concatenate([one.fits, other.fits]),
        np.concatenate([one.jobs_gates_met, other.jobs_gates_met]),
    )


def _best_people(
    one: TileMatches, other: TileMatches
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    kept = one.people.shape[1]
    people = np.concatenate([one.people, other.people], axis=1)
    scores = np.concatenate([one.scores, other.scores], axis=1)
    gates_met = np.concatenate([one.people_gates_met, other.people_gates_met], axis=1)
    order = np.lexsort((people, -scores, ~gates_met, people == NO_ONE), axis=1)[:, :kept]
    return (
        np.take_along_axis(people, order, axis=1),
        np.take_along_axis(scores, order, axis=1),
        np.take_along_axis(gates_met, order, axis=1),
    )


def _digest(digest: hashlib._Hash, column: NDArray[Any]) -> None:
    digest.update(f"{column.dtype.name} {column.shape}".encode())
    # Little-endian everywhere, so that machines agree.
    digest.update(np.ascontiguousarray(column, column.dtype.newbyteorder("<")).tobytes())
