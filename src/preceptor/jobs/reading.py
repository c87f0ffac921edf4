"""Read a posting's file or text, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, replace

from preceptor.common.documents import ExtractedText, extract_text
from preceptor.competencies.queries import lexicon, line_rules, role_model
from preceptor.engine.classify import classify_posting, mix_warning
from preceptor.engine.extract import read_posting
from preceptor.engine.extract.facts import Posting, RoleSupport
from preceptor.engine.translate import LineDraft, lines_from


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """The facts of a posting, the roles it supports best first, and what it asks as lines.

    ``kind`` is that of the file it came in.
    """

    text: str
    facts: Posting
    roles: tuple[RoleSupport, ...]
    lines: tuple[LineDraft, ...]
    warnings: tuple[str, ...]
    kind: str = "pasted"


def read_posting_file(data: bytes, *, filename: str) -> ReadPosting:
    """Read a posting in any of the kinds taken in. Raises DocumentRefused."""
    return read_posting_document(extract_text(data, filename=filename))


def read_posting_document(document: ExtractedText) -> ReadPosting:
    """Read a posting whose text was taken out of a file."""
    read = read_posting_text(document.text)
    return replace(read, kind=document.kind, warnings=(*document.warnings, *read.warnings))


def read_posting_text(text: str) -> ReadPosting:
    """Read a posting."""
    facts = read_posting(text, lexicon())
    roles = classify_posting(text, facts, role_model())
    lines = lines_from(facts, line_rules(), roles=roles)
    mix = mix_warning(roles)
    return ReadPosting(text, facts, roles, lines, (*facts.warnings, *([mix] if mix else [])))
