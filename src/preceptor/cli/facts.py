"""The facts of one file, as ``preceptor read --json`` prints them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from preceptor.common.documents import ExtractedText
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.translate.plain import posting_plain, resume_plain
from preceptor.jobs.reading import read_posting_text
from preceptor.resumes.reading import read_extracted


def facts_of(path: str, document: ExtractedText, *, kind: str, as_of: date) -> dict[str, Any]:
    """Return what docs/reference/command.md documents as the answer for one file."""
    names = {entry.id: entry.name for entry in load_vocabulary().competencies}
    if kind == "posting":
        posting = read_posting_text(document.text)
        facts = posting_plain(
            posting.facts,
            roles=posting.roles,
            warnings=[*document.warnings, *posting.warnings],
            names=names,
        )
        characters = len(document.text)
    else:
        resume = read_extracted(document, as_of=as_of)
        warnings = [*document.warnings, *resume.facts.warnings]
        facts = resume_plain(resume.facts, roles=resume.roles, warnings=warnings, names=names)
        characters = len(resume.text)
    return {"file": Path(path).name, "kind": kind, "characters": characters, **facts}
