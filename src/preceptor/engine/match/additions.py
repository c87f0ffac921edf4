"""What a person could add to their record to meet a line or gate, and the record with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.compile import Asked, CompiledJob
from preceptor.engine.match.experience import quarters_held
from preceptor.engine.match.job import (
    Availability,
    Gate,
    Licence,
    Place,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    Years,
)
from preceptor.engine.match.people import MOST_QUARTERS, RIGHT_YES, Pool
from preceptor.engine.match.scales import (
    NO_SCHEDULE,
    Domain,
    Education,
    Grade,
    Schedule,
    encode,
    state_code,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One more piece of evidence, as fresh as the as-of date."""

    competency: int
    level: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class Work:
    """So many further quarters of dated work in a domain."""

    domain: Domain
    quarters: int


@dataclass(frozen=True, slots=True)
class Degree:
    """A level of education completed."""

    level: Education


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person would have to say for a gate: yes, I may, I would move, I can from then."""

    right_to_work: bool = False
    willing_to_move: bool = False
    state: str = ""
    can_work: Schedule = NO_SCHEDULE
    available_from: date | None = None


Addition = Piece | Work | Degree | Answer


@dataclass(frozen=True, slots=True)
class Promise:
    """One way to meet one line or gate (the other is None): all of ``adds`` together."""

    line: int | None
    gate: int | None
    adds: tuple[Addition, ...]


def promises_for_line(job: CompiledJob, person: Pool, index: int) -> tuple[Promise, ...]:
    """Return the ways to meet a line, one per alternative, for a pool of one person.

    A piece has the level asked (a credential the level it holds in force) and the grade asked
    or, where none is, documented. Empty where no record could meet the line: more years than
    a record can hold.
    """
    asks = job.job.lines[index].asks
    if isinstance(asks, Years):
        ways = [_work(person, job, asks.domain, asks.quarters)]
    elif isinstance(asks, Schooling):
        ways = [_schooling(person, job, choice) for choice in asks.alternatives]
    else:
        ways = [(piece_for(job, choice),) for choice in job.asked[index]]
    return tuple(Promise(index, None, adds) for adds in ways if adds is not None)


def promises_for_gate(job: CompiledJob, person: Pool, index: int) -> tuple[Promise, ...]:
    """Return the ways to meet a gate, for a pool of one person."""
    gate = job.job.gates[index]
    if isinstance(gate, Licence):
        ways: list[Addition] = [piece_for(job, choice) for choice in job.gate_asked[index]]
    else:
        ways = _answers(gate, person)
    return tuple(Promise(None, index, (way,)) for way in ways)


def piece_for(job: CompiledJob, choice: Asked) -> Piece:
    """Return the piece that meets an alternative: what a promise of it adds."""
    level = choice.level
    if job.codebook.is_credential(choice.competency):
        level = int(job.codebook.credential_levels[choice.competency])
    grade = choice.grade if choice.grade > Grade.CLAIMED else Grade.DOCUMENTED
    return Piece(choice.competency, level, grade)


def _work(
    person: Pool, job: CompiledJob, domain: Domain, asked: int
) -> tuple[Addition, ...] | None:
    """Return the further quarters that bring a person to those asked, None if out of range."""
    missing = asked - int(quarters_held(person, domain, job.job.hours_per_year)[0])
    if missing <= 0:
        return ()
    fits = int(person.quarters[0, domain]) + missing <= MOST_QUARTERS
    return (Work(domain, missing),) if fits else None


def _schooling(
    person: Pool, job: CompiledJob, choice: SchoolingAlternative
) -> tuple[Addition, ...] | None:
    work = _work(person, job, choice.domain, choice.quarters)
    if work is None:
        return None
    has_level = int(person.education[0]) >= choice.level
    return work if has_level else (Degree(choice.level), *work)


def _answers(gate: Gate, person: Pool) -> list[Addition]:
    if isinstance(gate, RightToWork):
        return [Answer(right_to_work=True)]
    if isinstance(gate, Availability):
        return [Answer(can_work=gate.asked, available_from=gate.start_by)]
    if isinstance(gate, Place):
        moves: list[Addition] = [Answer(willing_to_move=True)] if gate.is_on_site else []
        states = gate.states if gate.is_remote else ()
        # A state that is stated is not offered: it is where the person lives.
        return moves + [Answer(state=state) for state in states if not person.state[0]]
    raise TypeError(f"{type(gate).__name__} is no gate that an answer opens.")


# The columns that additions may change, besides the codes.
_CHANGED = (
    "quarters",
    "stated",
    "education",
    "right_to_work",
    "willing_to_move",
    "state",
    "can_work",
    "cannot_work",
    "available_from",
)


def with_additions(person: Pool, variants: Sequence[Sequence[Addition]]) -> Pool:
    """Return one row per variant: the person of a pool of one, with the variant's additions.

    The rows share the person's number. Each equals the row built from the record to which
    the additions were really made.
    """
    rows = person.select(np.zeros(len(variants), dtype=np.int64))
    columns: dict[str, Any] = {name: getattr(rows, name).copy() for name in _CHANGED}
    pieces: list[list[int]] = []
    for row, additions in enumerate(variants):
        pieces.append([])
        for each in additions:
            if isinstance(each, Piece):
                pieces[row].append(encode(each.competency, each.level, each.grade))
            else:
                _write(columns, row, each)
    codes = [code for row in pieces for code in row]
    lengths = np.array([len(row) for row in pieces], dtype=np.int64)
    ends = np.repeat(rows.offsets[1:], lengths)
    offsets = rows.offsets + np.append(0, np.cumsum(lengths))
    added = np.insert(rows.codes, ends, np.array(codes, dtype=rows.codes.dtype))
    return replace(rows, offsets=offsets, codes=added, **columns)


def _write(columns: dict[str, NDArray[Any]], row: int, added: Work | Degree | Answer) -> None:
    if isinstance(added, Work):
        # Further work in a domain is further work of any domain.
        for domain in {added.domain, Domain.ANY}:
            held = int(columns["quarters"][row, domain])
            columns["quarters"][row, domain] = min(MOST_QUARTERS, held + added.quarters)
            columns["stated"][row] |= 1 << domain
    elif isinstance(added, Degree):
        columns["education"][row] = max(int(columns["education"][row]), added.level)
    else:
        _write_answer(columns, row, added)


def _write_answer(columns: dict[str, NDArray[Any]], row: int, added: Answer) -> None:
    if added.right_to_work:
        columns["right_to_work"][row] = RIGHT_YES
    if added.willing_to_move:
        columns["willing_to_move"][row] = True
    if added.state:
        columns["state"][row] = state_code(added.state)
    columns["can_work"][row] |= int(added.can_work)
    columns["cannot_work"][row] &= 0xFF & ~int(added.can_work)
    if added.available_from is not None:
        day, known = added.available_from.toordinal(), int(columns["available_from"][row])
        columns["available_from"][row] = min(day, known) if known else day
