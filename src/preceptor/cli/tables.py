"""Plain-text answers: columns that line up and wrap nothing."""

from __future__ import annotations

WIDTHS = (34, 11, 8, 12)


def heading(text: str) -> str:
    """Return a title with a rule under it."""
    return f"{text}\n{'-' * len(text)}"


def row(*cells: str) -> str:
    """Return cells in columns; the last takes what it needs."""
    fixed = [f"{cell[: width - 1]:<{width}}" for cell, width in zip(cells, WIDTHS, strict=False)]
    return ("  " + "".join([*fixed, *cells[len(WIDTHS) :]])).rstrip()


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "credential"), counted(2, "credential"), counted(0, "competency", "competencies")
    ('1 credential', '2 credentials', '0 competencies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
