"""What a job's text asks and its lines do not: removed by its employer, and easily put back."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.engine.translate import LineDraft
from preceptor.jobs.merging import line_key
from preceptor.jobs.models import Job
from preceptor.jobs.reading import read_posting_text


@dataclass(frozen=True, slots=True)
class Unasked:
    """A line that the reader found and the job does not ask; ``number`` among those found."""

    number: int
    draft: LineDraft


def unasked_lines(job: Job) -> tuple[Unasked, ...]:
    """Return what the reader finds in a job's text and no line asks, in the text's order."""
    asked = {line_key(line.kind, line.spec) for line in job.lines.all()}
    # A line that was changed still holds its words: what was read there is not asked twice.
    held = {(line.kind, line.start) for line in job.lines.all() if line.start is not None}
    found = read_posting_text(job.document.text).lines
    return tuple(
        Unasked(number, draft)
        for number, draft in enumerate(found)
        if line_key(draft.kind, draft.spec) not in asked
        and (draft.words is None or (draft.kind, draft.words.start) not in held)
    )
