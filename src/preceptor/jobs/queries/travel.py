"""How much travel a posting's text speaks of."""

from __future__ import annotations

import re

# "travel up to 50%", "25-50 percent travel": the number and the word stand in one sentence.
_NEAR = r"[^.;\n]{0,40}?"
_SHARE = r"(?P<{name}>\d{{1,3}})\s?(?:%|percent\b)"
_TRAVEL = re.compile(
    rf"\btravel\w*\b{_NEAR}{_SHARE.format(name='after')}"
    rf"|{_SHARE.format(name='before')}{_NEAR}\btravel\w*\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\bno (?:overnight )?travel\b|\btravel is not (?:required|expected)\b", re.IGNORECASE
)


def travel_percent(text: str) -> int | None:
    """Return the most percent of travel a text names, 0 for none, None where it says nothing.

    >>> travel_percent("Travel: 25-50 %."), travel_percent("No travel."), travel_percent("Epic")
    (50, 0, None)
    """
    shares = [int(found["after"] or found["before"]) for found in _TRAVEL.finditer(text)]
    if possible := [share for share in shares if share <= 100]:
        return max(possible)
    return 0 if _NONE.search(text) else None
