"""Facts as plain values, in the form that the command prints and the database keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from preceptor.engine.extract.facts import (
    HeldCompetency,
    HeldCredential,
    HeldJob,
    Posting,
    Requirement,
    Resume,
    RoleSupport,
    Words,
)

Plain = dict[str, Any]


def support_plain(support: RoleSupport) -> Plain:
    """Return how well a role is supported, with the deciding words."""
    return {
        "role": support.role,
        "p": round(support.p, 4),
        "because": [words_plain(words) for words in support.because],
    }


def words_plain(words: Words) -> Plain:
    """Return words with their span."""
    return {"span": list(words.span), "text": words.text}


def day_plain(day: date | None) -> str | None:
    """Return a date in ISO form, None as it is."""
    return day.isoformat() if day else None


def posting_plain(
    posting: Posting,
    *,
    roles: Iterable[RoleSupport],
    warnings: Iterable[str],
    names: Mapping[str, str],
) -> Plain:
    """Return a posting's facts; ``names``: competency id -> display name."""
    return {
        "title": posting.title,
        "employer": posting.employer or None,
        "roles": [support_plain(support) for support in roles],
        "requirements": [_requirement(item, names) for item in posting.requirements],
        "credentials": [_credential(item, names) for item in posting.credentials],
        "years": [
            {
                "least": asked.least,
                "most": asked.most,
                "domain": asked.domain,
                "necessity": asked.necessity,
                "rule": asked.rule,
                **words_plain(asked.words),
            }
            for asked in posting.years
        ],
        "years_min": posting.years_min,
        "education": [
            {
                "level": asked.level,
                "years": asked.years,
                "necessity": asked.necessity,
                "rule": asked.rule,
                **words_plain(asked.words),
            }
            for asked in posting.education
        ],
        "education_min": posting.education_min,
        "education_or_experience": posting.education_or_experience,
        "clinical_background": posting.clinical_background,
        "clinical_because": _maybe(posting.clinical_words),
        "work_mode": posting.work_mode,
        "work_mode_because": _maybe(posting.work_mode_words),
        "location": posting.location,
        "location_because": _maybe(posting.location_words),
        "entry_friendly": posting.entry_friendly,
        "entry_reasons": list(posting.entry_reasons),
        "warnings": list(warnings),
    }


def _maybe(words: Words | None) -> Plain | None:
    return words_plain(words) if words else None


def _requirement(item: Requirement, names: Mapping[str, str]) -> Plain:
    return {
        "competency": item.competency,
        "label": names[item.competency],
        "necessity": item.necessity,
        "level": item.level,
        "any_of": item.any_of,
        "is_end_user": item.is_end_user,
        "rule": item.rule,
        **words_plain(item.words),
    }


def _credential(item: Requirement, names: Mapping[str, str]) -> Plain:
    return {
        "credential": item.competency,
        "label": names[item.competency],
        "necessity": item.necessity,
        "any_of": item.any_of,
        "within_months": item.within_months,
        "is_licence": item.is_licence,
        "rule": item.rule,
        **words_plain(item.words),
    }


def resume_plain(
    resume: Resume,
    *,
    roles: Iterable[RoleSupport],
    warnings: Iterable[str],
    names: Mapping[str, str],
) -> Plain:
    """Return a resume's facts; years are whole and rounded down, 0 where nothing is stated."""
    return {
        "headline": resume.headline or None,
        "as_of": resume.as_of.isoformat(),
        "roles": [support_plain(support) for support in roles],
        "competencies": [competency_plain(held, names) for held in resume.competencies],
        "credentials": [credential_plain(held, names) for held in resume.credentials],
        "years": {domain: (months or 0) // 12 for domain, months in resume.months.items()},
        "education_highest": resume.education_highest,
        "education": [
            {
                "level": course.level,
                "subject": course.subject,
                "ended": day_plain(course.ended),
                "is_complete": course.is_complete,
                "rule": course.rule,
                **words_plain(course.words),
            }
            for course in resume.education
        ],
        "jobs": [job_plain(job) for job in resume.jobs],
        "location": resume.place,
        "warnings": list(warnings),
    }


def competency_plain(held: HeldCompetency, names: Mapping[str, str]) -> Plain:
    """Return one competency that a resume states."""
    return {
        "competency": held.competency,
        "label": names[held.competency],
        "level": held.level,
        "grade": held.grade,
        "last_used": held.last_used.strftime("%Y-%m") if held.last_used else None,
        "rule": held.rule,
        **words_plain(held.words),
    }


def credential_plain(held: HeldCredential, names: Mapping[str, str]) -> Plain:
    """Return one credential that a resume states."""
    return {
        "credential": held.credential,
        "label": names[held.credential],
        "status": held.status,
        "until": day_plain(held.until),
        "rule": held.rule,
        **words_plain(held.words),
    }


def job_plain(job: HeldJob) -> Plain:
    """Return one dated job of a resume."""
    return {
        "title": job.title,
        "employer": job.employer,
        "from": day_plain(job.started),
        "to": None if job.is_current else day_plain(job.ended),
        "domain": job.domain,
        "rule": job.rule,
        **words_plain(job.words),
    }
