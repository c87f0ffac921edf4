"""The name at the head of a resume, found so that it can be left out where no name may be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from preceptor.engine.extract.resume_jobs import is_title

# A name stands before everything else; further down, capitals are towns, clinics, courses.
_HEAD_LINES = 3
_LONGEST = 60
# What follows a name on its line: letters ("RN"), a title, a town, a telephone number.
_AFTER = re.compile(r"\s*(?:[,|(\t\u2022\u00b7:;]|\s[-\u2013\u2014]\s|\s{3,})")
_BEFORE = re.compile(r"(?i)^\W*(?:(?:resume|cv|curriculum vitae) of|name\s*:)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*\.?")
_PARTICLES = "de da del della der den di do dos du la le van von bin bint al el y"
# Headings of a resume, and words of its first lines that are no title and nobody's name.
_NO_NAMES = """
resume resumé curriculum vitae cv profile summary objective contact information about personal
professional career education experience skills certified certification licensed registered health
healthcare medical clinical hospital clinic center university college informatics technology
graduate student candidate confidential page company name city state
"""
_SMALL = frozenset(_PARTICLES.split())
_NO_NAME = frozenset(_NO_NAMES.split())


def head_name(text: str, *, taken: Iterable[tuple[int, int]] = ()) -> str:
    """Return the words that name somebody in the first lines of a resume, "" where none do.

    ``taken`` are spans of the text that are known to say something else: a title, a competency,
    a town. Two to five words in capitals or with a capital each, nothing else before them.

    >>> head_name("RUTH A. MOODY, RN, BSN\\nAugusta, ME")
    'RUTH A. MOODY'
    >>> head_name("Registered Nurse\\nSUMMARY\\nEpic go-live")
    ''
    """
    spans = tuple(taken)
    start = shown = 0
    for line in text.splitlines(keepends=True):
        begin, start = start, start + len(line)
        if not line.strip():
            continue
        shown += 1
        if shown > _HEAD_LINES:
            break
        lead = _BEFORE.match(line)
        left = lead.end() if lead else len(line) - len(line.lstrip())
        rest = line[left:].rstrip()
        cut = _AFTER.search(rest)
        name = rest[: cut.start()] if cut else rest
        first, last = begin + left, begin + left + len(name)
        if _reads_like_a_name(name) and not any(
            first < end and begun < last for begun, end in spans
        ):
            return name
    return ""


def _reads_like_a_name(words: str) -> bool:
    parts = words.split()
    if not 2 <= len(parts) <= 5 or len(words) > _LONGEST or is_title(words):
        return False
    plain = [part.strip(".").casefold() for part in parts]
    if not _NO_NAME.isdisjoint(plain):
        return False
    whole = [part for part in parts if _WORD.fullmatch(part)]
    named = [part for part in whole if part[0].isupper() or part.casefold() in _SMALL]
    return len(named) == len(parts) and sum(len(part.strip(".")) > 1 for part in parts) >= 2
