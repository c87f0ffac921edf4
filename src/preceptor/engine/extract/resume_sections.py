"""Cut a resume into its sections by their headings, in all the ways people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from preceptor.engine.extract.text import Line

SectionKind = Literal[
    "head",
    "summary",
    "skills",
    "experience",
    "volunteer",
    "projects",
    "education",
    "courses",
    "credentials",
    "other",
]

# The words that make a heading, by kind; where several stand in one heading, the first kind
# here that has one decides ("Education and Training", "Skills and Certifications").
_KEYS: tuple[tuple[SectionKind, str], ...] = (
    ("volunteer", "volunteer volunteering volunteerism"),
    ("education", "education academics schooling"),
    (
        "experience",
        (
            "experience experiences employment history internship internships externship "
            "externships rotations rotation positions career-history chronology engagements"
        ),
    ),
    (
        "credentials",
        (
            "certification certifications certificate certificates license licenses licensure "
            "licensures licence licences credentials registrations accreditations certified"
        ),
    ),
    (
        "skills",
        (
            "skills skill skillset competencies competency proficiencies expertise highlights "
            "qualifications strengths capabilities technologies tools software systems abilities "
            "knowledge specialties specialities keywords technical-skills"
        ),
    ),
    ("courses", "training trainings development coursework courses seminars workshops cpd"),
    ("projects", "projects project portfolio"),
    (
        "summary",
        (
            "summary profile objective overview background statement introduction about synopsis "
            "bio goal aim"
        ),
    ),
    (
        "other",
        (
            "affiliations affiliation memberships membership associations accomplishments "
            "accomplishment achievements achievement awards award honors honours activities "
            "publications presentations interests references referees languages language "
            "information hobbies involvement distinctions recognition recognitions patents "
            "declaration"
        ),
    ),
)
_KIND_OF_KEY: dict[str, tuple[int, SectionKind]] = {
    key: (rank, kind) for rank, (kind, keys) in enumerate(_KEYS) for key in keys.split()
}
# A few headings whose words alone mislead.
_WHOLE: dict[str, SectionKind] = {
    "career focus": "summary",
    "career objective": "summary",
    "career overview": "summary",
    "career highlights": "summary",
    "career profile": "summary",
    "professional background": "summary",
    "work background": "experience",
    "employment background": "experience",
    "academic background": "education",
    "educational background": "education",
    "academic qualifications": "education",
    "educational qualifications": "education",
    "academic history": "education",
    "education history": "education",
    "professional qualifications": "credentials",
    "qualifications summary": "summary",
    "summary of qualifications": "summary",
    "about me": "summary",
    "experience summary": "experience",
    "work": "experience",
    "work and projects": "experience",
    "military service": "experience",
    "clinical placements": "experience",
    "practicum": "experience",
    "core": "skills",
    "technical": "skills",
    "technical summary": "skills",
    "honors and awards": "other",
    "personal details": "other",
    "personal profile": "summary",
    "community service": "volunteer",
    "community involvement": "volunteer",
    "project experience": "experience",
    "professional development": "courses",
    "continuing education": "courses",
}
_MODIFIER_WORDS = (
    "a additional academic and applicable areas background business career clinical collegiate "
    "community computer continuing core current digital educational ehr emr employment executive "
    "extracurricular field for functional general health healthcare hospital in informatics "
    "information it key leadership management medical military nursing of office or other past "
    "personal personnel prior previous professional qualifications relevant related research "
    "selected service significant soft special specialized summary teaching technical technology "
    "the top training transferable with work working volunteer core-competencies my strategic "
    "post-secondary job workplace practical industry subject matter hard interpersonal language "
    "states board profile highlights core"
)
_MODIFIERS = frozenset(_MODIFIER_WORDS.split())
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_ODD_END = re.compile(r"[.;,!?]$")
_INLINE = re.compile(r"([A-Z][A-Za-z&/ ]{2,40}?)\s*:\s+(?=\S)")
# "Certificate : Medical Coding" is an entry of the education section, "Certificates:" no more.
_ONE_OF_ITS_ENTRIES = re.compile(r"(?i)(?:[a-z]+ )*(?:certificate|certification|license)$")
_LONGEST = 60
# Headings that may stand at the start of the line they head.
_INLINE_KINDS = ("skills", "education", "credentials", "summary", "courses")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a resume: what it holds, its heading, and its lines (numbers, end excluded)."""

    kind: SectionKind
    heading: str
    first: int
    last: int


@lru_cache(maxsize=4096)
def heading_kind(words: str) -> SectionKind | None:
    """Return what a line heads if it is a heading, None if it is none.

    >>> heading_kind("LICENSES & CERTIFICATIONS"), heading_kind("Director of Education")
    ('credentials', None)
    """
    if len(words) > _LONGEST or _ODD_END.search(words) or not words[:1].isupper():
        return None
    parts = [part.lower() for part in _WORD.findall(words)]
    if not parts or len(parts) > 7 or any(mark.isdigit() for mark in words):
        return None
    whole = " ".join(parts) if "&" not in words else " ".join(_spell_and(words))
    if whole in _WHOLE:
        return _WHOLE[whole]
    keys = [_KIND_OF_KEY[part] for part in parts if part in _KIND_OF_KEY]
    if not keys:
        return None
    if not _reads_as_heading(parts, words):
        return None
    return min(keys)[1]


def _spell_and(words: str) -> list[str]:
    return [part.lower() for part in _WORD.findall(words.replace("&", " and "))]


def _reads_as_heading(parts: list[str], words: str) -> bool:
    """Only known words, or all capitals around a key word at the end of its phrase."""
    if all(part in _KIND_OF_KEY or part in _MODIFIERS for part in parts):
        # "Training" heads a section; "Work" and "Clinical" alone need a key beside them.
        return True
    if not words.isupper():
        return False
    for stop, part in enumerate(parts):
        if part in ("for", "of", "in", "with"):
            return stop > 0 and parts[stop - 1] in _KIND_OF_KEY
    return parts[-1] in _KIND_OF_KEY


def indent_of(text: str, line: Line) -> int:
    """How many characters stand before the words of a line."""
    return line.start - text.rfind("\n", 0, line.start) - 1


def find_sections(text: str, lines: Sequence[Line]) -> list[Section]:
    """Return the sections of a resume in order; what stands before the first heading is "head".

    A text without headings is one "head". An empty text has no lines and one empty head.
    """
    marks: list[tuple[int, int, SectionKind, str]] = []
    kind: SectionKind = "head"
    for number, line in enumerate(lines):
        found = _heading_at(text, line, lines[number - 1] if number else None, kind)
        if found is not None:
            kind = found[0]
            # An inline heading's line is also the section's first line of words.
            marks.append((number, number + (not found[2]), kind, found[1]))
    sections = [Section("head", "", 0, marks[0][0] if marks else len(lines))]
    for index, (_, first, section_kind, heading) in enumerate(marks):
        last = marks[index + 1][0] if index + 1 < len(marks) else len(lines)
        sections.append(Section(section_kind, heading, first, last))
    return sections


def _heading_at(
    text: str, line: Line, before: Line | None, current: SectionKind
) -> tuple[SectionKind, str, bool] | None:
    if line.is_bullet and line.mark not in "*":
        return None
    size = line.end - line.start
    if size <= _LONGEST:
        words = text[line.start : line.end].rstrip(": \t_-—–=*").lstrip("*_ ")
        kind = heading_kind(words)
        if kind is not None and not _continues(text, before, words):
            return kind, words, False
    found = _INLINE.match(text, line.start, min(line.end, line.start + 44))
    if found is None or indent_of(text, line) > 2:
        return None
    kind = heading_kind(found[1])
    if kind not in _INLINE_KINDS or (current in ("experience", "education") and kind == "courses"):
        return None
    if current == "education" and _ONE_OF_ITS_ENTRIES.match(found[1]):
        return None
    return kind, found[1], True


def _continues(text: str, before: Line | None, words: str) -> bool:
    """Whether the line is the tail of a list that wrapped: a word or two in small letters."""
    return before is not None and text[before.end - 1] in ",;" and not words.isupper()
