"""What the open jobs ask, line by line, for the form that people answer in place of a resume."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import AnyOf, Credential, Job, Licence, Place, RightToWork, Years
from preceptor.engine.questions.guided import Demand, Question, demand_of
from preceptor.matches.queries.board import Posted, open_board

# What was worked out for the board that was asked last.
_latest: tuple[tuple[Posted, ...], Demand] | None = None


def open_demand(questions: Sequence[Question]) -> Demand:
    """Return what the questions answer of the open jobs; worked out anew when the board changes."""
    global _latest  # noqa: PLW0603 - replaced as a whole
    board = open_board()
    latest = _latest
    if latest is not None and latest[0] == board:
        return latest[1]
    demand = demand_of([_lines(posted.compiled.job) for posted in board], questions)
    _latest = (board, demand)
    return demand


def _lines(job: Job) -> list[list[str]]:
    """Return for each line and gate of a job what would answer it."""
    entries = load_vocabulary().competencies
    found = []
    for line in job.lines:
        asks = line.asks
        if isinstance(asks, AnyOf):
            found.append([entries[way.competency].id for way in asks.alternatives])
        elif isinstance(asks, Credential):
            found.append([entries[number].id for number in asks.credentials])
        else:
            found.append(["years" if isinstance(asks, Years) else "education"])
    for gate in job.gates:
        if isinstance(gate, Licence):
            found.append([entries[number].id for number in gate.credentials])
        elif isinstance(gate, Place):
            found.append(["place"])
        elif isinstance(gate, RightToWork):
            found.append(["right_to_work"])
        else:
            found.append(["availability"])
    return found
