"""Who is new since the run before: rows for persons and for employers, each given once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.conf import settings
from django.db import transaction
from numpy.typing import NDArray

from preceptor.accounts.queries import changed_people, findable_people
from preceptor.common.services import lock_log
from preceptor.jobs.queries import open_jobs
from preceptor.matches.models import Alert, Run
from preceptor.matches.nightly.columns import ColumnsDamaged
from preceptor.matches.nightly.files import NO_JOB, RunFiles, finished_runs, fits_of, run_files

PEOPLE_AT_ONCE = 8192
ROWS_AT_ONCE = 2000

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Found:
    """Matches that are new: person numbers, job numbers, fits in thousandths."""

    people: Ints
    jobs: Ints
    fits: Ints


def give_alerts(*, run: Run, now: datetime) -> int:
    """Store what is new since the run before; return how many alerts this run has given.

    A person is told of an open job that was not among theirs, has no unmet gate and fits well
    enough; a job, of whoever is new in its strict list. Who or what the run before did not hold
    has nothing to compare with and gives no alert; without a run before there are none.
    Giving them again changes nothing.
    """
    before = finished_runs().filter(pk__lt=run.pk).first()
    if before is None:
        return 0
    try:
        new, old = run_files(run), run_files(before)
        standing = _Standing(run, new)
        for found in _new_jobs(new, old, settings.ALERT_FIT):
            _store(standing.still(found), Alert.Kind.NEW_JOB, run, now)
        for found in _new_people(new, old):
            _store(standing.still(found), Alert.Kind.NEW_PERSON, run, now)
    except ColumnsDamaged:
        # Without both nights' files nobody can say what is new; lists are answered all the same.
        return run.alerts.count()
    return run.alerts.count()


def _new_jobs(new: RunFiles, old: RunFiles, least: int) -> Iterator[Found]:
    """Yield, some people at a time, jobs in their lists that were not in their old ones."""
    numbers = new.people["numbers"]
    for start in range(0, len(numbers), PEOPLE_AT_ONCE):
        some = numbers[start : start + PEOPLE_AT_ONCE].astype(np.int64)
        mine, theirs = new.person_lists(some), old.person_lists(some)
        was_there = np.zeros(mine.jobs.shape, dtype=np.bool_)
        for place in range(theirs.jobs.shape[1]):
            was_there |= mine.jobs == theirs.jobs[:, place : place + 1]
        is_new = (
            (mine.jobs != NO_JOB)
            & mine.gates_met
            & (mine.fits >= least)
            & theirs.is_known[:, None]
            & ~was_there
        )
        rows, places = np.nonzero(is_new)
        if len(rows):
            yield Found(some[rows], mine.jobs[rows, places], mine.fits[rows, places])


def _new_people(new: RunFiles, old: RunFiles) -> Iterator[Found]:
    """Yield, job by job, people in the strict list who were not in the old one."""
    for position, job in enumerate(new.jobs["numbers"].tolist()):
        earlier = old.position_of(job)
        if earlier is None:
            continue
        mine = new.job_list(position, strict=True)
        theirs = old.job_list(earlier, strict=True)
        is_new = ~np.isin(mine.numbers, theirs.numbers)
        if is_new.any():
            most = np.full(int(is_new.sum()), new.jobs["most"][position])
            fits = fits_of(mine.scores[is_new], most)
            yield Found(mine.numbers[is_new], np.full(len(fits), job), fits)


class _Standing:
    """What still holds since the run: people who have not changed, jobs open and unrevised."""

    def __init__(self, run: Run, files: RunFiles) -> None:
        numbers, _ = changed_people(after=run.through_change)
        self._changed = np.array(numbers, dtype=np.int64)
        now_open = dict(open_jobs_revisions())
        held = zip(files.jobs["numbers"].tolist(), files.jobs["revisions"].tolist(), strict=True)
        self._jobs = np.array(
            [number for number, revision in held if now_open.get(number) == revision],
            dtype=np.int64,
        )

    def still(self, found: Found) -> Found:
        """Return the part of what was found that still holds."""
        kept = ~np.isin(found.people, self._changed) & np.isin(found.jobs, self._jobs)
        return Found(found.people[kept], found.jobs[kept], found.fits[kept])


def open_jobs_revisions() -> list[tuple[int, int]]:
    """Return number and revision of every open job."""
    return list(
        open_jobs().select_related(None).prefetch_related(None).values_list("pk", "revision")
    )


def _store(found: Found, kind: str, run: Run, now: datetime) -> None:
    rows = list(zip(found.people.tolist(), found.jobs.tolist(), found.fits.tolist(), strict=True))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        _store_some(rows[start : start + ROWS_AT_ONCE], kind, run, now)


@transaction.atomic
def _store_some(rows: list[tuple[int, int, int]], kind: str, run: Run, now: datetime) -> None:
    """Store alerts about people who may be found at this very moment."""
    # Whoever withdraws or is erased takes this lock first: nobody does so meanwhile.
    lock_log()
    people = {person for person, _, _ in rows}
    there = set(findable_people().filter(pk__in=people).values_list("pk", flat=True))
    jobs = set(open_jobs().filter(pk__in={job for _, job, _ in rows}).values_list("pk", flat=True))
    Alert.objects.bulk_create(
        [
            Alert(person_id=person, job_id=job, kind=kind, fit=fit, run=run, made_at=now)
            for person, job, fit in rows
            if person in there and job in jobs
        ],
        ignore_conflicts=True,
    )
