"""What a line is called, from what it asks: for lines that somebody wrote or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from preceptor.engine.translate.drafts import label_of
from preceptor.engine.translate.history_lines import DOMAIN_NAMES, ways_label, years_text
from preceptor.engine.vocabulary import Vocabulary

RIGHT_TO_WORK = "The right to work in the United States"


def line_label(kind: str, spec: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """Return the label of a line of a kind, see LineDraft for its spec.

    A place gate has ``place_label``. Raises KeyError for a competency that the vocabulary does
    not have.
    """
    if kind == "competency":
        return label_of([way["competency"] for way in spec["any_of"]], vocabulary)
    if kind in ("credential", "licence"):
        return label_of(spec["any_of"], vocabulary)
    if kind == "years":
        if spec["domain"] == "clinical" and spec["quarters"] == 1:
            return "A clinical background of any length"
        return f"{years_text(spec['quarters'])} of {DOMAIN_NAMES[spec['domain']]}"
    if kind == "education":
        return ways_label([(way["level"], way["quarters"]) for way in spec["any_of"]])
    return RIGHT_TO_WORK


def place_label(towns: Sequence[str], states: Sequence[str], radius_miles: int) -> str:
    """Return what a place gate asks: near one of some towns, or a home in one of some states.

    >>> place_label(["Augusta, ME", "Bath, ME"], [], 50)
    'Within 50 miles of Augusta, ME or Bath, ME'
    >>> place_label([], ["ME", "NH", "VT"], 50)
    'A home in ME, NH or VT'
    """
    near = f"Within {radius_miles} miles of {either(towns)}" if towns else ""
    home = f"a home in {either(states)}" if states else ""
    words = f"{near}, or {home}" if near and home else near or home
    return words[:1].upper() + words[1:]


def either(words: Sequence[str]) -> str:
    """Return words joined by commas and "or"; at least one.

    >>> either(["Bath"])
    'Bath'
    """
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
