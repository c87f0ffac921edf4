"""Whoever was erased is cleared from the files of finished runs: nothing of them is left there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from preceptor.accounts.queries import last_change
from preceptor.engine.tiles.cleared import Patch
from preceptor.matches.clearing import as_bytes
from preceptor.matches.models import Run
from preceptor.matches.nightly.columns import ColumnsDamaged
from preceptor.matches.nightly.files import PEOPLE, SHORTLISTS, RunFiles, finished_runs, run_files
from preceptor.matches.nightly.keep import drop_files
from preceptor.matches.nightly.unit import PERSON_COLUMNS
from preceptor.matches.nightly.work import OF_PEOPLE, unit_path
from preceptor.matches.queries.changes import erased_since
from preceptor.matches.snapshot_files import SnapshotDamaged, SnapshotNotWritten, patch_file

logger = logging.getLogger(__name__)


def clear_runs_soon(**_: Any) -> None:
    """Clear whoever is being erased once that is committed; what fails now, the worker redoes."""
    transaction.on_commit(clear_runs, robust=True)


def clear_runs() -> int:
    """Clear everybody who was erased from every finished run that still holds them.

    Returns how many runs were gone through. A file in use is left for the next call; a run
    whose files are harmed loses them: nobody can read them, and nobody could clear them.
    """
    newest = last_change()
    count = 0
    for run in finished_runs().filter(cleared_through__lt=newest):
        numbers = erased_since(run.cleared_through, newest)
        try:
            count += bool(numbers) and clear_run(run_files(run), numbers)
        except (ColumnsDamaged, SnapshotDamaged) as error:
            logger.warning("The files of a run are dropped: %s", error)
            drop_files(run)
        except (BlockingIOError, SnapshotNotWritten) as error:
            logger.warning("Erased people are not yet cleared from a run: %s", error)
        else:
            Run.objects.filter(pk=run.pk, cleared_through__lt=newest).update(cleared_through=newest)
    return count


def clear_run(files: RunFiles, numbers: list[int]) -> bool:
    """Clear some people from the files of a run; False where it holds none of them.

    Their places stay, with zeros: a list keeps its length. The index of people comes last, so
    that a call that was cut short finds them again. Raises ColumnsDamaged, SnapshotDamaged,
    SnapshotNotWritten, and BlockingIOError where a file is in use.
    """
    held = {number: row for number in numbers if (row := files.row_of(number)) >= 0}
    if not held:
        return False
    _patch(files.folder / SHORTLISTS, _from_lists(files, list(held)))
    by_unit: dict[int, list[int]] = {}
    for row in held.values():
        index, within = files.unit_of(row)
        by_unit.setdefault(index, []).append(within)
    for index, rows in by_unit.items():
        columns = {name: files.unit(index)[name] for name in PERSON_COLUMNS}
        patches = {name: _zeros(column, np.array(rows)) for name, column in columns.items()}
        _patch(unit_path(files.folder, index, OF_PEOPLE), patches)
    _patch(files.folder / PEOPLE, {"numbers": _numbers_before(files.people["numbers"], held)})
    return True


def _from_lists(files: RunFiles, numbers: list[int]) -> dict[str, Patch]:
    patches = {}
    for name in ("open_numbers", "strict_numbers"):
        column = files.lists[name]
        places = np.flatnonzero(np.isin(column, numbers))
        patches[name] = Patch(places, np.zeros(len(places), column.dtype))
    return patches


def _zeros(column: NDArray[Any], rows: NDArray[np.int64]) -> Patch:
    """Return zeros for some rows of a column of one or two dimensions."""
    wide = 1 if column.ndim == 1 else column.shape[1]
    places = (rows[:, None] * wide + np.arange(wide)).ravel()
    return Patch(places, np.zeros(len(places), column.dtype))


def _numbers_before(known: NDArray[Any], held: Mapping[int, int]) -> Patch:
    """Return, for each number, the one before it that stays: the index goes on rising."""
    places = np.searchsorted(known, sorted(held))
    values = np.zeros(len(places), known.dtype)
    cleared = dict.fromkeys(places.tolist())
    for at, place in enumerate(places.tolist()):
        before = place - 1
        if before in cleared:
            values[at] = values[at - 1]
        elif before >= 0:
            values[at] = known[before]
    return Patch(places, values)


def _patch(path: Path, patches: Mapping[str, Patch]) -> None:
    patch_file(path, {name: as_bytes(patch) for name, patch in patches.items()}, is_patient=False)
