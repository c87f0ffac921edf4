"""Load, when a server starts, what every answer needs."""

from __future__ import annotations

import contextlib
import gc

from django.db import DatabaseError
from django.template.loader import get_template

from preceptor.competencies.queries import codebook, lexicon, role_model
from preceptor.jobs.queries import open_jobs
from preceptor.matches.queries.pool import SnapshotDamaged, current_pool, ready_job

PAGES = ("matches/advice.html", "matches/price.html", "matches/job.html", "resumes/record.html")


def warm_up() -> None:
    """Read vocabulary, pool and pages once; a database that is not ready is no error here."""
    lexicon()
    codebook()
    role_model()
    for page in PAGES:
        get_template(page)
    with contextlib.suppress(DatabaseError, SnapshotDamaged):
        current_pool()
        for job in open_jobs()[:1]:
            ready_job(job)
    # What was just read stays until the end: looking for garbage among its hundreds of
    # thousands of objects would stop every visitor for a tenth of a second now and then.
    gc.collect()
    gc.freeze()
