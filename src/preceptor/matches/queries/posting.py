"""A posting as it was read: its text with the lines marked, and its closed answers."""

from __future__ import annotations

from collections.abc import Mapping

from preceptor.jobs.models import Job
from preceptor.matches.answers import Marked


def marked_text(job: Job, costs: Mapping[int, int]) -> tuple[Marked, ...]:
    """Return the posting's text cut where a line's words begin and end."""
    text = job.document.text
    parts: list[Marked] = []
    at = 0
    for line in sorted(job.lines.all(), key=lambda line: line.start or 0):
        if line.start is None or line.end is None or line.start < at:
            continue
        if line.start > at:
            parts.append(Marked(text[at : line.start], None, 0))
        parts.append(Marked(text[line.start : line.end], line.order, costs.get(line.order, 0)))
        at = line.end
    parts.append(Marked(text[at:], None, 0))
    return tuple(parts)


WORK_MODES = dict(Job.WorkMode.choices)
BACKGROUNDS = {"required": "Required", "preferred": "Preferred", "not_required": "Not asked"}


def closed_answers(job: Job) -> tuple[tuple[str, str], ...]:
    """Return the closed questions of a reading with their answers in words."""
    reading = job.reading
    years = reading.get("years_min")
    education = (reading.get("education_min") or "").replace("_", " ")
    if education and reading.get("education_or_experience"):
        education += ", or experience in its place"
    return (
        ("Work mode", WORK_MODES.get(job.work_mode, "Not stated")),
        ("Place", reading.get("location") or "Not stated"),
        ("Least years asked", "Not stated" if years is None else str(years)),
        ("Least education", education.capitalize() or "Not stated"),
        ("Clinical background", BACKGROUNDS[reading.get("clinical_background", "not_required")]),
        ("Open to newcomers", "Yes" if reading.get("entry_friendly") else "No"),
    )
