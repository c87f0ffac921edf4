"""Lines as stored, as the engine's job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Credential,
    Domain,
    Education,
    Grade,
    Job,
    Licence,
    Line,
    Place,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    Years,
    keep_as_read,
)
from preceptor.engine.translate.evidence import MATCH_DOMAIN
from preceptor.engine.translate.lines import MUST_WEIGHT, NICE_WEIGHT
from preceptor.engine.vocabulary import Vocabulary

GATES = frozenset({"licence", "place", "right_to_work"})
UNEDITED = {True: MUST_WEIGHT, False: NICE_WEIGHT}


class StoredLine(Protocol):
    """What a line must tell; LineDraft and the jobs app's rows both do."""

    @property
    def kind(self) -> str: ...
    @property
    def necessity(self) -> str: ...
    @property
    def weight(self) -> int: ...
    @property
    def spec(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Built:
    """The engine's job, and which given line each of its lines and gates came from.

    ``made_nice``: given musts that became nice, ``left_out``: given lines that are not matched,
    because a posting may ask no more than 24 musts and gates and 64 lines.
    """

    job: Job
    lines: tuple[int, ...]
    gates: tuple[int, ...]
    made_nice: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()

    @property
    def requirements(self) -> tuple[int, ...]:
        """Positions of the given lines behind each must and gate, in the order of the mask."""
        musts = [at for at, line in zip(self.lines, self.job.lines, strict=True) if line.is_must]
        return (*musts, *self.gates)


def job_from(
    lines: Iterable[StoredLine],
    vocabulary: Vocabulary,
    *,
    number: int,
    proof_weight: int = 100,
    hours_per_year: int = 160,
) -> Built:
    """Build the engine's job; a competency that the vocabulary no longer has is left out."""
    asked: list[Line] = []
    gates: list[Any] = []
    asked_at: list[int] = []
    gates_at: list[int] = []
    for at, line in enumerate(lines):
        if line.kind in GATES:
            gate = _gate(line, vocabulary)
            if gate is not None:
                gates.append(gate)
                gates_at.append(at)
            continue
        asks = _asks(line, vocabulary)
        if asks is not None:
            is_must = line.necessity == "must"
            # An unedited weight follows the line when a must has to become nice.
            weight = None if line.weight == UNEDITED[is_must] else line.weight
            asked.append(Line(asks, is_must=is_must, weight=weight))
            asked_at.append(at)
    job = Job(
        number=number,
        lines=tuple(asked),
        gates=tuple(gates),
        proof_weight=proof_weight,
        hours_per_year=hours_per_year,
    )
    kept = keep_as_read(job)
    return Built(
        job=kept.job,
        lines=tuple(asked_at[index] for index in kept.kept),
        gates=tuple(gates_at),
        made_nice=tuple(asked_at[index] for index in kept.made_nice),
        left_out=tuple(asked_at[index] for index in kept.left_out),
    )


def _known(slugs: Iterable[str], vocabulary: Vocabulary) -> tuple[int, ...]:
    return tuple(vocabulary.number[slug] for slug in slugs if slug in vocabulary.number)


def _gate(line: StoredLine, vocabulary: Vocabulary) -> Licence | Place | RightToWork | None:
    if line.kind == "licence":
        numbers = _known(line.spec["any_of"], vocabulary)
        return Licence(numbers) if numbers else None
    if line.kind == "right_to_work":
        return RightToWork()
    return Place(
        is_remote=bool(line.spec["is_remote"]),
        states=tuple(line.spec["states"]),
        is_on_site=bool(line.spec["is_on_site"]),
        sites=tuple((site[0], site[1]) for site in line.spec["sites"]),
        radius_miles=line.spec["radius_miles"],
    )


def _asks(
    line: StoredLine, vocabulary: Vocabulary
) -> AnyOf | Credential | Years | Schooling | None:
    spec = line.spec
    if line.kind == "competency":
        alternatives = tuple(
            Alternative(vocabulary.number[way["competency"]], level=way["level"])
            for way in spec["any_of"]
            if way["competency"] in vocabulary.number
        )
        grade = Grade(spec.get("minimum_grade", 0))
        return AnyOf(alternatives, minimum_grade=grade) if alternatives else None
    if line.kind == "credential":
        numbers = _known(spec["any_of"], vocabulary)
        return Credential(numbers) if numbers else None
    if line.kind == "years":
        return Years(MATCH_DOMAIN[spec["domain"]], quarters=spec["quarters"])
    return Schooling(
        tuple(
            SchoolingAlternative(Education(way["level"]), way["quarters"], Domain.ANY)
            for way in spec["any_of"]
        )
    )
