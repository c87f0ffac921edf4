"""Pools and jobs drawn from a seed: columns at once, so that many people cost no time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Availability,
    Codebook,
    CompiledJob,
    Credential,
    Domain,
    Education,
    Grade,
    Job,
    Licence,
    Line,
    Place,
    Pool,
    Relation,
    RightToWork,
    Schedule,
    Schooling,
    SchoolingAlternative,
    Tie,
    Years,
    compile_job,
    similarity_table,
)
from preceptor.engine.match.people import NO_PLACE
from preceptor.engine.vocabulary import Kind

KINDS = tuple(Kind)
TODAY = date(2025, 6, 15)
STATES = ("PA", "OH", "CA", "NY", "TX")
STATE_CODES = np.array([0, *(ord(s[0]) << 8 | ord(s[1]) for s in STATES)], dtype=np.uint16)
# Towns on both sides of every radius asked, of a degree's edge, of the equator and of the date
# line, and two in one place.
TOWNS = np.array(
    [
        (40_440_000, -79_990_000),
        (40_340_000, -79_990_000),
        (41_450_000, -79_990_000),
        (40_999_999, -80_000_000),
        (41_000_000, -80_000_001),
        (40_440_000, -79_990_000),
        (32_720_000, -117_160_000),
        (0, 0),
        (-1, 179_999_999),
        (0, -180_000_000),
        (90_000_000, 0),
    ],
    dtype=np.int32,
)
Draw = np.random.Generator


@cache
def codebook(count: int) -> Codebook:
    """A vocabulary of so many competencies, with chains, parts, neighbors and credentials."""
    draw = np.random.default_rng(count)
    is_credential = draw.random(count) < 0.15
    others = [kind for kind in range(len(KINDS)) if KINDS[kind] is not Kind.CREDENTIAL]
    kinds = np.where(is_credential, KINDS.index(Kind.CREDENTIAL), draw.choice(others, count))
    ties = [Tie.IMPLIES, Tie.PART_OF, Tie.RELATED, Tie.RELATED]
    relations = [
        Relation(
            int(draw.integers(count)),
            int(draw.integers(count)),
            ties[int(draw.integers(4))],
            int(draw.integers(25, 100)),
        )
        for _ in range(count)
    ]
    return Codebook(
        version=f"drawn {count}",
        kinds=kinds.astype(np.uint8),
        credential_levels=draw.integers(2, 6, count).astype(np.uint8),
        similarity=similarity_table(count, relations),
    )


@dataclass(frozen=True)
class Mix:
    """What sort of people a pool holds.

    ``pieces`` are the most of one person; with little ``variety`` many people are the same;
    ``skew`` gathers the pieces on few competencies; ``said`` is how likely anything is stated.
    """

    pieces: int = 30
    variety: float = 1.0
    skew: float = 2.0
    said: float = 0.7
    first_number: int = 1
    most_gap: int = 3


MIXES = (
    Mix(),
    Mix(pieces=120, skew=4.0, said=0.95),
    Mix(pieces=3, said=0.2),
    Mix(pieces=8, variety=0.02, skew=5.0),
    Mix(pieces=40, skew=1.0, most_gap=100_000),
)
FAR = Mix(pieces=12, first_number=2**32 - 40, most_gap=50)


def draw_competencies(draw: Draw, count: int, size: int, skew: float = 2.0) -> NDArray[np.int64]:
    """Numbers of competencies, the low ones more often."""
    drawn: NDArray[np.int64] = (count * draw.random(size) ** skew).astype(np.int64)
    return drawn


def draw_pool(draw: Draw, book: Codebook, people: int, mix: Mix) -> Pool:
    """So many people of a mix."""
    distinct = max(1, round(people * mix.variety)) if people else 0
    pool = _draw_distinct(draw, book, distinct, mix)
    if distinct < people:
        pool = repeated(pool, draw.integers(0, distinct, people))
    gaps = draw.integers(1, mix.most_gap + 1, people)
    return with_numbers(pool, mix.first_number + np.cumsum(gaps) - 1)


def with_numbers(pool: Pool, numbers: NDArray[np.int64]) -> Pool:
    """The same people under other numbers."""
    columns = {**vars(pool), "number": numbers.astype(np.int64)}
    return Pool(**columns)


def repeated(pool: Pool, rows: NDArray[np.int64]) -> Pool:
    """The people of some rows, in any order and as often as they are named."""
    lengths = np.diff(pool.offsets)[rows]
    offsets = np.append(0, np.cumsum(lengths))
    shift = np.repeat(pool.offsets[:-1][rows] - offsets[:-1], lengths)
    columns: dict[str, Any] = {
        name: column[rows] if isinstance(column, np.ndarray) else column
        for name, column in vars(pool).items()
        if name not in ("offsets", "codes")
    }
    return Pool(**columns, offsets=offsets, codes=pool.codes[np.arange(offsets[-1]) + shift])


def _draw_distinct(draw: Draw, book: Codebook, people: int, mix: Mix) -> Pool:
    lengths = draw.integers(0, mix.pieces + 1, people)
    total = int(lengths.sum())
    competency = draw_competencies(draw, book.count, total, mix.skew)
    level, grade = draw.integers(0, 5, total), draw.integers(0, 5, total)
    is_said = draw.random((people, 4)) < mix.said
    quarters = draw.choice([0, 1, 3, 4, 8, 12, 20, 40, 254, 255], (people, 4)) * is_said
    quarters[:, 3] = np.maximum(quarters[:, 3], quarters[:, :3].max(axis=1, initial=0))
    hours = draw.choice([0, 0, 0, 39, 40, 80, 160, 2080, 65_535], (people, 3)) * is_said[:, :3]
    stated = is_said @ np.array([1, 2, 4, 8]) | np.where(is_said.any(axis=1), 8, 0)
    town = draw.integers(0, len(TOWNS), people)
    has_home = draw.random(people) < mix.said
    day = TODAY.toordinal() + draw.integers(-2, 3, people)
    return Pool(
        as_of=TODAY,
        vocabulary_version=book.version,
        number=np.arange(people, dtype=np.int64),
        offsets=np.append(0, np.cumsum(lengths)).astype(np.int64),
        codes=(competency * 25 + level * 5 + grade).astype(book.code_type),
        quarters=quarters.astype(np.uint8),
        hours=hours.astype(np.uint16),
        stated=stated.astype(np.uint8),
        complete=(draw.integers(0, 256, people) * (draw.random(people) < mix.said)).astype(
            np.uint8
        ),
        education=draw.integers(0, len(Education), people).astype(np.uint8),
        right_to_work=draw.choice([0, 1, 1, 2], people).astype(np.uint8),
        state=draw.choice(STATE_CODES, people),
        latitude=np.where(has_home, TOWNS[town, 0], NO_PLACE).astype(np.int32),
        longitude=np.where(has_home, TOWNS[town, 1], NO_PLACE).astype(np.int32),
        willing_to_move=draw.random(people) < 0.2,
        can_work=draw.choice([0, 1, 3, 16, 255], people).astype(np.uint8),
        cannot_work=draw.choice([0, 0, 0, 2, 16, 255], people).astype(np.uint8),
        available_from=(day * (draw.random(people) < mix.said)).astype(np.int32),
        scopes=draw.choice([0, 1, 1, 1, 2, 3, 2**31], people).astype(np.uint32),
    )


@dataclass(frozen=True)
class Shape:
    """How large a job is at the most, and of what.

    ``alternatives`` are the most of one line; ``ceiling`` the highest weight edited.
    """

    musts: int = 12
    nice: int = 8
    gates: int = 4
    alternatives: int = 4
    ceiling: int = 100


SHAPES = (
    Shape(),
    Shape(musts=4, nice=2, gates=1),
    Shape(musts=20, nice=40, gates=4, alternatives=12),
    Shape(musts=0, nice=20, gates=0),
    Shape(musts=0, nice=0, gates=5),
    Shape(musts=6, nice=0, gates=0, ceiling=1),
    Shape(musts=3, nice=3, gates=2, alternatives=60),
)


def draw_job(draw: Draw, book: Codebook, shape: Shape) -> CompiledJob:
    """A job of a shape; now and then it is as large as a job can be."""
    musts, nice, gates = (
        int(draw.integers(0, most + 1)) for most in (shape.musts, shape.nice, shape.gates)
    )
    if draw.random() < 0.1:
        musts, nice = 24 - gates, 40 + gates
    is_must = draw.permutation([True] * musts + [False] * nice)
    lines = tuple(
        Line(
            draw_asks(draw, book, shape.alternatives),
            is_must=bool(must),
            weight=int(draw.integers(1, shape.ceiling + 1)) if draw.random() < 0.6 else None,
        )
        for must in is_must
    )
    job = Job(
        number=int(draw.integers(1, 10_000)),
        lines=lines,
        gates=tuple(draw_gate(draw, book) for _ in range(gates)),
        proof_weight=int(draw.choice([0, 25, 50, 75, 100, 100])),
        hours_per_year=int(draw.choice([1, 160, 2080])),
    )
    return compile_job(job, book)


def draw_local_job(draw: Draw, book: Codebook) -> CompiledJob:
    """A job at one or two towns, with so few musts that some people there pass."""
    compiled = draw_job(draw, book, Shape(musts=3, nice=10, gates=1, alternatives=6))
    towns = TOWNS[draw.integers(0, len(TOWNS), int(draw.integers(1, 3)))]
    place = Place(
        is_on_site=True,
        sites=tuple((float(lat) / 1e6, float(lon) / 1e6) for lat, lon in towns),
        radius_miles=int(draw.choice([5, 50, 100])),
    )
    musts = [index for index, line in enumerate(compiled.job.lines) if line.is_must][:4]
    lines = tuple(
        replace(line, is_must=index in musts) for index, line in enumerate(compiled.job.lines)
    )
    gates = (*compiled.job.gates[:1], place)
    return compile_job(replace(compiled.job, lines=lines, gates=gates), book)


def draw_asks(draw: Draw, book: Codebook, alternatives: int) -> Any:
    kind = draw.random()
    if kind < 0.55:
        size = int(draw.integers(1, alternatives + 1))
        chosen = tuple(
            Alternative(number, int(level) or None)
            for number, level in zip(
                draw_competencies(draw, book.count, size).tolist(),
                draw.integers(0, 6, size),
                strict=True,
            )
        )
        return AnyOf(chosen, _least_grade(draw))
    if kind < 0.7:
        return Credential(_credentials(draw, book), _least_grade(draw))
    if kind < 0.87:
        asked = draw.choice([1, 2, 4, 6, 8, 12, 20, 28, 40, 60, 300])
        return Years(Domain(int(draw.integers(4))), int(asked))
    return Schooling(
        tuple(
            SchoolingAlternative(
                Education(int(draw.integers(len(Education)))),
                int(draw.choice([0, 0, 4, 12, 40])),
                Domain(int(draw.integers(4))),
            )
            for _ in range(int(draw.integers(1, 4)))
        )
    )


def _least_grade(draw: Draw) -> Grade:
    return Grade(int(draw.choice([0, 0, 0, 1, 2, 3, 4])))


def _credentials(draw: Draw, book: Codebook) -> tuple[int, ...]:
    credentials = np.flatnonzero(book.kinds == KINDS.index(Kind.CREDENTIAL))
    size = int(draw.integers(1, 4))
    if not len(credentials) or draw.random() < 0.1:
        return tuple(draw_competencies(draw, book.count, size).tolist())
    return tuple(credentials[draw_competencies(draw, len(credentials), size)].tolist())


def draw_gate(draw: Draw, book: Codebook) -> Any:
    kind = int(draw.integers(4))
    if kind == 0:
        return Licence(_credentials(draw, book))
    if kind == 1:
        return RightToWork()
    if kind == 2:
        asked = Schedule(int(draw.choice([0, 1, 2, 16, 17, 255])))
        days = int(draw.integers(-2, 3))
        return Availability(asked, TODAY + timedelta(days) if draw.random() < 0.5 else None)
    is_remote = bool(draw.random() < 0.5)
    towns = TOWNS[draw.integers(0, len(TOWNS), int(draw.integers(0, 4)))]
    return Place(
        is_remote=is_remote,
        states=tuple(draw.choice(STATES, int(draw.integers(0, 3))).tolist()),
        is_on_site=not is_remote or bool(draw.random() < 0.3),
        sites=tuple((float(lat) / 1e6, float(lon) / 1e6) for lat, lon in towns),
        radius_miles=int(draw.choice([0, 5, 50, 70, 100, 13_000])),
    )
