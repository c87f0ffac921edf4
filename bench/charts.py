"""Charts as SVG: bars and ranges on a logarithmic scale, readable without color."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABEL, RIGHT = 720, 190, 150
ROW, TOP, BOTTOM = 30, 66, 58
INK, QUIET, TEAL, GRID = "#1d2527", "#5a6668", "#0b6b66", "#d5dcdd"
SVG = 'xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc"'
FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: from ``low`` to ``high`` (bars begin at the axis where ``low`` is None).

    ``is_ours`` is filled in the color of the house, ``is_exact`` filled at all; others are
    outlined.
    """

    label: str
    high: float
    note: str
    low: float | None = None
    is_ours: bool = False
    is_exact: bool = True


def log_chart(title: str, bars: Sequence[Bar], *, unit: str, source: str) -> str:
    """Return a chart of at least one bar of positive values as an SVG document."""
    values = [value for bar in bars for value in (bar.high, bar.low) if value]
    first = math.floor(math.log10(min(values)))
    last = max(first + 1, math.ceil(math.log10(max(values))))
    height = TOP + ROW * len(bars) + BOTTOM

    def place(value: float) -> float:
        share = (math.log10(value) - first) / (last - first)
        return LABEL + share * (WIDTH - LABEL - RIGHT)

    parts = [
        f'<svg {SVG} viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-size="14">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape("; ".join(f"{bar.label}: {bar.note}" for bar in bars))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(16, 28, title, size=17, weight=600),
    ]
    bottom = TOP + ROW * len(bars)
    for exponent in range(first, last + 1):
        x = place(10.0**exponent)
        parts.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom}" stroke="{GRID}"/>')
        parts.append(_text(x, bottom + 18, _number(10.0**exponent), anchor="middle", color=QUIET))
    parts.append(_text(LABEL - 32, bottom + 18, unit, anchor="end", color=QUIET))
    for index, bar in enumerate(bars):
        parts += _row(bar, TOP + ROW * index, place)
    parts.append(_text(16, height - 14, source, size=12, color=QUIET))
    return "\n".join([*parts, "</svg>", ""])


def _row(bar: Bar, y: int, place: Callable[[float], float]) -> list[str]:
    left = place(bar.low) if bar.low else LABEL
    right = place(bar.high)
    color = TEAL if bar.is_ours else QUIET
    fill = color if bar.is_exact else "#ffffff"
    dash = "none" if bar.is_exact else "4 3"
    look = f'fill="{fill}" stroke="{color}" stroke-dasharray="{dash}"'
    wide = max(2.0, right - left)
    return [
        _text(LABEL - 10, y + 15, bar.label, anchor="end", weight=600 if bar.is_ours else 400),
        f'<rect x="{left:.1f}" y="{y + 2}" width="{wide:.1f}" height="18" {look}/>',
        _text(right + 8, y + 16, bar.note, size=13),
    ]


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 14,
    weight: int = 400,
    anchor: str = "start",
    color: str = INK,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{color}">{escape(words)}</text>'
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
