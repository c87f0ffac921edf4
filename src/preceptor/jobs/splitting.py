"""Two postings out of one text that glues two jobs together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from preceptor.competencies.queries import lexicon, role_model
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import NOT_HEALTH_IT
from preceptor.engine.classify.parting import Piece, part_posting
from preceptor.engine.extract import read_posting
from preceptor.engine.extract.text import lines_of
from preceptor.jobs.models import Job
from preceptor.jobs.reading import ReadPosting, read_posting_text

TWO_JOBS = re.compile(r"two jobs in one text: (\w+) and (\w+)")
_TITLE_JOINS = re.compile(r"two jobs in one text: the title joins (.+) and (.+)")
SIDES = ("first", "second", "both", "neither")


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence to assign: its number, its words, the side proposed, how it stands."""

    number: int
    text: str
    side: str
    is_sure: bool
    is_heading: bool
    is_item: bool
    starts_line: bool
    starts_block: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a text would part into two: the roles, a title for each, every sentence with a side."""

    roles: tuple[str, str]
    titles: tuple[str, str]
    parts: tuple[Part, ...]


def is_glued(job: Job) -> bool:
    """Tell whether the reader found two jobs in a job's text."""
    return any(warning.startswith("two jobs in one text") for warning in job.warnings)


def roles_of(job: Job) -> tuple[str, str]:
    """Return the two roles a text seems to hold: those warned of, else the two best supported."""
    known = load_vocabulary().role_by_id
    for warning in job.warnings:
        found = TWO_JOBS.fullmatch(warning)
        if found and found[1] in known and found[2] in known:
            return found[1], found[2]
    best = [entry["role"] for entry in job.roles if entry["role"] != NOT_HEALTH_IT]
    return best[0], best[1]


def proposal_for(job: Job, roles: tuple[str, str] | None = None) -> Proposal:
    """Return how a job's text would part into two roles, the deciding sentences with each."""
    first, second = roles or roles_of(job)
    text = job.document.text
    facts = read_posting(text, lexicon())
    pieces = part_posting(text, facts, role_model(), load_vocabulary(), first=first, second=second)
    lines = lines_of(text)
    parts = []
    previous = -1
    for number, piece in enumerate(pieces):
        line = lines[piece.line]
        parts.append(
            Part(
                number=number,
                text=" ".join(text[piece.start : piece.end].split()),
                side=piece.side,
                is_sure=piece.lead > 0,
                is_heading=piece.is_heading,
                is_item=line.is_bullet,
                starts_line=piece.line != previous,
                starts_block=piece.line != previous and line.is_after_blank,
            )
        )
        previous = piece.line
    return Proposal((first, second), _titles(job, first, second), tuple(parts))


def _titles(job: Job, first: str, second: str) -> tuple[str, str]:
    """Return the halves of a joined title in the order of the roles, else the roles' names."""
    roles = load_vocabulary().role_by_id
    names = [roles[first].name, roles[second].name]
    for warning in job.warnings:
        joined = _TITLE_JOINS.fullmatch(warning)
        if joined:
            one, other = joined[1], joined[2]
            of_first, of_second = roles[first].titles, roles[second].titles
            as_written = _likeness(one, of_first) + _likeness(other, of_second)
            turned = _likeness(other, of_first) + _likeness(one, of_second)
            return (one, other) if as_written >= turned else (other, one)
    return names[0], names[1]


def _likeness(title: str, known: Sequence[str]) -> int:
    words = set(title.casefold().split())
    return max((len(words & set(name.casefold().split())) for name in known), default=0)


def half_text(
    proposal: Proposal, sides: Mapping[int, str], side: str, *, title: str, employer: str = ""
) -> str:
    """Return the text of one half: its title, then its sentences in their order.

    ``sides``: number of a sentence -> first, second, both, neither; what it does not name is as
    proposed. A heading stays where at least one sentence under it does.
    """
    lines = [title, *([employer] if employer else [])]
    pending: list[str] = []
    has_open_line = False
    for part in proposal.parts:
        if part.is_heading:
            pending = ["", part.text]
            continue
        if sides.get(part.number, part.side) not in (side, "both"):
            has_open_line = has_open_line and not part.starts_line
            continue
        if pending:
            lines += pending
            pending = []
        elif part.starts_block:
            lines.append("")
        if part.starts_line or not has_open_line:
            lines.append(f"- {part.text}" if part.is_item else part.text)
        else:
            lines[-1] += f" {part.text}"
        has_open_line = True
    return "\n".join(lines) + "\n"


def read_half(text: str) -> ReadPosting:
    """Read one half as the posting it would be."""
    return read_posting_text(text)


__all__ = [
    "SIDES",
    "Part",
    "Piece",
    "Proposal",
    "half_text",
    "is_glued",
    "proposal_for",
    "read_half",
    "roles_of",
]
