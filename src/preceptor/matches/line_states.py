"""Put the engine's explanation of a person on a job into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from preceptor.engine.match import CompiledJob, Explanation, State
from preceptor.engine.translate.history_lines import years_text
from preceptor.engine.translate.jobs import Built
from preceptor.engine.vocabulary import Vocabulary
from preceptor.matches.answers import LineState, Quote

GRADE_NAMES = ("claimed", "documented", "attested", "assessed", "credentialed")
STATES = {
    State.MET: "met",
    State.PARTLY: "partly",
    State.NOT_MET: "not_met",
    State.NOT_STATED: "not_stated",
}
EDUCATION_NAMES = (
    "not stated",
    "secondary school",
    "a certificate",
    "an associate degree",
    "a bachelor's degree",
    "a master's degree",
    "a doctorate",
)


class LabeledLine(Protocol):
    """A line as stored or drafted."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def spec(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece of evidence as a page shows it, in the position the engine knows it by."""

    competency: str
    grade: int
    quote: Quote | None


def line_states(
    lines: Sequence[LabeledLine],
    built: Built,
    compiled: CompiledJob,
    explanations: Sequence[Explanation],
    pieces: Sequence[ShownPiece],
    vocabulary: Vocabulary,
) -> tuple[LineState, ...]:
    """Return one state per matched line and gate, in the order of ``lines``."""
    states = []
    for explanation in explanations:
        is_gate = explanation.gate is not None
        index = explanation.gate if is_gate else explanation.line
        position = (built.gates if is_gate else built.lines)[index or 0]
        line = lines[position]
        backing = explanation.meeting or explanation.best
        # A record that changes while we answer may be shorter by now.
        piece = pieces[backing.piece] if backing and backing.piece < len(pieces) else None
        states.append(
            LineState(
                position=position,
                label=line.label,
                kind=line.kind,
                is_must=not is_gate and explanation.requirement is not None,
                is_gate=is_gate,
                state=STATES[explanation.state],
                credit=explanation.credit,
                weight=explanation.weight,
                points=explanation.points,
                grade=backing.held_grade if backing else None,
                held=_held(explanation, vocabulary),
                needed="" if explanation.state is State.MET else _needed(line, vocabulary),
                quote=piece.quote if piece else None,
            )
        )
    return tuple(sorted(states, key=lambda state: state.position))


def _held(explanation: Explanation, vocabulary: Vocabulary) -> str:
    backing = explanation.meeting or explanation.best
    if backing is not None:
        name = vocabulary.competencies[backing.held].name
        return f"{name}, level {backing.held_level}, {GRADE_NAMES[backing.held_grade]}"
    if explanation.quarters is not None:
        if explanation.state is State.NOT_STATED:
            return ""
        return years_text(explanation.quarters[0])
    if explanation.education is not None and explanation.education:
        return EDUCATION_NAMES[int(explanation.education)]
    return ""


def _needed(line: LabeledLine, vocabulary: Vocabulary) -> str:
    """Return what would meet the line, in words."""
    if line.kind == "competency":
        ways = [
            _way_name(vocabulary.by_id[way["competency"]].name, way["level"])
            for way in line.spec["any_of"]
            if way["competency"] in vocabulary.by_id
        ]
        return " or ".join(ways)
    if line.kind == "years":
        return years_text(line.spec["quarters"])
    return line.label


def _way_name(name: str, level: int | None) -> str:
    """Level 1 is what a line asks that states none: the name alone says it."""
    return f"{name} at level {level}" if level and level > 1 else name


def quote_at(text: str, start: int, end: int, *, around: int = 60) -> Quote:
    """Return words with up to ``around`` characters of their own line on each side."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end == -1 else line_end
    left, right = max(line_start, start - around), min(line_end, end + around)
    before, after = text[left:start], text[end:right]
    # Cut at a blank, never through a word.
    if left > line_start:
        before = "…" + before.partition(" ")[2]
    if right < line_end:
        after = after.rpartition(" ")[0] + "…"
    return Quote(before=before.lstrip(), words=text[start:end], after=after, span=(start, end))
