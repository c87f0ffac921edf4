"""A person's record as JSON Resume."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from preceptor.accounts.models import Person
from preceptor.common.models import Document
from preceptor.competencies.models import Competency
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Kind
from preceptor.resumes import corrected
from preceptor.resumes.models import Correction, Fact, Resume
from preceptor.resumes.queries.languages import language_name
from preceptor.resumes.queries.people import current_resume

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
LEVELS = (None, "baseline", "basic", "intermediate", "advanced", "expert")
GRADES = ("claimed", "documented", "attested", "assessed", "credentialed")
STUDY_TYPES = {
    "high_school": "High school diploma",
    "certificate": "Certificate",
    "associate": "Associate degree",
    "bachelor": "Bachelor's degree",
    "postgraduate_diploma": "Postgraduate diploma",
    "master": "Master's degree",
    "doctorate": "Doctorate",
    "professional_licence": "Professional license",
}
# What follows from the jobs somebody held: kinds of work and near roles. They are no skills.
DERIVED = ("work-", "near-")
BULLET = re.compile(r"^\s*[-\u2022*]\s+(.*\S)\s*$", re.MULTILINE)


def json_resume_of(person: Person, *, now: datetime) -> dict[str, Any]:
    """Return a person's record as JSON Resume 1.0: as it counts, with what they corrected.

    Sections that somebody brought as JSON Resume and nobody corrected stand as they came. What
    the format has no place for (grades of proof, words and spans, years) stands under
    ``meta.preceptor``, so that nothing is lost. Without a resume there are basics only.
    """
    resume = current_resume(person)
    facts = list(resume.facts.order_by("order")) if resume else []
    corrections = list(person.corrections.order_by("pk"))
    slugs = dict(Competency.objects.values_list("pk", "slug"))
    pieces = corrected.pieces(facts, corrections, slugs)
    text = resume.document.text if resume else ""
    brought = _brought(resume.document) if resume else {}
    made = {
        "work": _work(facts, corrections, text),
        "education": _education(facts, corrections),
        "certificates": _certificates(pieces),
        "skills": _skills(pieces, {fact.pk: fact for fact in facts}),
        "languages": [{"language": language_name(code)} for code in person.languages or ()],
    }
    return {
        **brought,
        "$schema": SCHEMA,
        "basics": _basics(person, resume, brought.get("basics") or {}),
        **{name: entries for name, entries in made.items() if entries and not brought.get(name)},
        "meta": {
            "version": "v1.0.0",
            "lastModified": now.strftime("%Y-%m-%dT%H:%M:%S"),
            "preceptor": _beyond(person, resume, pieces, facts, corrections),
        },
    }


def _brought(document: Document) -> dict[str, Any]:
    """What came as JSON Resume, as it came."""
    if document.kind != Document.Kind.JSON_RESUME or not document.stored:
        return {}
    try:
        data = json.loads((Path(settings.MEDIA_ROOT) / document.stored).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _basics(person: Person, resume: Resume | None, brought: Mapping[str, Any]) -> dict[str, Any]:
    location = {
        "city": person.city,
        "region": person.state,
        "postalCode": person.zip_code,
        "countryCode": "US" if person.state else "",
    }
    basics = {
        "name": person.name,
        "label": resume.headline if resume else "",
        "email": person.user.email if person.user else "",
        "phone": person.phone,
    }
    filled = {name: value for name, value in basics.items() if value}
    place = {name: value for name, value in location.items() if value}
    return {**filled, **({"location": place} if place else {}), **brought}


def _work(
    facts: Sequence[Fact], corrections: Sequence[Correction], text: str
) -> list[dict[str, Any]]:
    jobs = [fact for fact in facts if fact.kind == Fact.Kind.JOB]
    gone = {
        correction.words
        for correction in corrections
        if correction.kind == Fact.Kind.JOB and correction.action == Correction.Action.REMOVE
    }
    # A job's lines end where the next one begins, or something that was learned.
    stops = sorted(
        fact.start for fact in facts if fact.kind in (Fact.Kind.JOB, Fact.Kind.EDUCATION)
    )
    found = []
    for job in jobs:
        if corrected.normal(job.words) in gone:
            continue
        stop = next((start for start in stops if start > job.start), len(text))
        entry = {
            "name": job.value.get("employer"),
            "position": job.value.get("title"),
            "startDate": job.value.get("from"),
            "endDate": None if job.value.get("is_current") else job.value.get("to"),
            "highlights": BULLET.findall(text, job.end, stop),
        }
        found.append({name: value for name, value in entry.items() if value})
    return found


def _education(facts: Sequence[Fact], corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    found = []
    for fact in facts:
        if fact.kind != Fact.Kind.EDUCATION:
            continue
        entry = {
            "studyType": STUDY_TYPES.get(fact.value["level"], fact.words),
            "area": fact.value.get("subject"),
            "endDate": fact.value.get("ended") if fact.value["is_complete"] else None,
        }
        found.append({name: value for name, value in entry.items() if value})
    said = next((c for c in corrections if c.kind == Fact.Kind.EDUCATION), None)
    named = STUDY_TYPES.get(said.value["level"], "") if said else ""
    if named and all(entry["studyType"] != named for entry in found):
        found.append({"studyType": named})
    return found


def _certificates(pieces: Sequence[corrected.Piece]) -> list[dict[str, Any]]:
    by_id = load_vocabulary().by_id
    slugs = dict.fromkeys(
        piece.competency
        for piece in pieces
        if piece.competency in by_id and by_id[piece.competency].kind == Kind.CREDENTIAL
    )
    return [{"name": by_id[slug].name} for slug in slugs]


def _skills(pieces: Sequence[corrected.Piece], facts: Mapping[int, Fact]) -> list[dict[str, Any]]:
    """One entry for each competency: its highest level, and the words it was read in."""
    by_id = load_vocabulary().by_id
    held: dict[str, list[corrected.Piece]] = defaultdict(list)
    for piece in pieces:
        entry = by_id.get(piece.competency)
        if entry is None or entry.kind == Kind.CREDENTIAL or entry.id.startswith(DERIVED):
            continue
        held[piece.competency].append(piece)
    found = []
    for slug, own in held.items():
        level = LEVELS[max(piece.level or 0 for piece in own)]
        read = [facts[piece.fact] for piece in own if piece.fact is not None]
        words = dict.fromkeys(" ".join(fact.words.split()) for fact in read)
        skill = {"name": by_id[slug].name, "level": level, "keywords": list(words)}
        found.append({name: value for name, value in skill.items() if value})
    return found


def _beyond(
    person: Person,
    resume: Resume | None,
    pieces: Sequence[corrected.Piece],
    facts: Sequence[Fact],
    corrections: Sequence[Correction],
) -> dict[str, Any]:
    by_number = {fact.pk: fact for fact in facts}
    return {
        "evidence": [_evidence(piece, by_number.get(piece.fact or 0)) for piece in pieces],
        "corrections": [
            {
                "kind": correction.kind,
                "about": correction.subject,
                "words": correction.words,
                "say": correction.action,
                "value": correction.value,
            }
            for correction in corrections
        ],
        "months": resume.months if resume else {},
        "text": resume.document.text if resume else "",
        "rightToWork": person.right_to_work or None,
        "willingToMove": person.is_willing_to_move,
        "availableOn": _day(person.available_on),
        "displacedFrom": person.displaced_from or None,
        "displacedOn": _day(person.displaced_on),
    }


def _evidence(piece: corrected.Piece, fact: Fact | None) -> dict[str, Any]:
    return {
        "competency": piece.competency,
        "level": piece.level,
        "grade": GRADES[piece.grade],
        "lastUsed": _day(piece.last_used),
        "standing": piece.standing,
        "expiresOn": _day(piece.expires_on),
        "words": fact.words if fact else None,
        "span": [fact.start, fact.end] if fact else None,
        "asYouStatedIt": piece.is_from_correction,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
