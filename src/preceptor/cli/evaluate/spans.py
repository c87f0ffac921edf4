"""Compares facts that reading gave with phrases that a person marked.

A phrase counts as found where a fact covers at least half of one of its occurrences, or lies
within it and is its abbreviation in capitals, as RHIA in "Registered ... (RHIA)". Facts longer
than 60 characters are not heard, so that quoting whole sentences wins nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Fact = Mapping[str, Any]

LONGEST_FACT = 60
_SHORTEST_ABBREVIATION = 2


def occurrences(phrase: str, text: str) -> list[tuple[int, int]]:
    """Return where a phrase stands, any case and blanks; inside words only if nowhere else."""
    loose = r"\s+".join(map(re.escape, phrase.split()))
    if not loose:
        return []
    whole = rf"(?<![A-Za-z0-9]){loose}(?![A-Za-z0-9])"
    found = [match.span() for match in re.finditer(whole, text, re.IGNORECASE)]
    return found or [match.span() for match in re.finditer(loose, text, re.IGNORECASE)]


def is_found(phrase: str, text: str, facts: Iterable[Fact]) -> bool:
    """Say whether one of the facts marks one occurrence of the phrase."""
    spans = [(int(fact["span"][0]), int(fact["span"][1])) for fact in facts]
    short = [(start, end) for start, end in spans if end - start <= LONGEST_FACT]
    return any(
        _covers(start, end, left, right) or _abbreviates(text, start, end, left, right)
        for start, end in occurrences(phrase, text)
        for left, right in short
    )


def _covers(start: int, end: int, left: int, right: int) -> bool:
    return min(end, right) - max(start, left) >= (end - start) / 2


def _abbreviates(text: str, start: int, end: int, left: int, right: int) -> bool:
    is_within = start <= left and right <= end <= start + LONGEST_FACT
    is_capital = text[left:right].isupper() and right - left >= _SHORTEST_ABBREVIATION
    return is_within and is_capital


def covered(facts: Iterable[Fact]) -> int:
    """Count the characters that lie under some fact."""
    under: set[int] = set()
    for fact in facts:
        under.update(range(int(fact["span"][0]), int(fact["span"][1])))
    return len(under)


def wrong_spans(text: str, facts: Sequence[Fact]) -> int:
    """Count the facts whose words do not stand at their span."""
    return sum(text[fact["span"][0] : fact["span"][1]] != fact["text"] for fact in facts)
