"""What one may ask in an interview about a line, where the HR guide says it."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.competencies.hr_guide import InterviewQuestion, interview_questions
from preceptor.jobs.models import Job, Line

# Of one line; more would not be asked.
MOST = 3


def questions_for(job: Job, lines: Sequence[Line]) -> dict[int, tuple[InterviewQuestion, ...]]:
    """Return the guide's questions by the number of the line; a line without any is left out.

    Those of the job's own role stand first.
    """
    guide = interview_questions()
    every = [*guide.get(job.role, ()), *(each for role in guide.values() for each in role)]
    found = {}
    for line in lines:
        asked = _competencies(line)
        about = [each for each in every if each.competency.id in asked]
        if about:
            found[line.pk] = tuple(dict.fromkeys(about))[:MOST]
    return found


def other_questions(
    job: Job, asked: dict[int, tuple[InterviewQuestion, ...]]
) -> tuple[InterviewQuestion, ...]:
    """Return the questions of the job's role that no line asks."""
    taken = {each for questions in asked.values() for each in questions}
    return tuple(each for each in interview_questions().get(job.role, ()) if each not in taken)


def _competencies(line: Line) -> frozenset[str]:
    return frozenset(
        each["competency"] for each in line.spec.get("any_of", ()) if "competency" in each
    )
