"""Tells which sentences of a text with two jobs belong to which of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from preceptor.engine.classify.evidence import best_points
from preceptor.engine.classify.model import RoleModel
from preceptor.engine.classify.passages import Passage, cut_posting
from preceptor.engine.extract.facts import Posting
from preceptor.engine.extract.text import Line, lines_of
from preceptor.engine.vocabulary import Vocabulary

Side = Literal["first", "second", "both"]

# How far one role's points must lead for a sentence to be its own: one weak cue is too little.
_LEAST_LEAD = 0.5
# What a competency that a sentence names adds, beside the duties it speaks of.
_NAMED = 3.0
# What is near to something a role asks speaks for it by so much less.
_NEAR = 0.5
_LONGEST_HEADING = 70


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the text and whose it is; ``lead`` is how surely, 0 where nothing tells.

    ``line`` numbers the line it stands in; a heading is no sentence of either and goes where
    sentences under it go.
    """

    start: int
    end: int
    line: int
    side: Side
    lead: float
    is_heading: bool = False


def part_posting(
    text: str,
    posting: Posting,
    model: RoleModel,
    vocabulary: Vocabulary,
    *,
    first: str,
    second: str,
) -> tuple[Piece, ...]:
    """Return the sentences of a posting after its title, each with the role it speaks for.

    What speaks for neither goes with the sentences around it under one heading, where these are
    all of one role; else it is of both: a benefit, a degree, where the work is.
    """
    after = posting.title_words.end if posting.title_words else 0
    passages = cut_posting(text, model.table, model.zones, after=after)
    lines = lines_of(text)
    named = _named(posting, model, vocabulary, first, second)
    pieces = []
    at = 0
    for passage in passages:
        while lines[at].end <= passage.start:
            at += 1
        lead = 0.0 if passage.weight == 0 else _lead(passage, model, first, second, named)
        pieces.append(
            Piece(
                passage.start,
                passage.end,
                at,
                _side(lead),
                abs(lead),
                _is_heading(text, lines, at, passage),
            )
        )
    return tuple(_joined(pieces))


def _lead(
    passage: Passage,
    model: RoleModel,
    first: str,
    second: str,
    named: Sequence[tuple[int, int, float]],
) -> float:
    """Return how far the first role's points lead in a sentence; below 0 the second's do."""
    points: dict[str, float] = defaultdict(float)
    for family in ("duty", "title"):
        for role, cue in best_points(model.cues[family].holding(passage.terms)).items():
            points[role] += cue.points
    lead = points[first] - points[second]
    return lead + sum(
        weight for start, end, weight in named if start < passage.end and end > passage.start
    )


def _named(
    posting: Posting, model: RoleModel, vocabulary: Vocabulary, first: str, second: str
) -> list[tuple[int, int, float]]:
    """Return the spans of named competencies and how much more each speaks for the first role."""
    found = []
    for item in (*posting.requirements, *posting.credentials):
        speaks = _speaks(item.competency, model, vocabulary)
        weight = _NAMED * (speaks.get(first, 0.0) - speaks.get(second, 0.0))
        if weight:
            found.append((item.words.start, item.words.end, weight))
    return found


def _speaks(competency: str, model: RoleModel, vocabulary: Vocabulary) -> Mapping[str, float]:
    """Return how much a competency speaks for each role, by itself or by what is next to it."""
    own = model.speaks.get(competency)
    if own:
        return dict(own)
    entry = vocabulary.by_id[competency]
    near = [*entry.implies, *(slug for slug, _ in (*entry.part_of, *entry.related))]
    heard = [model.speaks[slug] for slug in near if slug in model.speaks]
    speaks: dict[str, float] = defaultdict(float)
    for shares in heard:
        for role, share in shares:
            speaks[role] += _NEAR * share / len(heard)
    return speaks


def _side(lead: float) -> Side:
    if abs(lead) < _LEAST_LEAD:
        return "both"
    return "first" if lead > 0 else "second"


def _is_heading(text: str, lines: Sequence[Line], at: int, passage: Passage) -> bool:
    line = lines[at]
    shown = text[line.start : line.end].strip("*_# \t")
    if line.is_marked_heading:
        return True
    is_whole = passage.start <= line.start + 2 and passage.end >= line.end - 2
    is_short = len(shown) <= _LONGEST_HEADING and not shown.endswith((".", ";", ","))
    below = lines[at + 1] if at + 1 < len(lines) else None
    follows = (
        below is not None
        and not below.is_after_blank
        and (below.is_bullet or below.end - below.start > _LONGEST_HEADING)
    )
    return is_whole and is_short and not line.is_bullet and (shown.endswith(":") or follows)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Give sentences that speak for neither to the one role all others under their heading are."""
    joined: list[Piece] = []
    block: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and not piece.is_heading:
            block.append(piece)
            continue
        sides = {each.side for each in block if each.side != "both"}
        only: Side | None = sides.pop() if len(sides) == 1 else None
        sure = sum(each.side == only for each in block)
        # One telling sentence among many decides for itself alone.
        takes_all = only is not None and 2 * sure >= len(block)
        joined += [replace(each, side=only) if takes_all and only else each for each in block]
        block = []
        if piece is not None:
            joined.append(replace(piece, side="both"))
    return joined
