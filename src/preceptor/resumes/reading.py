"""Read a resume file or text, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from preceptor.common.documents import ExtractedText, extract_text
from preceptor.competencies.queries import lexicon, occupations, role_model
from preceptor.engine.classify import classify_resume
from preceptor.engine.extract import read_json_resume, read_resume
from preceptor.engine.extract.facts import Resume, RoleSupport
from preceptor.engine.translate import work_held


@dataclass(frozen=True, slots=True)
class ReadResume:
    """A document's text, the facts in it, and the roles it supports, best first."""

    document: ExtractedText
    text: str
    facts: Resume
    roles: tuple[RoleSupport, ...]


def read_resume_file(data: bytes, *, filename: str, as_of: date) -> ReadResume:
    """Read a resume in any of the kinds taken in. Raises DocumentRefused."""
    return read_extracted(extract_text(data, filename=filename), as_of=as_of)


def read_extracted(document: ExtractedText, *, as_of: date) -> ReadResume:
    """Read a document whose text is known."""
    if document.data is not None:
        text, facts = read_json_resume(document.data, lexicon(), as_of=as_of)
    else:
        text, facts = document.text, read_resume(document.text, lexicon(), as_of=as_of)
    roles = classify_resume(text, facts, role_model())
    # The kinds of work are facts like the others: with words, to be shown and corrected.
    worked = (*facts.competencies, *work_held(facts, roles, occupations()))
    facts = replace(facts, competencies=tuple(sorted(worked, key=lambda held: held.words)))
    return ReadResume(document, text, facts, roles)
