"""A job made ready for the loops, and what it asks of one pool's homes and terms."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.arrays import (
    JobArrays,
    SchoolingArrays,
    TableArrays,
    YearsArrays,
)
from preceptor.engine.kernels.asked import EARNS, LOWERED, MET, STATED, compile_ranges
from preceptor.engine.match import (
    Codebook,
    CompiledJob,
    Licence,
    Place,
    Schooling,
    State,
    Years,
)
from preceptor.engine.match.experience import states_schooling
from preceptor.engine.match.gates import EARTH_METERS, MILE_METERS, place_states, terms_states
from preceptor.engine.match.people import DEGREE, NO_PLACE
from preceptor.engine.match.scales import (
    KINDS,
    MOST_CREDIT,
    QUARTERS_A_YEAR,
    Grade,
    grade_percent,
    lower_quarters,
)
from preceptor.engine.tiles.layout import TiledPool
from preceptor.engine.tiles.stage import Homes
from preceptor.engine.vocabulary import Kind

# What a state of a gate is to the loops.
VALUE_OF_STATE = np.zeros(len(State), dtype=np.uint8)
VALUE_OF_STATE[State.NOT_MET] = STATED
VALUE_OF_STATE[State.MET] = MET

# Quarters beyond this are never asked in earnest; it keeps 255 times them within 64 bits.
MOST_QUARTERS_ASKED = 2**40


@dataclass(frozen=True, eq=False)
class TiledJob:
    """A compiled job with its lines as ranges of index codes."""

    compiled: CompiledJob
    arrays: JobArrays


def tiled_job(compiled: CompiledJob) -> TiledJob:
    """Return a compiled job made ready for tiles."""
    job, codebook = compiled.job, compiled.codebook
    columns = len(job.lines) + len(job.gates)
    rows = [
        (column, choice.competency, choice.level, choice.grade, choice.can_lower)
        for column, asked in enumerate((*compiled.asked, *compiled.gate_asked))
        for choice in asked
    ]
    table = codebook.similarity
    earned, values, entries = compile_ranges(
        np.array(rows, dtype=np.int32).reshape(-1, 5),
        len(job.lines),
        columns,
        table.offsets,
        table.held,
        table.percent,
        _is_credential(codebook),
        np.array([grade_percent(grade, job.proof_weight) for grade in Grade], dtype=np.int64),
    )
    requirements = [
        asked.line if asked.line is not None else len(job.lines) + (asked.gate or 0)
        for asked in compiled.requirements
    ]
    arrays = JobArrays(
        weights=np.array(compiled.weights, dtype=np.uint16),
        credits=earned,
        values=values,
        entries=entries,
        years=_years(compiled),
        schooling=_schooling(compiled),
        requirements=np.array(requirements, dtype=np.int32),
        kinds=np.array(
            [compiled.kinds_asked(some) for some in (*compiled.asked, *compiled.gate_asked)],
            dtype=np.uint8,
        ),
    )
    return TiledJob(compiled, arrays)


def _is_credential(codebook: Codebook) -> NDArray[np.uint8]:
    return np.equal(codebook.kinds, KINDS.index(Kind.CREDENTIAL)).astype(np.uint8)


def _years(compiled: CompiledJob) -> YearsArrays:
    lines = [
        (column, line.asks.domain, line.asks.quarters)
        for column, line in enumerate(compiled.job.lines)
        if isinstance(line.asks, Years)
    ]
    quarters = [min(each[2], MOST_QUARTERS_ASKED) for each in lines]
    asked = np.array(quarters, dtype=np.int64)
    least = np.array([lower_quarters(each) or each for each in quarters], dtype=np.int64)
    credit, values = _worth_of_quarters(asked.reshape(-1, 1), least.reshape(-1, 1))
    return YearsArrays(
        column=np.array([each[0] for each in lines], dtype=np.int32),
        domain=np.array([each[1] for each in lines], dtype=np.int32),
        asked=asked,
        least=least,
        credits=credit,
        values=values,
    )


def _worth_of_quarters(
    asked: NDArray[np.int64], least: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the credit of 0-255 quarters and their value, not stated and then stated."""
    held = np.arange(256)
    credit = np.minimum(MOST_CREDIT, MOST_CREDIT * held // asked)
    earns = np.where(credit > 0, EARNS, 0)
    reached = np.where(held >= asked, MET, np.where(held >= least, LOWERED, 0))
    said = np.where(reached > 0, reached, STATED) | earns
    unsaid = np.where((reached > 0) | (credit > 0), said, 0)
    return credit.astype(np.uint8), np.hstack([unsaid, said]).astype(np.uint8)


def _schooling(compiled: CompiledJob) -> SchoolingArrays:
    lines = [
        (column, line.asks.alternatives)
        for column, line in enumerate(compiled.job.lines)
        if isinstance(line.asks, Schooling)
    ]
    choices = [choice for _, some in lines for choice in some]
    quarters = np.array([min(c.quarters, MOST_QUARTERS_ASKED) for c in choices], dtype=np.int64)
    return SchoolingArrays(
        column=np.array([column for column, _ in lines], dtype=np.int32),
        starts=np.append(0, np.cumsum([len(some) for _, some in lines])).astype(np.int32),
        quarters=quarters,
        domain=np.array([choice.domain for choice in choices], dtype=np.int32),
        by_quarters=_all_bits(np.arange(256) >= quarters.reshape(-1, 1)),
    )


def _all_bits(is_met: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(is_met, np.uint8(MET | EARNS), np.uint8(0))


def _schooling_tables(
    job: CompiledJob, pool: TiledPool
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return each education line's value without work, and whose education is enough."""
    without_work, by_standing = [], []
    for line in job.job.lines:
        if not isinstance(line.asks, Schooling):
            continue
        choices = line.asks.alternatives
        enough = [_all_bits(pool.standing_education >= choice.level) for choice in choices]
        value = states_schooling(pool.standings, line.asks) * np.uint8(STATED)
        for choice, is_enough in zip(choices, enough, strict=True):
            if choice.quarters == 0:
                value |= is_enough
        without_work.append(value)
        by_standing += enough
    count = len(pool.standings)
    return _rows(without_work, count), _rows(by_standing, count)


def tables_of(job: CompiledJob, pool: TiledPool) -> TableArrays:
    """Return what a job's gates and years are worth to the distinct combinations of a pool.

    The plain engine answers each distinct home and each distinct terms once. Raises ValueError
    where the two are of different vocabulary versions.
    """
    if pool.vocabulary_version != job.codebook.version:
        raise ValueError("The pool and the job are of different vocabulary versions.")
    gates = [
        (len(job.job.lines) + at, gate)
        for at, gate in enumerate(job.job.gates)
        if not isinstance(gate, Licence)
    ]
    places = [(column, gate) for column, gate in gates if isinstance(gate, Place)]
    others = [(column, gate) for column, gate in gates if not isinstance(gate, Place)]
    hours = pool.hours.astype(np.int64)
    all_hours = np.column_stack([hours, hours.sum(axis=1)]).T
    schooling, by_standing = _schooling_tables(job, pool)
    home_values = _rows([_place_values(gate, pool.homes) for _, gate in places], len(pool.homes))
    return TableArrays(
        home_columns=np.array([column for column, _ in places], dtype=np.int32),
        home_values=home_values,
        is_everywhere=(home_values == MET).all(axis=1).astype(np.uint8),
        terms_columns=np.array([column for column, _ in others], dtype=np.int32),
        terms_values=_rows(
            [_values(terms_states(pool.terms, gate)) for _, gate in others], len(pool.terms)
        ),
        extra=np.ascontiguousarray(QUARTERS_A_YEAR * all_hours // job.job.hours_per_year),
        stated=np.array(pool.standing_stated),
        schooling=schooling,
        by_standing=by_standing,
    )


def _rows(rows: list[NDArray[np.uint8]], width: int) -> NDArray[np.uint8]:
    return (
        np.array(rows, dtype=np.uint8).reshape(-1, width)
        if rows
        else np.zeros((0, width), np.uint8)
    )


def _values(states: NDArray[np.uint8]) -> NDArray[np.uint8]:
    values: NDArray[np.uint8] = VALUE_OF_STATE[states]
    return values


def _place_values(place: Place, homes: Homes) -> NDArray[np.uint8]:
    """Return the value of a place gate at every home.

    Distances are worked out only in the band of latitude around each site; nobody outside it
    can be within the radius, so the plain answer is theirs without one.
    """
    without = Place(place.is_remote, place.states, place.is_on_site, (), place.radius_miles)
    values = _values(place_states(homes, without))
    if not place.is_on_site:
        return values
    # One meter more than the radius makes up for distances being rounded to meters.
    reach = place.radius_miles * MILE_METERS + 1
    band = math.ceil(math.degrees(reach / EARTH_METERS) * DEGREE) + 1
    for latitude, longitude in place.sites:
        center = round(latitude * DEGREE)
        near = np.flatnonzero(
            (homes.latitude >= center - band)
            & (homes.latitude <= center + band)
            & (homes.latitude != NO_PLACE)
        )
        some = Homes(
            homes.latitude[near],
            homes.longitude[near],
            homes.state[near],
            homes.willing_to_move[near],
        )
        alone = Place(
            place.is_remote, place.states, True, ((latitude, longitude),), place.radius_miles
        )
        values[near] = np.maximum(values[near], _values(place_states(some, alone)))
    return values
