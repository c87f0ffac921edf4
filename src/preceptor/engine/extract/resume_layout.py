"""Where everything in a resume stands: lines, their sections, their jobs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from preceptor.engine.extract.resume_jobs import DatedJob
from preceptor.engine.extract.resume_sections import Section, SectionKind
from preceptor.engine.extract.text import FoldedText, Line

LineKind = SectionKind | Literal["heading"]


@dataclass(frozen=True, slots=True)
class ResumeLayout:
    """Per line the kind of its section (``kinds``) and the number of its job or -1 (``job_of``)."""

    folding: FoldedText
    lines: Sequence[Line]
    starts: Sequence[int]
    kinds: Sequence[LineKind]
    job_of: Sequence[int]
    jobs: Sequence[DatedJob]

    def line_at(self, offset: int) -> int:
        """The number of the line an offset lies in; 0 where there is none before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def is_job_header(self, number: int) -> bool:
        """Whether a line holds the title or dates of its job."""
        job = self.job_of[number]
        if job < 0:
            return False
        dated = self.jobs[job]
        line = self.lines[number]
        holds_title = line.start <= dated.title.start < line.end and bool(dated.title.text)
        return holds_title or line.start <= dated.dates.start < line.end


def lay_out(
    folding: FoldedText,
    lines: Sequence[Line],
    sections: Sequence[Section],
    jobs: Sequence[DatedJob],
) -> ResumeLayout:
    """Note for every line its section and job. No lines give empty notes."""
    kinds: list[LineKind] = ["heading"] * len(lines)
    for section in sections:
        for number in range(section.first, section.last):
            kinds[number] = section.kind
    job_of = [-1] * len(lines)
    for index, job in enumerate(jobs):
        for number in range(max(0, job.first), min(job.last, len(lines))):
            job_of[number] = index
    return ResumeLayout(folding, lines, [line.start for line in lines], kinds, job_of, jobs)
