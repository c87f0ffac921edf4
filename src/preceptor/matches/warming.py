"""Load, when a server starts, what every answer needs."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading

from django.db import DatabaseError, connection
from django.template.loader import get_template

from preceptor.competencies.queries import codebook, lexicon, role_model
from preceptor.jobs.queries import open_jobs
from preceptor.matches.queries.advice import advice_for
from preceptor.matches.queries.job_page import job_page_for
from preceptor.matches.queries.pool import CurrentPool, SnapshotDamaged, current_pool
from preceptor.matches.queries.price import price_for
from preceptor.matches.services import stamp_view
from preceptor.resumes.models import Resume

logger = logging.getLogger(__name__)

# Seconds after a start in which the other processes of the server start, too.
AFTER_START = 4.0
PAGES = ("matches/advice.html", "matches/price.html", "matches/job.html", "resumes/record.html")


def warm_up() -> None:
    """Read vocabulary, pool and pages once; a database that is not ready is no error here."""
    lexicon()
    codebook()
    role_model()
    for page in PAGES:
        get_template(page)
    with contextlib.suppress(DatabaseError, SnapshotDamaged):
        ask_everything(current_pool())
    _keep()


def read_board_later() -> None:
    """Make every open job ready in a while; thousands take seconds, and pages are served before."""
    timer = threading.Timer(AFTER_START, _read_board)
    timer.daemon = True
    timer.start()


def _keep() -> None:
    # What was just read stays until the end: looking for garbage among its hundreds of
    # thousands of objects would stop every visitor for a tenth of a second now and then.
    gc.collect()
    gc.freeze()


def _read_board() -> None:
    try:
        with contextlib.suppress(DatabaseError, SnapshotDamaged):
            ask_the_board(current_pool())
        _keep()
    finally:
        connection.close()


def ask_everything(current: CurrentPool) -> None:
    """Ask the questions about some job and some person, so that nobody waits for a loop to load.

    Loops of the engine are compiled when first called and then kept on disk: seconds the first
    time on a machine, a moment at every later start.
    """
    resume = _some_resume()
    person = resume.person if resume else None
    try:
        for job in open_jobs()[:1]:
            price_for(job, current, stamp_view(current, job))
            other = 0 if job.proof_weight else 100
            price_for(job, current, stamp_view(current, job), proof_weight=other)
            job_page_for(job, current, stamp_view(current, job), person=person)
    except Exception:
        # One job that cannot be answered must not keep everybody from the others.
        logger.exception("Not everything could be asked ahead of the first visitor.")


def ask_the_board(current: CurrentPool) -> None:
    """Ask for some person's advice, for which every open job is made ready and then kept."""
    resume = _some_resume()
    try:
        if resume is not None:
            advice_for(resume, current, stamp_view(current))
    except Exception:
        logger.exception("The open jobs could not be read ahead of the first visitor.")


def _some_resume() -> Resume | None:
    return Resume.objects.select_related("person").order_by("pk").first()
