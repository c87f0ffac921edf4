"""Tells which of the twelve roles a resume is nearest to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from preceptor.engine.classify.cues import NOT_HEALTH_IT
from preceptor.engine.classify.evidence import (
    Tally,
    add_competencies,
    add_duties,
    best_points,
    supports,
)
from preceptor.engine.classify.model import RoleModel
from preceptor.engine.classify.passages import cut_plain
from preceptor.engine.extract.facts import Resume, RoleSupport

_FIRST_LINE = re.compile(r"\A[\s#*]*(\S[^\n]*)")
_DAYS_PER_YEAR = 365.25
# What was done ten years ago says half of what is done now.
_HALF_LIFE_YEARS = 10.0
_HEADLINE = 0.5
_JOBS = 0.7


def classify_resume(text: str, resume: Resume | None, model: RoleModel) -> tuple[RoleSupport, ...]:
    """Return how near a resume is to each role and to "not health IT", best first.

    ``resume`` gives headline, jobs and competencies where the text was read; without it the
    first line stands for both. Jobs count by their length, older ones less.
    """
    tally = Tally()
    _add_headline(tally, model, text, resume)
    _add_jobs(tally, model, text, resume)
    passages = cut_plain(text, model.table)
    add_duties(tally, model, passages)
    add_competencies(tally, model, _competencies(resume))
    tally.add(NOT_HEALTH_IT, model.weights.bias_not_health_resume)
    return supports(tally, model, text)


def _points(model: RoleModel, text: str, start: int, end: int) -> dict[str, float]:
    """Return each role's points for a job title: resume cues, then title cues of the twelve."""
    terms = {hit.term for hit in model.table.find(text, start, end)}
    points = {
        role: cue.points for role, cue in best_points(model.cues["resume"].holding(terms)).items()
    }
    for role, cue in best_points(model.cues["title"].holding(terms)).items():
        # At a bedside somebody is not in health IT, but near to a clinician who advises on it.
        if role != NOT_HEALTH_IT:
            points[role] = max(points.get(role, 0.0), 0.75 * cue.points)
    return points


def _add_headline(tally: Tally, model: RoleModel, text: str, resume: Resume | None) -> None:
    if resume is not None and resume.headline_words is not None:
        start, end = resume.headline_words.span
    else:
        found = _FIRST_LINE.match(text)
        if not found:
            return
        start, end = found.span(1)
    # Where no job could be read the headline stands for them too.
    share = _HEADLINE if resume is not None and resume.jobs else _HEADLINE + _JOBS
    for role, points in _points(model, text, start, end).items():
        tally.add(role, share * model.weights.title * points, (start, end))


def _add_jobs(tally: Tally, model: RoleModel, text: str, resume: Resume | None) -> None:
    jobs = list(_weighted_jobs(resume)) if resume is not None else []
    whole = sum(weight for weight, _, _ in jobs)
    if not whole:
        return
    for weight, start, end in jobs:
        for role, points in _points(model, text, start, end).items():
            tally.add(role, _JOBS * model.weights.title * points * weight / whole, (start, end))


def _weighted_jobs(resume: Resume) -> Iterator[tuple[float, int, int]]:
    for job in resume.jobs:
        ended = job.ended or resume.as_of
        started = job.started or ended
        years = max(0.25, _years(started, ended))
        age = max(0.0, _years(ended, resume.as_of))
        yield years**0.5 * 0.5 ** (age / _HALF_LIFE_YEARS), *job.words.span


def _years(start: date, end: date) -> float:
    return (end - start).days / _DAYS_PER_YEAR


def _competencies(resume: Resume | None) -> dict[str, float]:
    if resume is None:
        return {}
    held = {entry.competency: 1.0 for entry in resume.competencies}
    held |= {entry.credential: 1.0 for entry in resume.credentials if entry.status != "expired"}
    return held
