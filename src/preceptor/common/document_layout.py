"""Put the pieces of a page back into reading order: words, lines, columns.

A page gives glyphs with boxes. Pieces are runs of glyphs on one line without a wide gap.
Where pieces stand in columns, each column is read from top to bottom before the next;
where they form lines of two ends (a title and its date), the line is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Shares of a glyph's height. A blank is about a fifth to a third of the font size; letters
# of one word touch. pdftotext uses a tenth, which splits loosely set words.
_WORD_GAP = 0.13
# Letters that lean over their neighbor (f) or are set tight (m) leave less of a blank: there
# the gap is compared with what the same letter usually leaves in this page.
_WORD_GAP_OVER_USUAL = 0.17
_LEAST_SEEN = 5
_PIECE_GAP = 1.5
_PARAGRAPH_GAP = 0.9
_GUTTER = 0.8
_MAX_DEPTH = 3
_MAX_LOOK = 400

_DATE_LIKE = re.compile(
    r"(?i)(?:\b(?:19|20)\d\d\b|\bpresent\b|\bcurrent\b|\d{1,2}/\d{2,4})",
)


@dataclass(slots=True)
class Glyph:
    """A character and its box in points, the origin at the bottom left."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Piece:
    """Words that stand together on one line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of the line, in points."""
        return max(1.0, self.top - self.bottom)

    @property
    def middle(self) -> float:
        """Height of the middle of the line above the bottom of the page."""
        return (self.top + self.bottom) / 2


Row = list[Piece]


def pieces_of(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Join glyphs, in the order of the page's content, to pieces. No glyphs: no pieces."""
    runs: list[list[Glyph]] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and _breaks(run[-1], glyph):
            runs.append(run)
            run = []
        if run or glyph.char != " ":
            run.append(glyph)
    if run:
        runs.append(run)
    usual = _usual_gaps(runs)
    return [piece for piece in (_piece(run, usual) for run in runs) if piece.text]


def _usual_gaps(runs: Sequence[Sequence[Glyph]]) -> dict[str, float]:
    """Per letter seen often enough, a low gap it leaves to the next, in shares of its height."""
    gaps: dict[str, list[float]] = {}
    for run in runs:
        for before, after in pairwise(run):
            share = (after.left - before.right) / max(1.0, before.top - before.bottom)
            gaps.setdefault(before.char, []).append(share)
    return {
        char: sorted(seen)[len(seen) // 5]
        for char, seen in gaps.items()
        if len(seen) >= _LEAST_SEEN
    }


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    height = max(1.0, last.top - last.bottom)
    if abs(glyph.bottom - last.bottom) > 0.5 * height:
        return True
    gap = glyph.left - last.right
    return gap > _PIECE_GAP * height or gap < -2 * height


def _piece(run: Sequence[Glyph], usual_after: dict[str, float]) -> Piece:
    gaps = sorted(after.left - before.right for before, after in pairwise(run))
    # Headings are sometimes set with wide letter spacing: then the usual gap is no blank.
    usual = max(0.0, gaps[len(gaps) // 2]) if len(gaps) > 3 else 0.0
    text = [run[0].char]
    for before, after in pairwise(run):
        height = max(1.0, before.top - before.bottom)
        gap = (after.left - before.right - usual) / height
        leans = gap > 0 and gap - usual_after.get(before.char, gap) > _WORD_GAP_OVER_USUAL
        if (gap > _WORD_GAP or leans) and before.char != " " and after.char != " ":
            text.append(" ")
        text.append(after.char)
    return Piece(
        " ".join("".join(text).split()),
        min(glyph.left for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.top for glyph in run),
    )


def lines_of(pieces: Sequence[Piece], width: float) -> list[str]:
    """Return the page's lines in reading order; ``width`` is that of the page in points."""
    return _read(_rows(pieces), width, 0)


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Group pieces to rows by height, top first, each from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.middle, piece.left)):
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.4 * min(
            piece.height, rows[-1][0].height
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return [_join_close(row) for row in rows]


def _join_close(row: Row) -> Row:
    joined: Row = [row[0]]
    for piece in row[1:]:
        last = joined[-1]
        gap = piece.left - last.right
        if gap > _PIECE_GAP * last.height:
            joined.append(piece)
            continue
        between = " " if gap > _WORD_GAP * last.height else ""
        joined[-1] = Piece(
            last.text + between + piece.text,
            last.left,
            min(last.bottom, piece.bottom),
            max(last.right, piece.right),
            max(last.top, piece.top),
        )
    return joined


def _read(rows: list[Row], width: float, depth: int) -> list[str]:
    lines: list[str] = []
    at = 0
    last: Row | None = None
    while at < len(rows):
        block = _columns_at(rows, at, width) if depth < _MAX_DEPTH else None
        if block is not None:
            end, sides = block
            for side in sides:
                lines.extend(_read(side, width, depth + 1))
                lines.append("")
            at, last = end, None
            continue
        row = rows[at]
        if last is not None and last[0].bottom - row[0].top > _PARAGRAPH_GAP * row[0].height:
            lines.append("")
        lines.append("\t".join(piece.text for piece in row))
        at, last = at + 1, row
    return lines


def _columns_at(
    rows: list[Row], start: int, width: float
) -> tuple[int, tuple[list[Row], list[Row]]] | None:
    """Find two columns that begin at this row: (row after them, (left rows, right rows))."""
    for gutter in _gutters(rows, start):
        found = _extend(rows, start, gutter)
        if found is not None and _are_columns(*found[1], width):
            return found
    return None


def _gutters(rows: list[Row], start: int) -> list[tuple[float, float]]:
    """Gaps of the first row here that has any; a row of one piece may begin a column too."""
    for row in rows[start : start + 4]:
        if len(row) > 1:
            return [(left.right, right.left) for left, right in pairwise(row)]
        # Only a row of one piece that lies beside a later gap can belong to it.
    return []


def _extend(
    rows: list[Row], start: int, gutter: tuple[float, float]
) -> tuple[int, tuple[list[Row], list[Row]]] | None:
    low, high = gutter
    left: list[Row] = []
    right: list[Row] = []
    end, left_end = start, 0
    at = start
    for at in range(start, min(len(rows), start + _MAX_LOOK)):
        narrowed = _narrow(rows[at], low, high)
        if narrowed is None:
            break
        low, high = narrowed
        middle = (low + high) / 2
        here = [piece for piece in rows[at] if piece.right <= middle]
        there = [piece for piece in rows[at] if piece.right > middle]
        if here:
            left.append(here)
        if there:
            right.append(there)
            end, left_end = at + 1, len(left)
    else:
        # The gutter holds to the foot of the page: a side bar, so the long column stays whole.
        end, left_end = at + 1, len(left)
    if end <= start:
        return None
    return end, (left[:left_end], right)


def _narrow(row: Row, low: float, high: float) -> tuple[float, float] | None:
    middle = (low + high) / 2
    for piece in row:
        if piece.right <= middle:
            low = max(low, piece.right)
        elif piece.left >= middle:
            high = min(high, piece.left)
        elif piece.right - middle < middle - piece.left:
            low = max(low, piece.right)
        else:
            high = min(high, piece.left)
        if high - low < _GUTTER * piece.height:
            return None
    return low, high


def _are_columns(left: list[Row], right: list[Row], width: float) -> bool:
    """Tell columns from lines of two ends.

    Columns have two rows or more on each side, the right one is flush at its left edge, both
    have some width, and neither is mostly dates (a date beside a job belongs to its line).
    """
    if len(left) < 2 or len(right) < 2:
        return False
    edges = [row[0].left for row in right]
    flush = max(sum(abs(edge - other) < 4 for edge in edges) for other in edges[:20])
    if flush < 0.6 * len(edges):
        return False
    for side in (left, right):
        if _usual_width(side) < 0.08 * width:
            return False
        dated = sum(bool(_DATE_LIKE.search(" ".join(p.text for p in row))) for row in side)
        if dated > 0.4 * len(side):
            return False
    return True


def _usual_width(rows: list[Row]) -> float:
    widths = sorted(row[-1].right - row[0].left for row in rows)
    return widths[-1 - len(widths) // 4]
