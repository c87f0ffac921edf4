"""How well every open job fits one person, kept while neither changes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from preceptor.accounts.models import Change, Person
from preceptor.common.search import index_state
from preceptor.competencies.queries import codebook
from preceptor.engine.match import jobs_for_person
from preceptor.jobs.queries.fits import Fit, Fits
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
