"""Cuts a text into paragraphs and pieces, so that a page can mark the words that were read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to mark: where they stand, and the key of what they say (a line, a fact)."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``key`` is empty where nothing is marked.

    ``is_first`` is true for the first piece of its key: it carries the anchor.
    """

    text: str
    key: str = ""
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together, and whether they began with a bullet."""

    pieces: tuple[Piece, ...]
    is_item: bool = False


BULLETS = "•▪◦●○‣·∙*-–—"


def mark_text(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """Return the text's lines as paragraphs, empty ones left out, with the marks as pieces.

    Where marks overlap, the one that begins first wins, of these the longest; the part of a later
    mark beyond it is still marked. A mark across a line break is cut there. No text is lost or
    changed, except spaces at the ends of a line and the bullet before an item.
    """
    runs = _runs(text, marks)
    seen: set[str] = set()
    paragraphs = []
    for start, end in _lines(text):
        first = start + (len(text[start:end]) - len(text[start:end].lstrip()))
        is_item = text[first : first + 1] in BULLETS and text[first + 1 : first + 2].isspace()
        if is_item:
            first += 1
        pieces = _pieces(text, first, end, runs, seen)
        if pieces:
            paragraphs.append(Paragraph(pieces, is_item))
    return paragraphs


def _runs(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in order, cut so that none overlap."""
    runs: list[Mark] = []
    reached = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.key)):
        start, end = max(mark.start, reached), min(mark.end, len(text))
        if start < end:
            runs.append(Mark(start, end, mark.key))
            reached = end
    return runs


def _lines(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip())
        start += len(line)


def _pieces(text: str, start: int, end: int, runs: list[Mark], seen: set[str]) -> tuple[Piece, ...]:
    while start < end and text[start].isspace():
        start += 1
    pieces = []
    for run in runs:
        if run.end <= start or run.start >= end:
            continue
        if run.start > start:
            pieces.append(Piece(text[start : run.start]))
        first, start = max(run.start, start), min(run.end, end)
        pieces.append(Piece(text[first:start], run.key, run.key not in seen))
        seen.add(run.key)
    if start < end:
        pieces.append(Piece(text[start:end]))
    return tuple(pieces)
