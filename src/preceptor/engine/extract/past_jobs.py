"""What a past job's lines say of its employer or its systems, and not of the writer's practice."""

from __future__ import annotations

import re

# "Acme is a SaaS startup", "a 400 bed hospital with two nursing homes".
_EMPLOYER = re.compile(
    r"(?:^|[.\n] |\n)(?!i |my )(?:[^\s.]+ ){1,12}?(?:is|was) (?:an? |the )"
    r"(?:(?:not )?for profit |(?!(?:at|for|in|with|on|who|to)\b)[^\s.]+ ){0,9}?"
    r"(?:start ?up|company|provider|organi[sz]ation|firm|hospital|agency|vendor|supplier"
    r"|subsidiary|health system|clinic|university)\b[^.\n]*"
    r"|\b\d[\d,]*\+? (?:licensed |acute )?beds? (?:[^\s.]+ ){0,8}?(?:hospital|facility"
    r"|medical cent(?:er|re)|health system)\b[^.\n]{0,90}"
)
_EMPLOYER_SIGNS = (" is a", " was a", " bed", " is the ", " was the ")
_SYSTEMS = re.compile(
    r"\b(?:software|developer|programmer|architect|engineer|projects?|program manager|programme"
    r"|information (?:technology|systems?|services)|it|applications?|network|database|cio|cto)\b"
)
_PRACTICE = re.compile(
    r"\b(?:nurs|rn\b|clinic|patient|medic|pharm|therap|radiog|laborator|physician|health care"
    r"|care\b|midwi|dental|research|informatic)"
)


def employer_spans(folded: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a folded resume that describe an employer, in order."""
    if not any(sign in folded for sign in _EMPLOYER_SIGNS):
        return ()
    spans: list[tuple[int, int]] = []
    start = 0
    for line in folded.split("\n"):
        end = start + len(line)
        # None goes beyond its line, and the pattern is too slow for those without a sign.
        if any(sign in line for sign in _EMPLOYER_SIGNS):
            spans += (f.span() for f in _EMPLOYER.finditer(folded, max(0, start - 1), end))
        start = end + 1
    return tuple(spans)


def is_of_systems(title: str) -> bool:
    """Whether a job by this folded title makes or runs systems and treats nobody.

    Its duties may name wards and treatments, which are where its systems went.
    """
    return _SYSTEMS.search(title) is not None and _PRACTICE.search(title) is None
