"""Stored lists as they still hold: consent, erasure and every later change are heeded.

Who has changed since the run is taken out of the lists and, where they may be found now, held
against the job anew; a job that was opened or changed since is held against the person anew.
What is returned is exact as far as it goes: where a place could belong to somebody whom the run
did not keep, the list ends before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from preceptor.accounts.models import Person
from preceptor.accounts.queries import findable_people, last_change
from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.match import Pool, jobs_for_person, score_pool
from preceptor.engine.match.jobs_side import fit_of
from preceptor.jobs.models import Job
from preceptor.jobs.queries import is_shown, open_jobs, shown_jobs
from preceptor.matches.models import Alert, Run
from preceptor.matches.nightly.alerts import open_jobs_revisions
from preceptor.matches.nightly.columns import ColumnsDamaged
from preceptor.matches.nightly.files import NO_JOB, RunFiles, finished_runs, run_files
from preceptor.matches.queries.changes import Changes, joined_people, no_changes, read_changes
from preceptor.matches.queries.pool import ready_job

# Beyond so many changes the engine itself answers sooner than they are held against a list.
MOST_CHANGES = 10_000
MOST_CHANGED_JOBS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a list: ``number`` is a person's or a job's; ``fit`` in thousandths.

    ``score`` stands on lists of people, whose order it decides; it is 0 on lists of jobs.
    """

    number: int
    fit: int
    gates_met: bool
    score: int = 0


@dataclass(frozen=True, slots=True)
class StoredList:
    """A list in order. ``is_whole``: there is nobody, or no job, beyond it."""

    entries: tuple[Entry, ...]
    is_whole: bool
    as_of: date
    run: Run


def stored_shortlist(job: Job, *, strict: bool = False) -> StoredList | None:
    """Return the people for an open job by the newest run, as it holds at this moment.

    None where no run held this job as it stands, or too much has changed since: ask the engine.
    """
    if not is_shown(job):
        return None
    try:
        return _shortlist(job, strict=strict)
    except ColumnsDamaged:
        return None


def stored_jobs(person: Person) -> StoredList | None:
    """Return the jobs for a person by the newest run, as it holds at this moment.

    None where no run held this person as they stand, they may not be found now, or too much
    has changed since: ask the engine.
    """
    try:
        return _jobs(person)
    except ColumnsDamaged:
        return None


def alerts_for(person: Person) -> list[Alert]:
    """Return what a person was told of jobs that are still open, newest first."""
    return list(
        Alert.objects.filter(
            person=person, kind=Alert.Kind.NEW_JOB, job__in=shown_jobs().order_by()
        )
        .select_related("job__organization")
        .order_by("-made_at", "-fit", "job_id")
    )


def alerts_about(job: Job) -> list[Alert]:
    """Return who is new on a job's shortlist, of those who may be found now; newest first."""
    return list(
        Alert.objects.filter(
            job=job, kind=Alert.Kind.NEW_PERSON, person__in=findable_people().order_by()
        )
        .select_related("person")
        .order_by("-made_at", "-fit", "person_id")
    )


def newest_files() -> tuple[Run, RunFiles] | None:
    """Return the newest finished run that this engine and vocabulary can still read."""
    newest = finished_runs().first()
    if newest is None:
        return None
    read_by = (newest.vocabulary_version, newest.engine_version)
    return (newest, run_files(newest)) if read_by == (codebook().version, ENGINE_VERSION) else None


def _shortlist(job: Job, *, strict: bool) -> StoredList | None:
    newest = newest_files()
    if newest is None:
        return None
    run, files = newest
    position = files.position_of(job.pk)
    if position is None or files.jobs["revisions"][position] != job.revision:
        return None
    changes = _changes_since(run)
    if changes is None:
        return None
    touched = _touched(changes)
    found = files.job_list(position, strict=strict)
    most = int(files.jobs["most"][position])
    kept = [
        _entry(number, score, bool(met), most)
        for number, score, met in zip(
            found.numbers.tolist(), found.scores.tolist(), found.gates_met, strict=True
        )
        if number not in touched
    ]
    fresh = _scored(job, changes.people, strict=strict) if len(changes.people) else []
    return _joined(kept, fresh, is_full=found.is_full, run=run, by_score=True)


def _entry(number: int, score: int, gates_met: bool, most: int) -> Entry:
    fit = 1000 * score // most if most else 0
    return Entry(number, fit, gates_met, score)


# One entry: many questions are asked of one state, and states go on.
_latest: tuple[int, Changes] | None = None


def _changes_since(run: Run) -> Changes | None:
    """Return what changed since a run's snapshot, None where that is too much to read here."""
    global _latest  # noqa: PLW0603 - replaced as a whole: threads may race and none is wrong
    if last_change() - run.through_change > MOST_CHANGES:
        return None
    known = _latest
    if known is not None and known[0] == run.pk:
        changes = known[1]
    else:
        changes = no_changes(run.through_change, as_of=run.as_of)
    newer = read_changes(changes.through, as_of=run.as_of)
    if newer is not None:
        changes = changes.followed_by(newer)
    if not connection.in_atomic_block:
        # What an open transaction has seen may never come to be.
        _latest = run.pk, changes
    return changes


def _touched(changes: Changes) -> frozenset[int]:
    return changes.gone.union(changes.people.number.tolist())


def _scored(job: Job, pool: Pool, *, strict: bool) -> list[Entry]:
    scored = score_pool(pool, ready_job(job).compiled)
    rows = np.flatnonzero(scored.passes) if strict else np.arange(len(pool))
    return [
        Entry(
            int(pool.number[row]),
            fit_of(int(scored.scores[row]), scored.job),
            bool(scored.gates_met[row]),
            int(scored.scores[row]),
        )
        for row in rows
    ]


def _joined(
    kept: list[Entry], fresh: list[Entry], *, is_full: bool, run: Run, by_score: bool
) -> StoredList | None:
    """Join what the run found with what was worked out now, as far as that is exact."""

    def place(entry: Entry) -> tuple[bool, int, int]:
        return not entry.gates_met, -(entry.score if by_score else entry.fit), entry.number

    entries = sorted([*kept, *fresh], key=place)
    if is_full:
        if not kept:
            return None
        # Whoever stands behind the last one kept may be behind somebody the run let go.
        last = place(kept[-1])
        entries = [entry for entry in entries if place(entry) <= last]
    return StoredList(tuple(entries), not is_full, run.as_of, run)


def _jobs(person: Person) -> StoredList | None:
    newest = newest_files()
    if newest is None:
        return None
    run, files = newest
    changes = _changes_since(run)
    if changes is None or person.pk in _touched(changes):
        return None
    lists = files.person_lists(np.array([person.pk]))
    if not lists.is_known[0]:
        return None
    held = dict(zip(files.jobs["numbers"].tolist(), files.jobs["revisions"].tolist(), strict=True))
    now_open = dict(open_jobs_revisions())
    others = [number for number, revision in now_open.items() if held.get(number) != revision]
    if len(others) > MOST_CHANGED_JOBS:
        return None
    kept = [
        Entry(number, fit, bool(met))
        for number, fit, met in zip(
            lists.jobs[0].tolist(), lists.fits[0].tolist(), lists.gates_met[0], strict=True
        )
        if number != NO_JOB and now_open.get(number, -1) == held[number]
    ]
    is_full = bool(lists.jobs[0, -1] != NO_JOB)
    return _joined(kept, _fits(person, others, run), is_full=is_full, run=run, by_score=False)


def _fits(person: Person, jobs: list[int], run: Run) -> list[Entry]:
    """Hold one person against some jobs."""
    if not jobs:
        return []
    pool = joined_people([person.pk], as_of=run.as_of)
    compiled = [ready_job(job).compiled for job in open_jobs().filter(pk__in=jobs)]
    return [
        Entry(found.job.number, found.fit, found.gates_met)
        for found in jobs_for_person(pool, pool.row_of(person.pk), compiled)
    ]
