"""The files of a finished run, for look-ups by job and by person."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import QuerySet
from numpy.typing import NDArray

from preceptor.engine.match.jobs_side import FIT_UNIT
from preceptor.engine.tiles import TILE, TiledPool
from preceptor.matches.models import Run
from preceptor.matches.nightly.columns import Columns, ColumnsDamaged, open_columns, write_columns
from preceptor.matches.nightly.inputs import read_job_table
from preceptor.matches.nightly.plan import Plan, PlanDamaged, read_plan
from preceptor.matches.nightly.work import OF_PEOPLE, Task, open_unit

SHORTLISTS = "shortlists.columns"
PEOPLE = "people.columns"

NO_JOB = -1


@dataclass(frozen=True, eq=False)
class PersonLists:
    """The lists of m people, best first, k places each; NO_JOB where nothing stands.

    ``jobs`` int64 (m, k) job numbers, ``fits`` int64 (m, k) in thousandths, ``gates_met`` bool
    (m, k). ``is_known`` bool (m): whether the run held this person.
    """

    jobs: NDArray[np.int64]
    fits: NDArray[np.int64]
    gates_met: NDArray[np.bool_]
    is_known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class JobList:
    """The list of one job, best first: person numbers, scores, and who meets every gate.

    ``is_full``: there may be more people than the run kept.
    """

    numbers: NDArray[np.int64]
    scores: NDArray[np.int64]
    gates_met: NDArray[np.bool_]
    is_full: bool


def write_index(folder: Path, pool: TiledPool) -> None:
    """Write in which row of the snapshot each person stands, by rising person number."""
    rows = np.asarray(pool.by_number)
    write_columns(folder / PEOPLE, facts={}, arrays={"numbers": pool.number[rows], "rows": rows})


class RunFiles:
    """A finished run, open for look-ups; a unit's file is mapped and checked on first use."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run_pk = run.pk
        self.folder = folder
        self.plan: Plan = read_plan(folder)
        self.jobs = read_job_table(folder)
        self.lists = open_columns(folder / SHORTLISTS)
        self.people = open_columns(folder / PEOPLE)
        self._digest = self.plan.digest()
        self._units: dict[int, Columns] = {}
        self._unit_starts = np.array([first * TILE for first, _ in self.plan.units])

    def unit(self, index: int) -> Columns:
        """Return the file of one unit. Raises ColumnsDamaged."""
        if index not in self._units:
            self._units[index] = open_unit(Task(str(self.folder), self._digest, index), OF_PEOPLE)
        return self._units[index]

    def row_of(self, number: int) -> int:
        """Return the row of a person in the snapshot, -1 for whoever the run did not hold."""
        return int(self._rows_of(np.array([number]))[0])

    def unit_of(self, row: int) -> tuple[int, int]:
        """Return the unit of a row, and where in it the row stands."""
        index = int(np.searchsorted(self._unit_starts, row, side="right")) - 1
        return index, row - int(self._unit_starts[index])

    @property
    def unit_count(self) -> int:
        """Return how many units there are."""
        return len(self.plan.units)

    def position_of(self, job: int) -> int | None:
        """Return where a job stands among the run's, None where the run did not hold it."""
        numbers = self.jobs["numbers"]
        place = int(np.searchsorted(numbers, job))
        return place if place < len(numbers) and numbers[place] == job else None

    def job_list(self, position: int, *, strict: bool) -> JobList:
        """Return the open or the strict list of a job."""
        kind = "strict" if strict else "open"
        count = int(self.lists[f"{kind}_counts"][position])
        reaching = count if strict else int(self.lists["open_reaching"][position])
        numbers = self.lists[f"{kind}_numbers"][position, :count].astype(np.int64)
        # Whoever was cleared left an empty place.
        there = np.flatnonzero(numbers)
        return JobList(
            numbers=numbers[there],
            scores=self.lists[f"{kind}_scores"][position, there].astype(np.int64),
            gates_met=there < reaching,
            is_full=count == self.plan.per_job,
        )

    def person_lists(self, numbers: NDArray[np.integer[Any]]) -> PersonLists:
        """Return the lists of some people, in the order asked."""
        rows = self._rows_of(numbers)
        wide = self.plan.per_person
        found = PersonLists(
            jobs=np.full((len(rows), wide), NO_JOB, dtype=np.int64),
            fits=np.zeros((len(rows), wide), dtype=np.int64),
            gates_met=np.zeros((len(rows), wide), dtype=np.bool_),
            is_known=rows >= 0,
        )
        if self.unit_count:
            units = np.searchsorted(self._unit_starts, rows, side="right") - 1
            for index in np.unique(units[rows >= 0]).tolist():
                of_unit = np.flatnonzero((units == index) & (rows >= 0))
                self._fill(found, of_unit, index, rows[of_unit] - self._unit_starts[index])
        return found

    def _fill(
        self, found: PersonLists, at: NDArray[np.int64], index: int, rows: NDArray[np.int64]
    ) -> None:
        unit = self.unit(index)
        slots = np.arange(self.plan.per_person)
        is_used = slots < unit["person_counts"][rows][:, None]
        positions = unit["person_jobs"][rows].astype(np.int64)
        found.jobs[at] = np.where(is_used, self.jobs["numbers"][positions], NO_JOB)
        found.fits[at] = unit["person_fits"][rows]
        found.gates_met[at] = slots < unit["person_reaching"][rows][:, None]

    def _rows_of(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        known = self.people["numbers"]
        if not len(known):
            return np.full(len(numbers), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        rows = self.people["rows"][place].astype(np.int64)
        return np.where(known[place] == numbers, rows, -1)


def fits_of(scores: NDArray[np.int64], most: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return scores in thousandths of the most that their jobs give; 0 where they give none."""
    fits: NDArray[np.int64] = np.where(most > 0, FIT_UNIT * scores // np.maximum(most, 1), 0)
    return fits


@functools.lru_cache(maxsize=2)
def _opened(pk: int, folder: str) -> RunFiles:
    run = Run.objects.get(pk=pk)
    try:
        return RunFiles(run, Path(folder))
    except (PlanDamaged, OSError) as error:
        raise ColumnsDamaged(str(error)) from error


def run_files(run: Run) -> RunFiles:
    """Open the files of a finished run. Raises ColumnsDamaged where they are gone or harmed."""
    if not run.folder:
        raise ColumnsDamaged("The files of this run were deleted.")
    return _opened(run.pk, str((Path(settings.RUNS) / run.folder).resolve()))


def finished_runs() -> QuerySet[Run]:
    """Return the finished runs that still have their files, newest first."""
    return Run.objects.filter(state=Run.State.FINISHED).exclude(folder="").order_by("-pk")
