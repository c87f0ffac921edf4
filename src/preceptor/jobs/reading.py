"""Read a posting's text, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.competencies.queries import lexicon, line_rules, role_model
from preceptor.engine.classify import classify_posting, mix_warning
from preceptor.engine.extract import read_posting
from preceptor.engine.extract.facts import Posting, RoleSupport
from preceptor.engine.translate import LineDraft, lines_from


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """The facts of a posting, the roles it supports best first, and what it asks as lines."""

    text: str
    facts: Posting
    roles: tuple[RoleSupport, ...]
    lines: tuple[LineDraft, ...]
    warnings: tuple[str, ...]


def read_posting_text(text: str) -> ReadPosting:
    """Read a posting."""
    facts = read_posting(text, lexicon())
    roles = classify_posting(text, facts, role_model())
    lines = lines_from(facts, line_rules(), roles=roles)
    mix = mix_warning(roles)
    return ReadPosting(text, facts, roles, lines, (*facts.warnings, *([mix] if mix else [])))
