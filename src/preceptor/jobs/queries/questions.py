"""What one may ask in an interview about a line, where the HR guide says it."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.jobs.models import Line


def questions_for(lines: Sequence[Line]) -> dict[int, Sequence[str]]:
    """Return the guide's questions by the number of the line; a line without any is left out."""
    return {}
