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
    CODES_EACH,
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

# Rows of the credit table: by percentage, asked level and proof weight.
ROWS_A_PERCENT = LEVELS * len(PROOF_WEIGHTS)


@dataclass(frozen=True, eq=False)
class Asks:
    """What some jobs ask, each distinct ask once.

    **Columns** are what lines earn, in this order: c competency asks, y asks of years, s of
    schooling. Ask i reads the held competencies ``held[starts[i]:starts[i + 1]]``, each through
    a row of ``credit_rows()`` named in ``rows``. An exchange is a domain and an employer's rate:
    ``exchange_domain``, ``exchange_rate``; years ask ``years_quarters`` by ``years_exchange``;
    schooling i reads its alternatives ``school_starts[i]`` to ``school_starts[i + 1]``.

    **Conditions** are what musts and gates need, in this order: m of evidence
    (``met_held[met_starts[i]:met_starts[i + 1]]``, whose bit of level and grade stands in
    ``met_codes``), f columns that must earn everything (``full_columns``), one for the right to
    work, a for availability (``ways``, ``start_by`` as a day number or 0), and the places.

    **Jobs**: lines ``line_starts[j]`` to ``line_starts[j + 1]`` have a column and a weight; musts
    and gates have conditions; gates that everyone meets are left out. ``most`` is the score that
    a job gives at most.
    """

    competency_count: int
    starts: Ints
    held: Numbers
    rows: NDArray[np.uint16]
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
    line_columns: Numbers
    line_weights: NDArray[np.uint16]
    must_starts: Ints
    musts: Numbers
    gate_starts: Ints
    gates: Numbers
    most: Ints

    @property
    def column_count(self) -> int:
        """Return how many distinct asks earn something."""
        return len(self.starts) - 1 + len(self.years_quarters) + len(self.school_starts) - 1

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
def credit_rows() -> NDArray[np.uint8]:
    """Return the credit of the 25 levels and grades held, for each way of asking; (rows, 25).

    Row ``percent * 25 + (level - 1) * 5 + i`` is for the i-th proof weight.
    """
    table = np.array(
        [
            credit_of(percent, level_percent(held, asked), grade_percent(grade, proof))
            for percent in range(FULL + 1)
            for asked in range(1, LEVELS + 1)
            for proof in PROOF_WEIGHTS
            for held in range(1, LEVELS + 1)
            for grade in Grade
        ],
        dtype=np.uint8,
    )
    return table.reshape(-1, CODES_EACH)


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
EVIDENCE, YEARS, SCHOOLING = range(3)
FULL_COLUMN, RIGHT, AVAILABILITY, PLACE = 1, 2, 3, 4


class _Found:
    """Gathers what jobs ask."""

    def __init__(self) -> None:
        self.evidence, self.years, self.schooling = _Numbers(), _Numbers(), _Numbers()
        self.exchanges = _Numbers()
        self.met, self.full, self.available, self.places = (_Numbers() for _ in range(4))
        self.lines: list[list[Reference]] = []
        self.weights: list[tuple[int, ...]] = []
        self.musts: list[list[Reference]] = []
        self.gates: list[list[Reference]] = []

    def add(self, job: CompiledJob) -> None:
        proof = PROOF_WEIGHTS.index(job.job.proof_weight)
        lines: list[Reference] = []
        musts: list[Reference] = []
        for line, asked in zip(job.job.lines, job.asked, strict=True):
            column = self._column(line.asks, asked, proof, job.job.hours_per_year)
            lines.append(column)
            if not line.is_must:
                continue
            if asked:
                musts.append((EVIDENCE, self.met.of(_met_key(asked))))
            else:
                musts.append((FULL_COLUMN, self.full.of(column)))
        self.lines.append(lines)
        self.weights.append(job.weights)
        self.musts.append(musts)
        self.gates.append(
            [
                reference
                for gate, asked in zip(job.job.gates, job.gate_asked, strict=True)
                if (reference := self._gate(gate, asked)) is not None
            ]
        )

    def _column(self, asks: object, asked: tuple[Asked, ...], proof: int, rate: int) -> Reference:
        if isinstance(asks, Years):
            exchange = self.exchanges.of((int(asks.domain), rate))
            return YEARS, self.years.of((exchange, asks.quarters))
        if isinstance(asks, Schooling):
            choices = tuple(
                (int(each.level), self.exchanges.of((int(each.domain), rate)), each.quarters)
                for each in asks.alternatives
            )
            return SCHOOLING, self.schooling.of(choices)
        return EVIDENCE, self.evidence.of((proof, _choices(asked)))

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
        columns = _firsts(self.evidence, self.years, self.schooling)
        conditions = _firsts(self.met, self.full, range(1), self.available, self.places)
        proofs = [proof for proof, _ in self.evidence]
        starts, held, percent, of, level = _answers([a for _, a in self.evidence], codebook)
        met_starts, met_held, met_percent, _, codes = _answers(list(self.met), codebook)
        is_same = met_percent == FULL
        kept = np.append(0, np.cumsum(is_same))
        rows = percent * ROWS_A_PERCENT + (level - 1) * len(PROOF_WEIGHTS)
        rows += np.array(proofs, dtype=np.int64)[of]
        available = np.array(list(self.available), dtype=np.int64).reshape(-1, 2)
        return Asks(
            competency_count=codebook.count if codebook else 0,
            starts=starts,
            held=held.astype(np.int32),
            rows=rows.astype(np.uint16),
            **self._experience(),
            met_starts=kept[met_starts],
            met_held=met_held[is_same].astype(np.int32),
            met_codes=codes[is_same].astype(np.uint32),
            full_columns=_resolved(self.full, columns),
            ways=available[:, 0].astype(np.uint8),
            start_by=available[:, 1].astype(np.int32),
            places=lay_out_places(list(self.places)),
            line_starts=_starts(self.lines),
            line_columns=_resolved((each for job in self.lines for each in job), columns),
            line_weights=np.array([w for job in self.weights for w in job], dtype=np.uint16),
            must_starts=_starts(self.musts),
            musts=_resolved((each for job in self.musts for each in job), conditions),
            gate_starts=_starts(self.gates),
            gates=_resolved((each for job in self.gates for each in job), conditions),
            most=MOST_CREDIT * np.array([sum(job) for job in self.weights], dtype=np.int64),
        )

    def _experience(self) -> dict[str, NDArray[Any]]:
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


def _answers(
    asks: Sequence[Choices], codebook: Codebook | None
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return which held competencies answer for each ask.

    Starts (asks + 1), and for every answer: what is held, in percent, for which ask, and the
    second part of the choice that it answers.
    """
    pairs = [(i, *choice) for i, ask in enumerate(asks) for choice in ask]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    if codebook is None:
        none = np.zeros(0, dtype=np.int64)
        return np.zeros(1, dtype=np.int64), none, none, none, none
    offsets = codebook.similarity.offsets
    first, fans = offsets[table[:, 1]], np.diff(offsets)[table[:, 1]]
    before = np.cumsum(fans) - fans
    place = np.repeat(first - before, fans) + np.arange(fans.sum())
    of = np.repeat(table[:, 0], fans)
    starts = np.searchsorted(of, np.arange(len(asks) + 1))
    held, percent = codebook.similarity.held[place], codebook.similarity.percent[place]
    return starts, held, percent, of, np.repeat(table[:, 2], fans)


def _firsts(*kinds: Sequence[Any] | dict[Any, int]) -> Ints:
    return np.append(0, np.cumsum([len(kind) for kind in kinds]))


def _resolved(references: Iterable[Reference], firsts: Ints) -> Numbers:
    table = np.array(list(references), dtype=np.int64).reshape(-1, 2)
    return (firsts[table[:, 0]] + table[:, 1]).astype(np.int32)


def _starts(rows: Sequence[Sequence[Any]]) -> Ints:
    return np.append(0, np.cumsum([len(row) for row in rows], dtype=np.int64))
