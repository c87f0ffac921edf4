"""Draws extracted facts for a person to judge, and reckons the precision from the judgements."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from preceptor.cli.evaluate.samples import Sample

Entry = dict[str, Any]
_CONTEXT = 120
# The normal quantile of a two-sided interval of 95 %.
_Z95 = 1.959964
_LISTS = {
    "posting": ("requirements", "credentials"),
    "resume": ("competencies", "credentials"),
}
# What stays when judgements are kept: no words of the texts.
_KEPT = ("id", "file", "kind", "list", "fact", "verdict", "note")


@dataclass(frozen=True, slots=True)
class Precision:
    """Right of judged, with the Wilson interval at 95 %; ``open`` is how many are not judged."""

    right: int
    judged: int
    open: int
    share: float
    low: float
    high: float


def entries_of(sample: Sample, kind: str, answer: Entry) -> Iterator[Entry]:
    """Give every fact of a text that was read as an entry to judge, words marked with >> <<."""
    for name in _LISTS[kind]:
        for fact in answer[name]:
            start, end = fact["span"]
            yield {
                "id": f"{sample.path.stem}:{name}:{start}-{end}:{_what(fact)}",
                "file": sample.path.name,
                "kind": kind,
                "list": name,
                "fact": {key: value for key, value in fact.items() if key != "text"},
                "text": fact["text"],
                "context": _context(sample.text, start, end),
                "verdict": None,
                "note": "",
            }


def draw(entries: Iterable[Entry], *, n: int, seed: int) -> list[Entry]:
    """Return ``n`` entries drawn at random without putting back, in the order of their ids.

    Fewer where there are fewer; the same seed draws the same.
    """
    ordered = sorted(entries, key=lambda entry: str(entry["id"]))
    # A drawing that can be repeated, no secret.
    chosen = random.Random(seed).sample(  # noqa: S311
        ordered, min(n, len(ordered))
    )
    return sorted(chosen, key=lambda entry: str(entry["id"]))


def without_texts(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries with their judgements but without any words of the texts.

    Of a rule only its kind stays: "cue", not the words that were the cue.
    """
    kept = [{key: entry[key] for key in _KEPT if key in entry} for entry in entries]
    for entry in kept:
        if "rule" in entry.get("fact", ()):
            kind = str(entry["fact"]["rule"]).partition(":")[0]
            entry["fact"] = {**entry["fact"], "rule": kind}
    return kept


def precision(entries: Sequence[Entry]) -> Precision:
    """Reckon the precision; a verdict is true, false, or null for not judged yet."""
    verdicts = [entry["verdict"] for entry in entries if isinstance(entry.get("verdict"), bool)]
    right, judged = sum(verdicts), len(verdicts)
    low, high = wilson(right, judged)
    share = right / judged if judged else 0.0
    return Precision(right, judged, len(entries) - judged, share, low, high)


def wilson(right: int, n: int, z: float = _Z95) -> tuple[float, float]:
    """Return Wilson's score interval for a share (E. B. Wilson, 1927); (0, 1) for n = 0.

    >>> [round(end, 3) for end in wilson(190, 200)]
    [0.91, 0.973]
    """
    if n == 0:
        return 0.0, 1.0
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _what(fact: Entry) -> str:
    return str(fact.get("competency") or fact.get("credential"))


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}>>{text[start:end]}<<{after}".split())
