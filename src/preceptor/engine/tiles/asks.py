"""What many jobs ask, each distinct ask once: the columns and conditions that they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import (
    Asked,
    Availability,
    Codebook,
    CompiledJob,
    Grade,
    Licence,
    Place,
    RightToWork,
    Schooling,
    Years,
)
from preceptor.engine.match.job import PROOF_WEIGHTS
from preceptor.engine.match.scales import (
    FULL,
    GRADES,
    LEVELS,
    MOST_CREDIT,
    credit_of,
    grade_percent,
    level_percent,
)
from preceptor.engine.tiles.places import Places, lay_out_places, place_key

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]

# A way of asking: an asked level and a proof weight.
WAYS = LEVELS * len(PROOF_WEIGHTS)


@dataclass(frozen=True, eq=False)
class Asks:
    """What some jobs ask, each distinct ask once.

    **Competencies** asked of by lines, k of them: ``competencies``; what is held for number i,
    and how far it answers in percent, is ``answer_held`` and ``answer_percent`` from
    ``answer_starts[i]`` to ``answer_starts[i + 1]``.

    **Experience** is earned in y columns of years, then s of schooling. An exchange is a domain
    and an employer's rate: ``exchange_domain``, ``exchange_rate``; years ask ``years_quarters``
    by ``years_exchange``; schooling i reads its alternatives ``school_starts[i]`` to
    ``school_starts[i + 1]``.

    **Conditions** are what musts and gates need, in this order: m of evidence
    (``met_held[met_starts[i]:met_starts[i + 1]]``, whose bit of level and grade stands in
    ``met_codes``), f columns that must earn everything (``full_columns``), one for the right to
    work, a for availability (``ways``, ``start_by`` as a day number or 0), and the places.

    **Jobs**: lines ``line_starts[j]`` to ``line_starts[j + 1]`` have a weight and read a column
    of experience or, where ``line_experience`` is -1, the best of the choices ``choice_starts[i]``
    to ``choice_starts[i + 1]``: a competency (``choice_competency``, a position) asked in a way
    (``choice_way``: ``(level - 1) * 5 + i`` for the i-th proof weight). Musts and gates have
    conditions; gates that everyone meets are left out. ``most`` is the score that a job gives
    at most.
    """

    competency_count: int
    competencies: Numbers
    answer_starts: Ints
    answer_held: Numbers
    answer_percent: NDArray[np.uint8]
    exchange_domain: NDArray[np.uint8]
    exchange_rate: Ints
    years_exchange: Numbers
    years_quarters: Ints
    school_starts: Ints
    school_level: NDArray[np.uint8]
    school_exchange: Numbers
    school_quarters: Ints
    met_starts: Ints
    met_held: Numbers
    met_codes: NDArray[np.uint32]
    full_columns: Numbers
    ways: NDArray[np.uint8]
    start_by: Numbers
    places: Places
    line_starts: Ints
    line_weights: NDArray[np.uint16]
    line_experience: Numbers
    choice_starts: Numbers
    choice_competency: Numbers
    choice_way: NDArray[np.uint8]
    must_starts: Ints
    musts: Numbers
    gate_starts: Ints
    gates: Numbers
    most: Ints

    @property
    def experience_count(self) -> int:
        """Return how many columns are of years and schooling."""
        return len(self.years_quarters) + len(self.school_starts) - 1

    @property
    def first_of_kind(self) -> tuple[int, int, int, int]:
        """Return the first condition that is a full column, a right, availability, a place."""
        full = len(self.met_starts) - 1
        right = full + len(self.full_columns)
        return full, right, right + 1, right + 1 + len(self.ways)

    @property
    def condition_count(self) -> int:
        """Return how many distinct conditions there are."""
        return self.first_of_kind[3] + len(self.places)


def distinct_asks(jobs: Sequence[CompiledJob]) -> Asks:
    """Return what some jobs ask. No jobs give empty arrays.

    Raises ValueError where the jobs are of different vocabulary versions.
    """
    if len({job.codebook.version for job in jobs}) > 1:
        raise ValueError("The jobs are of different vocabulary versions.")
    found = _Found()
    for job in jobs:
        found.add(job)
    return found.laid_out(jobs[0].codebook if jobs else None)


@cache
def credit_profiles() -> NDArray[np.uint8]:
    """Return the credit of every way of asking for each piece held; (ways, pieces), read-only.

    A piece is ``percent * 25 + (level - 1) * 5 + grade``, by how far it answers.
    """
    table = np.array(
        [
            credit_of(percent, level_percent(held, asked), grade_percent(grade, proof))
            for asked in range(1, LEVELS + 1)
            for proof in PROOF_WEIGHTS
            for percent in range(FULL + 1)
            for held in range(1, LEVELS + 1)
            for grade in Grade
        ],
        dtype=np.uint8,
    ).reshape(WAYS, -1)
    table.flags.writeable = False
    return table


@cache
def _codes_meeting(level: int, grade: int) -> int:
    """Return the bits of the levels and grades held that meet those asked."""
    return sum(
        1 << (held - 1) * GRADES + proved
        for held in range(level, LEVELS + 1)
        for proved in range(grade, GRADES)
    )


class _Numbers(dict[Any, int]):
    """Numbers things in the order in which they are first seen."""

    def of(self, key: Any) -> int:
        return self.setdefault(key, len(self))


# A competency and a level (or for conditions the bits of codes), for each alternative.
Choices = tuple[tuple[int, int], ...]
# A column or condition, until the kinds before it have been counted: kind and number within it.
Reference = tuple[int, int]
YEARS, SCHOOLING = range(2)
EVIDENCE, FULL_COLUMN, RIGHT, AVAILABILITY, PLACE = range(5)
NO_EXPERIENCE = -1


class _Found:
    """Gathers what jobs ask."""

    def __init__(self) -> None:
        self.competencies, self.exchanges = _Numbers(), _Numbers()
        self.years, self.schooling = _Numbers(), _Numbers()
        self.met, self.full, self.available, self.places = (_Numbers() for _ in range(4))
        self.lines: list[Reference | None] = []
        self.choices: list[tuple[int, int]] = []
        self.line_starts, self.choice_starts = [0], [0]
        self.weights: list[int] = []
        self.most: list[int] = []
        self.musts: list[list[Reference]] = []
        self.gates: list[list[Reference]] = []

    def add(self, job: CompiledJob) -> None:
        proof = PROOF_WEIGHTS.index(job.job.proof_weight)
        musts: list[Reference] = []
        for line, asked in zip(job.job.lines, job.asked, strict=True):
            column = None
            if asked:
                for competency, level in _choices(asked):
                    way = (level - 1) * len(PROOF_WEIGHTS) + proof
                    self.choices.append((self.competencies.of(competency), way))
                if line.is_must:
                    musts.append((EVIDENCE, self.met.of(_met_key(asked))))
            else:
                column = self._experience(line.asks, job.job.hours_per_year)
                if line.is_must:
                    musts.append((FULL_COLUMN, self.full.of(column)))
            self.lines.append(column)
            self.choice_starts.append(len(self.choices))
        self.line_starts.append(len(self.lines))
        self.weights += job.weights
        self.most.append(MOST_CREDIT * sum(job.weights))
        self.musts.append(musts)
        self.gates.append(
            [
                reference
                for gate, asked in zip(job.job.gates, job.gate_asked, strict=True)
                if (reference := self._gate(gate, asked)) is not None
            ]
        )

    def _experience(self, asks: object, rate: int) -> Reference:
        if isinstance(asks, Years):
            exchange = self.exchanges.of((int(asks.domain), rate))
            return YEARS, self.years.of((exchange, asks.quarters))
        if not isinstance(asks, Schooling):
            raise TypeError(f"{type(asks).__name__} asks neither years nor schooling.")
        choices = tuple(
            (int(each.level), self.exchanges.of((int(each.domain), rate)), each.quarters)
            for each in asks.alternatives
        )
        return SCHOOLING, self.schooling.of(choices)

    def _gate(self, gate: object, asked: tuple[Asked, ...]) -> Reference | None:
        if isinstance(gate, Licence):
            return EVIDENCE, self.met.of(_met_key(asked))
        if isinstance(gate, RightToWork):
            return RIGHT, 0
        if isinstance(gate, Place):
            key = place_key(gate)
            return None if key is None else (PLACE, self.places.of(key))
        if not isinstance(gate, Availability):
            raise TypeError(f"{type(gate).__name__} is no gate.")
        day = gate.start_by.toordinal() if gate.start_by else 0
        if not gate.asked and not day:
            return None
        return AVAILABILITY, self.available.of((int(gate.asked), day))

    def laid_out(self, codebook: Codebook | None) -> Asks:
        columns = _firsts(self.years, self.schooling)
        conditions = _firsts(self.met, self.full, range(1), self.available, self.places)
        starts, held, percent, _ = _answers([((each, 0),) for each in self.competencies], codebook)
        met_starts, met_held, met_percent, codes = _answers(list(self.met), codebook)
        is_same = met_percent == FULL
        kept = np.append(0, np.cumsum(is_same))
        choices = np.array(self.choices, dtype=np.int64).reshape(-1, 2)
        is_experience = np.array([line is not None for line in self.lines], dtype=np.bool_)
        experience = np.full(len(self.lines), NO_EXPERIENCE, dtype=np.int32)
        experience[is_experience] = _resolved((line for line in self.lines if line), columns)
        available = np.array(list(self.available), dtype=np.int64).reshape(-1, 2)
        return Asks(
            competency_count=codebook.count if codebook else 0,
            competencies=np.array(list(self.competencies), dtype=np.int32),
            answer_starts=starts,
            answer_held=held.astype(np.int32),
            answer_percent=percent.astype(np.uint8),
            **self._experiences(),
            met_starts=kept[met_starts],
            met_held=met_held[is_same].astype(np.int32),
            met_codes=codes[is_same].astype(np.uint32),
            full_columns=_resolved(self.full, columns),
            ways=available[:, 0].astype(np.uint8),
            start_by=available[:, 1].astype(np.int32),
            places=lay_out_places(list(self.places)),
            line_starts=np.array(self.line_starts, dtype=np.int64),
            line_weights=np.array(self.weights, dtype=np.uint16),
            line_experience=experience,
            choice_starts=np.array(self.choice_starts, dtype=np.int32),
            choice_competency=choices[:, 0].astype(np.int32),
            choice_way=choices[:, 1].astype(np.uint8),
            must_starts=_starts(self.musts),
            musts=_resolved((each for job in self.musts for each in job), conditions),
            gate_starts=_starts(self.gates),
            gates=_resolved((each for job in self.gates for each in job), conditions),
            most=np.array(self.most, dtype=np.int64),
        )

    def _experiences(self) -> dict[str, NDArray[Any]]:
        exchanges = np.array(list(self.exchanges), dtype=np.int64).reshape(-1, 2)
        years = np.array(list(self.years), dtype=np.int64).reshape(-1, 2)
        choices = [choice for each in self.schooling for choice in each]
        schooling = np.array(choices, dtype=np.int64).reshape(-1, 3)
        return {
            "exchange_domain": exchanges[:, 0].astype(np.uint8),
            "exchange_rate": exchanges[:, 1].copy(),
            "years_exchange": years[:, 0].astype(np.int32),
            "years_quarters": years[:, 1].copy(),
            "school_starts": _starts(list(self.schooling)),
            "school_level": schooling[:, 0].astype(np.uint8),
            "school_exchange": schooling[:, 1].astype(np.int32),
            "school_quarters": schooling[:, 2].copy(),
        }


def _choices(asked: tuple[Asked, ...]) -> Choices:
    """Return the alternatives, each competency once at the lowest level asked of it."""
    if len(asked) == 1:
        return ((asked[0].competency, asked[0].level),)
    lowest: dict[int, int] = {}
    for choice in asked:
        lowest[choice.competency] = min(choice.level, lowest.get(choice.competency, LEVELS))
    return tuple(sorted(lowest.items()))


def _met_key(asked: tuple[Asked, ...]) -> Choices:
    grade = int(asked[0].grade)  # all alternatives share the minimum grade of their line
    return tuple(
        (competency, _codes_meeting(level, grade)) for competency, level in _choices(asked)
    )


def _answers(asks: Sequence[Choices], codebook: Codebook | None) -> tuple[Ints, Ints, Ints, Ints]:
    """Return which held competencies answer for each ask.

    Starts (asks + 1), and for every answer: what is held, how far it answers in percent, and
    the second part of the choice that it answers.
    """
    pairs = [(i, *choice) for i, ask in enumerate(asks) for choice in ask]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    if codebook is None:
        none = np.zeros(0, dtype=np.int64)
        return np.zeros(1, dtype=np.int64), none, none, none
    offsets = codebook.similarity.offsets
    first, fans = offsets[table[:, 1]], np.diff(offsets)[table[:, 1]]
    before = np.cumsum(fans) - fans
    place = np.repeat(first - before, fans) + np.arange(fans.sum())
    of = np.repeat(table[:, 0], fans)
    starts = np.searchsorted(of, np.arange(len(asks) + 1))
    held, percent = codebook.similarity.held[place], codebook.similarity.percent[place]
    return starts, held, percent, np.repeat(table[:, 2], fans)


def _firsts(*kinds: Sequence[Any] | dict[Any, int]) -> Ints:
    return np.append(0, np.cumsum([len(kind) for kind in kinds]))


def _resolved(references: Iterable[Reference], firsts: Ints) -> Numbers:
    table = np.array(list(references), dtype=np.int64).reshape(-1, 2)
    return (firsts[table[:, 0]] + table[:, 1]).astype(np.int32)


def _starts(rows: Sequence[Sequence[Any]]) -> Ints:
    return np.append(0, np.cumsum([len(row) for row in rows], dtype=np.int64))
