"""The kinds of work a person has done, from the titles of dated jobs and the whole record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from preceptor.engine.extract.facts import HeldCompetency, HeldJob, Resume, RoleSupport, Words
from preceptor.engine.extract.intervals import MonthSpan, month_count, month_number
from preceptor.engine.match import level_from_years
from preceptor.engine.translate.occupations import Occupations, role_competency

# A fact shows at most so many characters of the text.
LONGEST_WORDS = 60
# A job with a first date alone ended before the next began; a year at most is counted.
MONTHS_WITHOUT_END = 12
# From here on a whole record speaks for a role more than against it.
LEAST_SUPPORT = 0.6


def clipped(words: Words) -> Words:
    """Return the first 60 characters of words, cut between two words where there is a blank."""
    if words.end - words.start <= LONGEST_WORDS:
        return words
    cut = words.text[:LONGEST_WORDS]
    text = (cut.rpartition(" ")[0] or cut).rstrip()
    return Words(words.start, words.start + len(text), text)


def work_held(
    resume: Resume, roles: Sequence[RoleSupport], occupations: Occupations
) -> tuple[HeldCompetency, ...]:
    """Return kinds of work as evidence: from titles, the headline, then the record as a whole.

    A kind that dated jobs name is documented, its level from all their years together, with the
    latest title as words. A headline is a claim without a level where no dated job names the
    kind, and so is a role that the whole record supports: the record comes near to it.
    """
    dated = tuple(_of_jobs(resume, occupations))
    known = {held.competency for held in dated}
    headline = [held for held in _of_headline(resume, occupations) if held.competency not in known]
    return (*dated, *headline, *_of_roles(roles, occupations))


def _of_jobs(resume: Resume, occupations: Occupations) -> Iterator[HeldCompetency]:
    by_kind: dict[str, list[tuple[HeldJob, MonthSpan]]] = {}
    for job, span in _spans(resume):
        for kind in occupations.of_title(job.title):
            by_kind.setdefault(kind, []).append((job, span))
    for kind, found in by_kind.items():
        years = month_count(span for _, span in found) / 12
        latest, _ = max(found, key=lambda entry: entry[1][1])
        yield HeldCompetency(
            competency=kind,
            level=level_from_years(years),
            grade="documented",
            last_used=_last_day(latest, resume.as_of),
            words=clipped(latest.words),
            rule=f"title+years:{years:.1f}",
        )


def _last_day(job: HeldJob, as_of: date) -> date:
    if job.is_current:
        return as_of
    return min(job.ended or job.started or as_of, as_of)


def _spans(resume: Resume) -> Iterator[tuple[HeldJob, MonthSpan]]:
    """Yield each dated job with its months; those that run backwards have none."""
    today = month_number(resume.as_of)
    begins = sorted(month_number(job.started) for job in resume.jobs if job.started)
    for job in resume.jobs:
        if job.started is None:
            continue
        start = month_number(job.started)
        if job.is_current:
            end = today
        elif job.ended is not None:
            end = month_number(job.ended) + 1
        else:
            later = [begin for begin in begins if begin > start]
            end = min([*later, start + MONTHS_WITHOUT_END])
        yield job, (start, max(start, min(end, today)))


def _of_headline(resume: Resume, occupations: Occupations) -> Iterator[HeldCompetency]:
    if resume.headline_words is None:
        return
    for kind in occupations.of_title(resume.headline):
        yield _claim(kind, resume.headline_words, "headline")


def _of_roles(roles: Sequence[RoleSupport], occupations: Occupations) -> Iterator[HeldCompetency]:
    for support in roles:
        is_role = support.role in occupations.near_role
        if is_role and support.p >= LEAST_SUPPORT and support.because:
            yield _claim(role_competency(support.role), support.because[0], f"role:{support.role}")


def _claim(kind: str, words: Words, rule: str) -> HeldCompetency:
    return HeldCompetency(
        competency=kind,
        level=None,
        grade="claimed",
        last_used=None,
        words=clipped(words),
        rule=rule,
    )
