"""Who applied, line by line and in the engine's order; what a refusal would say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from preceptor.accounts.models import Person
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    AnyOf,
    CompiledJob,
    Credential,
    Grade,
    State,
    compile_job,
    explain,
    fit_of,
    score_pool,
)
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.match.score import Scored
from preceptor.jobs.models import Application, Job, Line, Refusal
from preceptor.matches.answers import LineState
from preceptor.matches.line_states import ShownPiece, line_states
from preceptor.matches.queries.pool import ReadyJob, newest_snapshot, ready_job, records_pool
from preceptor.matches.queries.shown import ShownPerson, shown_people
from preceptor.resumes.models import Resume

ATTESTED = Grade.ATTESTED
Reason = Refusal.Reason


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a person fits a job: the engine's exact score, of what, and what is met.

    ``proved`` of ``provable``: lines met with evidence that a supervisor, an exam or a
    credential stands behind, of those that evidence can meet.
    """

    number: int
    row: int
    score: int
    out_of: int
    fit: int
    musts_met: int
    must_count: int
    proved: int
    provable: int

    @property
    def passes(self) -> bool:
        """Whether nothing required is missing."""
        return self.musts_met == self.must_count


@dataclass(frozen=True, slots=True)
class Explained:
    """How a person fits a job, line by line with the words behind it."""

    fitted: Fitted
    shown: ShownPerson
    lines: tuple[LineState, ...]

    def ordered(self, first: Sequence[int], positions: Sequence[int]) -> tuple[LineState, ...]:
        """Return the lines with those of some order numbers first, in that order."""
        rank = {order: at for at, order in enumerate(first)}
        last = len(rank)
        return tuple(sorted(self.lines, key=lambda line: rank.get(positions[line.position], last)))


@dataclass(frozen=True, slots=True)
class Suggested:
    """A reason that a refusal could give: the line, why, and what would have met it."""

    line: Line | None
    reason: str
    label: str
    needed: str
    competency: str
    is_likely: bool

    @property
    def is_nice(self) -> bool:
        """Whether it is about a line that was only nice to have."""
        return self.line is not None and not self.is_likely


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that stands otherwise than when somebody applied before."""

    label: str
    was: str
    now: str
    held: str


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """Some people scored against one job; explanations are made for those who are shown."""

    ready: ReadyJob
    scored: Scored
    fitted: dict[int, Fitted]

    def in_order(self) -> list[int]:
        """Return the people's numbers, the best fit first, then by number."""
        return sorted(self.fitted, key=lambda number: (-self.fitted[number].score, number))

    def explain(self, numbers: Sequence[int]) -> dict[int, Explained]:
        """Return the explanations of some of the people, in three queries."""
        shown = shown_people(list(numbers))
        return {
            number: Explained(
                self.fitted[number], shown[number], self._lines(number, shown[number].pieces)
            )
            for number in numbers
            if number in self.fitted and number in shown
        }

    def states(self, number: int) -> tuple[LineState, ...]:
        """Return how each line stands for one of the people, without the words behind it."""
        return self._lines(number, ())

    def _lines(self, number: int, pieces: Sequence[ShownPiece]) -> tuple[LineState, ...]:
        return line_states(
            list(self.ready.job.lines.all()),
            self.ready.built,
            self.ready.compiled,
            explain(self.scored, self.fitted[number].row),
            pieces,
            load_vocabulary(),
        )


def field_of(job: Job, people: Sequence[Person], *, now: datetime) -> Field:
    """Score some people against a job, whose lines must be loaded; they need not be in the pool."""
    ready = ready_job(job)
    pool = records_pool(list(people), as_of=day_of_pool(now))
    scored = score_pool(pool, ready.compiled)
    attested = _attested(ready)
    proved = (score_pool(pool, attested).line_states == State.MET).sum(axis=0)
    out_of = MOST_CREDIT * sum(ready.compiled.weights)
    required = len(ready.compiled.requirements)
    fitted = {
        int(number): Fitted(
            number=int(number),
            row=row,
            score=int(scored.scores[row]),
            out_of=out_of,
            fit=fit_of(int(scored.scores[row]), ready.compiled),
            musts_met=required - int(scored.unmet[row]).bit_count(),
            must_count=required,
            proved=int(proved[row]),
            provable=len(attested.job.lines),
        )
        for row, number in enumerate(pool.number)
    }
    return Field(ready, scored, fitted)


def _attested(ready: ReadyJob) -> CompiledJob:
    """Return the job as if each line that evidence can meet asked for attested evidence."""
    lines = tuple(
        replace(line, asks=replace(line.asks, minimum_grade=max(ATTESTED, line.asks.minimum_grade)))
        for line in ready.built.job.lines
        if isinstance(line.asks, AnyOf | Credential)
    )
    return compile_job(replace(ready.built.job, lines=lines, gates=()), codebook())


def headlines_of(numbers: Sequence[int]) -> dict[int, str]:
    """Return the headline of the newest resume of some people, in one question."""
    found = Resume.objects.filter(person__in=list(numbers)).order_by("pk")
    return dict(found.values_list("person_id", "headline"))


def explained(job: Job, person: Person, *, now: datetime) -> Explained:
    """Return how one person fits a job, whose lines must be loaded."""
    return field_of(job, [person], now=now).explain([person.pk])[person.pk]


def day_of_pool(now: datetime) -> date:
    """Return the day as of which evidence ages, the same as on every other page."""
    snapshot = newest_snapshot()
    return snapshot.as_of if snapshot is not None else now.date()


def positions_of(job: Job) -> list[int]:
    """Return the order numbers of a job's lines by their position; the lines must be loaded."""
    return [line.order for line in job.lines.all()]


def best_first(
    lines: Sequence[LineState], positions: Sequence[int], *, limit: int = 3
) -> list[int]:
    """Return order numbers of the met lines that speak most for somebody: by points, then proof."""
    met = [line for line in lines if line.state == "met" and not line.is_gate]
    met.sort(key=lambda line: (-line.points, -(line.grade or 0), line.position))
    return [positions[line.position] for line in met[:limit]]


def lines_shown(lines: Sequence[LineState], positions: Sequence[int]) -> list[dict[str, Any]]:
    """Return how each line stands, as an application keeps it."""
    return [
        {
            "order": positions[line.position],
            "label": line.label,
            "state": line.state,
            "held": line.held,
            "grade": line.grade,
        }
        for line in lines
    ]


def changed_since(earlier: Application, lines: Sequence[dict[str, Any]]) -> list[Changed]:
    """Return what stands otherwise now than when somebody applied before, by the line's words."""
    before = {line["label"]: line for line in earlier.lines_shown}
    return [
        Changed(line["label"], before[line["label"]]["state"], line["state"], line["held"])
        for line in lines
        if line["label"] in before
        and (before[line["label"]]["state"], before[line["label"]]["grade"])
        != (line["state"], line["grade"])
    ]


def suggested(job: Job, found: Explained) -> list[Suggested]:
    """Return the reasons that a refusal could give, required lines that are not met first.

    Where nothing required is missing, what is likely is that somebody else fitted more closely.
    """
    lines = list(job.lines.all())
    unmet = [state for state in found.lines if state.state != "met"]
    unmet.sort(key=lambda state: (not (state.is_must or state.is_gate), state.position))
    reasons = [
        Suggested(
            line=lines[state.position],
            reason=_reason(state),
            label=state.label,
            # Bare years say nothing: the line's own words say of what.
            needed=state.label if state.kind == Line.Kind.YEARS else state.needed or state.label,
            competency=_competency(lines[state.position]),
            is_likely=state.is_must or state.is_gate,
        )
        for state in unmet
    ]
    is_likely = not any(reason.is_likely for reason in reasons)
    other = Suggested(None, Reason.OTHER_CHOSEN, "", "", "", is_likely=is_likely)
    return [*reasons, other]


def _reason(state: LineState) -> str:
    """Return what kind of reason an unmet line is."""
    if state.is_gate:
        return Reason.GATE
    if state.kind == Line.Kind.CREDENTIAL:
        return Reason.NO_CREDENTIAL
    if state.state == "not_stated":
        return Reason.NOT_SHOWN
    if state.kind == Line.Kind.YEARS:
        return Reason.NOT_ENOUGH_YEARS
    return Reason.NOT_YET if state.state == "partly" or state.held else Reason.NOT_SHOWN


def _competency(line: Line) -> str:
    """Return the slug of the first competency that a line names, "" for none."""
    for way in line.spec.get("any_of", ()):
        slug = way.get("competency", "") if isinstance(way, dict) else way
        if slug:
            return str(slug)
    return ""
