"""The price page's own order and words: rows with their switches, the text with its marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from preceptor.common.marked_text import Mark, Paragraph, mark_text
from preceptor.matches.answers import LinePrice, Marked, Price

KIND_NAMES = {
    "competency": "competency",
    "credential": "credential",
    "years": "experience",
    "education": "education",
    "licence": "gate: a license",
    "place": "gate: place",
    "right_to_work": "gate: right to work",
}
# Gates that no cheapest change touches.
NEVER_GIVEN_UP = frozenset({"licence", "right_to_work"})
ANY_OF = {"credential": ", any one of those named", "education": ", any one of the ways named"}
# How the rules end that say what work a posting is.
KIND_OF_WORK = "kind of work"
DECISIONS = ("must", "lower", "nice", "drop")
MOST_DIGITS = 3
SHOWN_IN_FULL = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One position of a line's switch."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its number in the posting, its switch, and whether its words are marked."""

    line: LinePrice
    number: int
    kind_name: str
    choices: tuple[Choice, ...]
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Folds:
    """The rows as a page shows them: in full, and folded away.

    What a person has switched is never folded; of the others the dearest come in full.
    """

    shown: tuple[Row, ...]
    further: tuple[Row, ...]
    free: tuple[Row, ...]


def fold(rows: Sequence[Row], switched: Collection[int]) -> Folds:
    """Fold what costs nobody, and the required rows beyond the first few."""
    free = [
        row for row in rows if row.line.decision == "nice" and row.line.position not in switched
    ]
    costly = [row for row in rows if row not in free]
    first = {row.line.position for row in costly[:SHOWN_IN_FULL]} | set(switched)
    return Folds(
        shown=tuple(row for row in costly if row.line.position in first),
        further=tuple(row for row in costly if row.line.position not in first),
        free=tuple(free),
    )


def rarely_met(lines: Sequence[LinePrice], pool: int) -> dict[int, str]:
    """Return the switches that turn every must to nice which fewer than a tenth of people meet.

    Gates stay. A first step where no small change brings anybody.
    """
    return {
        line.position: "nice"
        for line in lines
        if line.decision in ("must", "lower") and not line.is_gate and 10 * line.met < pool
    }


def decisions_of(query: QueryDict) -> dict[int, str]:
    """Return line position -> decision from ``line-2=nice`` and the like; the last one counts.

    What is no known decision is passed over.
    """
    decisions = {}
    for name in query:
        position = name.removeprefix("line-")
        value = str(query[name])
        is_line = name != position and position.isdecimal() and len(position) <= MOST_DIGITS
        if is_line and value in DECISIONS:
            decisions[int(position)] = value
    return decisions


def changed_from(lines: Sequence[LinePrice], asked: Mapping[int, str]) -> dict[int, str]:
    """Return the decisions asked for that took effect and differ from the posting as read."""
    return {
        line.position: line.decision
        for line in lines
        if line.position in asked and line.decision != line.was
    }


def rows_of(lines: Sequence[LinePrice], text: Sequence[Marked], order: Sequence[int]) -> list[Row]:
    """Return the lines as rows: in the order given, else the dearest first.

    Dearest is by fair share, then by people lost to the line alone; what costs nobody comes
    last, in the order of the text. An order that was given keeps rows in place under a switch.
    """
    marked = {piece.position for piece in text if piece.position is not None}
    numbers = {
        line.position: number
        for number, line in enumerate(sorted(lines, key=lambda each: each.position), 1)
    }
    place = {position: index for index, position in enumerate(order)}
    ordered = sorted(
        lines,
        key=lambda line: (
            place.get(line.position, len(place)),
            -(line.share or 0),
            -(line.lost_alone or 0),
            line.position,
        ),
    )
    return [
        Row(
            line=line,
            number=numbers[line.position],
            kind_name=_kind_name(line),
            choices=_choices(line),
            is_marked=line.position in marked,
        )
        for line in ordered
    ]


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A stored line as its employer edits it: what it costs, and what may be done with it."""

    line: LinePrice
    number: int
    key: int
    kind_name: str
    is_marked: bool
    is_first: bool
    is_last: bool


def edited_rows(
    lines: Sequence[LinePrice], text: Sequence[Marked], stored: Mapping[int, Any]
) -> list[EditedRow]:
    """Return the lines in their own order; ``stored``: position -> the row in the database."""
    marked = {piece.position for piece in text if piece.position is not None}
    ordered = sorted(lines, key=lambda line: line.position)
    return [
        EditedRow(
            line=line,
            number=number,
            key=stored[line.position].pk,
            kind_name=_kind_name(line),
            is_marked=line.position in marked,
            is_first=number == 1,
            is_last=number == len(ordered),
        )
        for number, line in enumerate(ordered, 1)
    ]


def _kind_name(line: LinePrice) -> str:
    """Return what sort of line it is, the level it asks, and what it weighs."""
    name = KIND_NAMES.get(line.kind, line.kind)
    if line.rule.endswith(KIND_OF_WORK):
        name = "kind of work"
    if line.is_gate:
        return name
    if " or " in line.label and line.kind in ANY_OF:
        name += ANY_OF[line.kind]
    level = _level_asked(line)
    asked = f", level {level} asked" if level else ""
    return f"{name}{asked}, weight {line.weight}"


def _level_asked(line: LinePrice) -> int | None:
    """Return the level as posted, where it has a lower step; level 1 asks no more than the name."""
    if line.kind != "competency":
        return None
    if line.decision == "lower":
        return int(line.label.rpartition(" at level ")[2])
    return int(line.lower_to.rpartition(" at level ")[2]) + 1 if line.lower_to else None


def _choices(line: LinePrice) -> tuple[Choice, ...]:
    lower = line.lower_to or (line.label if line.decision == "lower" else "")
    labels = {"must": "must", "nice": "nice", "drop": "drop"}
    if line.is_gate:
        del labels["nice"]
    elif lower:
        labels = {"must": "must", "lower": _short(lower), "nice": "nice", "drop": "drop"}
    return tuple(Choice(value, label, value == line.decision) for value, label in labels.items())


def _short(lower: str) -> str:
    """Return "2 years" of "2 years of IT work", "level 2" of "HL7 v2 at level 2"."""
    if " at level " in lower:
        return f"level {lower.rpartition(' at level ')[2]}"
    return lower.partition(" of ")[0]


def marked_paragraphs(text: Sequence[Marked]) -> list[Paragraph]:
    """Return a posting's text as paragraphs; the key of a piece is its line's position."""
    marks = []
    at = 0
    for piece in text:
        if piece.position is not None:
            marks.append(Mark(at, at + len(piece.text), str(piece.position)))
        at += len(piece.text)
    return mark_text("".join(piece.text for piece in text), marks)


def costs_of(text: Sequence[Marked]) -> Mapping[str, int]:
    """Return piece key -> how strongly it is marked, 0-3."""
    return {str(piece.position): piece.cost for piece in text if piece.position is not None}


def order_of(query: QueryDict) -> list[int]:
    """Return the order of rows that a switch carries along, empty on a first visit."""
    parts = query.get("order", "").split(".")
    return [int(part) for part in parts[:64] if part.isdecimal() and len(part) < 4]


def switched_address(
    decisions: Mapping[int, str], order: str, carried: Mapping[str, int] | None = None
) -> str:
    """Return the query that applies these switches and keeps the rows in their order.

    ``carried``: what else was asked for and stays, such as the goal.
    """
    switches = {f"line-{at}": how for at, how in decisions.items()}
    return "?" + urlencode({**switches, "order": order, **(carried or {})})


def promises_address(keys: Sequence[str]) -> str:
    """Return the query that ticks these promises of a job."""
    return "?" + urlencode([("add", key) for key in keys])


def carried_by(price: Price, *, usual_goal: int) -> dict[str, int]:
    """Return what an address must carry beside the switches: only what differs from the usual."""
    asked = {
        "proof": (price.proof.weight, price.proof.posted_weight),
        "hours": (price.proof.hours_per_year, price.proof.posted_hours_per_year),
        "goal": (price.relaxation.goal if price.relaxation else usual_goal, usual_goal),
    }
    return {name: value for name, (value, usual) in asked.items() if value != usual}
