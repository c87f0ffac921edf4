"""The lines of a job whose text was changed: what the reader finds now, what its employer said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preceptor.engine.translate import LineDraft
from preceptor.engine.translate.lines import MAX_LINES
from preceptor.jobs.models import Line
from preceptor.jobs.reading import ReadPosting

# The rule of a line that its employer wrote or changed.
STATED = "stated by the employer"
_PLACE = Line.Kind.PLACE


def merged_lines(
    stored: Sequence[Line], before: Sequence[LineDraft], read: ReadPosting
) -> list[Line | LineDraft]:
    """Return the lines of a changed text: stored rows that stay, and drafts that are new.

    ``before``: what the reader found in the old text; what stands there and not in ``stored`` was
    removed by the employer, and stays away. A stored row that was never in the old text, or asks
    something else by now, is the employer's and stays. Gates of place follow the job's places and
    not its text. Rows that stay take the words of the new text where these still ask the same.
    """
    was = {line_key(draft.kind, draft.spec) for draft in before}
    mine: dict[tuple[Any, ...], list[Line]] = {}
    for line in stored:
        mine.setdefault(line_key(line.kind, line.spec), []).append(line)
    merged: list[Line | LineDraft] = []
    for draft in read.lines:
        key = line_key(draft.kind, draft.spec)
        if mine.get(key):
            merged.append(_moved(mine[key].pop(0), draft, read.text))
        elif key not in was:
            merged.append(draft)
    # What is left of the stored rows: gone from the text, or the employer's own.
    rest = [line for lines in mine.values() for line in lines]
    gates = [line for line in rest if line.kind == _PLACE]
    own = [
        line
        for line in rest
        if line not in gates and (line.rule == STATED or line_key(line.kind, line.spec) not in was)
    ]
    return [*gates, *merged, *(_found_again(line, read.text) for line in own)][:MAX_LINES]


def line_key(kind: str, spec: Any) -> tuple[Any, ...]:
    """Return what a line is about: two of one key ask the same, at whatever level or length."""
    if kind == "competency":
        return kind, frozenset(way["competency"] for way in spec["any_of"])
    if kind in ("credential", "licence"):
        # A licence made a mere wish, or a credential made a gate, is about the same paper.
        return "credential", frozenset(spec["any_of"])
    return (kind, spec["domain"]) if kind == "years" else (kind,)


def _moved(line: Line, draft: LineDraft, text: str) -> Line:
    """Tie a row to its words in the new text."""
    words = draft.words
    if words is None:
        return _found_again(line, text)
    line.start, line.end, line.words = words.start, words.end, words.text[:300]
    return line


def _found_again(line: Line, text: str) -> Line:
    """Tie a row to its words where they still stand in the text, else to none."""
    at = text.find(line.words) if line.words else -1
    line.start = at if at >= 0 else None
    line.end = at + len(line.words) if at >= 0 else None
    line.words = line.words if at >= 0 else ""
    return line
