"""How well every open job fits one person, and in which order they would have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from preceptor.accounts.models import Change, Person
from preceptor.common.search import index_state
from preceptor.competencies.queries import codebook
from preceptor.engine.match import JobFit, jobs_for_person
from preceptor.jobs.queries.columns import board_columns
from preceptor.jobs.queries.fits import Fit, Fits
from preceptor.jobs.queries.preferred import (
    Moved,
    moved,
    places_in_order,
    preferences_of,
    preferred,
)
from preceptor.matches.queries.board import open_board
from preceptor.matches.queries.counted import Kept
from preceptor.matches.queries.opened import newest_snapshot
from preceptor.matches.queries.pool import records_pool

# A list of 5,000 jobs takes about half a megabyte.
PEOPLE_KEPT = 64

_kept: Kept[Fits] = Kept(PEOPLE_KEPT)


def fits_of_person(person: Person, now: datetime) -> Fits | None:
    """Return by job number how well each open job fits, None without a resume.

    The same numbers as on the advice page: as of the day of the pool's snapshot.
    """
    if not person.resumes.exists():
        return None
    newest = newest_snapshot()
    as_of = newest.as_of if newest is not None else now.date()
    changes = Change.objects.filter(person_number=person.pk).aggregate(newest=Max("number"))
    board = index_state("jobs")
    key = (person.pk, changes["newest"], as_of, board, codebook().version)

    def ask() -> Fits:
        alone = records_pool([person], as_of=as_of)
        jobs = [posted.compiled for posted in open_board()]
        return {
            each.job.number: Fit(each.fit, each.gates_met)
            for each in jobs_for_person(alone, 0, jobs)
        }

    return _kept.get(key, ask)


def in_preferred_order(
    person: Person, fits: Sequence[JobFit]
) -> tuple[list[int], dict[int, Moved]]:
    """Return a person's jobs in the order they prefer, and how each was moved.

    Without a stated preference the order is that of the fits, and nothing was moved.
    """
    numbers = [each.job.number for each in fits]
    wanted = preferences_of(person)
    if wanted is None:
        return numbers, {}
    columns = board_columns()
    found = preferred(columns, person, wanted)
    if not found.marks:
        return numbers, {}
    held = {each.job.number: Fit(each.fit, each.gates_met) for each in fits}
    places = places_in_order(columns, held, found)
    # A job that was opened this very moment is not in the columns yet: it comes last.
    moves = {number: moved(number, places, found) for number in numbers}
    last = len(places) + 1
    ordered = sorted(numbers, key=lambda n: places[n].after if n in places else last)
    return ordered, {number: move for number, move in moves.items() if move is not None}
