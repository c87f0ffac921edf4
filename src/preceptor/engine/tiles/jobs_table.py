"""The jobs of one person out of many: tables by which a person is read against all at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import jobs_table as loops
from preceptor.engine.kernels.batch_heaps import FIT_SHIFT, GATES_SHIFT, JOB_MASK
from preceptor.engine.kernels.jobs_table import READ_SHIFT, RUN, SHARE_SHIFT, Held, Lists, Read
from preceptor.engine.match import CompiledJob, Licence, Place, Pool, RightToWork
from preceptor.engine.match.jobs_side import FIT_UNIT
from preceptor.engine.match.people import DEGREE, NO_PLACE, RIGHT_YES
from preceptor.engine.tiles.asks import Asks, credit_profiles, distinct_asks
from preceptor.engine.tiles.batch import MOST_JOBS
from preceptor.engine.tiles.places import are_near, place_key

Conditions = NDArray[np.int32]

WEIGHT_SHIFT, JOB_SHIFT, LINE_SHIFT = 5, 12, 32
NOT_A_GATE = -1
# Runs where fewer than one in so many jobs can be listed are read job by job: to read one job
# takes about as long as to add up the lists of so many.
FEW = 12
WORD = 8
NOWHERE = (-999.0, -999.0)


@dataclass(frozen=True, eq=False)
class JobsTable:
    """Jobs made ready for ``jobs_top``. It never changes: a changed job takes a new table.

    ``order``: the position as given of each job in the order in which everything here stands:
    jobs whose gates most people meet first, then those of a place side by side, so that whole
    runs of jobs need not be added up for people whose gates they are not. ``ranks`` and
    ``by_rank``: the place of each in rising number, and the other way round. ``licences`` are
    the conditions that are licence gates, first among the gates.
    ``missing`` uint8 (willing to move, right to work, jobs): how many gates a person misses who
    meets no others, filled up to whole words with 255. ``shares``: 1,000 by the most
    that a job gives, see ``best_jobs``.
    """

    vocabulary_version: str
    numbers: NDArray[np.int64]
    order: NDArray[np.int64]
    ranks: NDArray[np.int32]
    by_rank: NDArray[np.int64]
    asks: Asks
    held: Held
    lists: Lists
    read: Read
    licences: int
    missing: NDArray[np.uint8]
    shares: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class RankedJobs:
    """Jobs in a person's order: no unmet gate first, then fit, then job number.

    ``jobs`` int64: positions among the jobs as given; ``fits`` 0-1000, ``scores``, both int64;
    ``gates_met`` bool.
    """

    jobs: NDArray[np.int64]
    fits: NDArray[np.int64]
    scores: NDArray[np.int64]
    gates_met: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.jobs)


def jobs_table(jobs: Sequence[CompiledJob]) -> JobsTable:
    """Return some jobs as a table; no jobs give an empty one.

    Raises ValueError for jobs of different vocabulary versions and for more than 1,048,575.
    """
    if len(jobs) > MOST_JOBS:
        raise ValueError(f"{len(jobs)} jobs are more than {MOST_JOBS}.")
    numbers = np.array([job.number for job in jobs], dtype=np.int64)
    kinds = [_kind_of_job(job) for job in jobs]
    order = np.array(sorted(range(len(jobs)), key=lambda i: (kinds[i], i)), dtype=np.int64)
    by_rank = np.lexsort((order, numbers[order]))
    asks = distinct_asks([jobs[i] for i in order.tolist()])
    shares = np.where(asks.most > 0, (FIT_UNIT << SHARE_SHIFT) // np.maximum(1, asks.most), 0)
    full = asks.first_of_kind[0]
    licences = np.unique(asks.gates[asks.gates < full])
    return JobsTable(
        vocabulary_version=jobs[0].codebook.version if jobs else "",
        numbers=numbers,
        order=order,
        ranks=np.argsort(by_rank).astype(np.int32),
        by_rank=by_rank,
        asks=asks,
        held=_by_held(asks, licences),
        lists=_lists(asks, licences),
        read=_read(asks),
        licences=len(licences),
        missing=_missing(asks),
        shares=shares.astype(np.uint32),
    )


def jobs_top(person: Pool, table: JobsTable, limit: int = 20) -> RankedJobs:
    """Return the best jobs of a person, a pool of one, in the order of ``match.jobs_for_person``.

    Raises ValueError for a pool of any other size, or of another vocabulary version.
    """
    if len(person) != 1:
        raise ValueError(f"A pool of {len(person)} is not one person.")
    if len(table) and table.vocabulary_version != person.vocabulary_version:
        raise ValueError("The person and the jobs are of different vocabulary versions.")
    kept = min(limit, len(table))
    if not kept:
        none = np.zeros(0, dtype=np.int64)
        return RankedJobs(none, none, none, np.zeros(0, dtype=np.bool_))
    missing = _unmet_gates(person, table)
    scores = _scores(person, table, missing, kept)
    keys = np.zeros(kept, dtype=np.uint32)
    tops = np.empty(-(-len(table) // loops.ROWS), dtype=np.uint16)
    rough = np.empty(len(tops) * loops.ROWS, dtype=np.uint16)
    most, ranks = table.asks.most, table.ranks
    loops.best_jobs(scores, missing, table.shares, most, ranks, rough, tops, keys)
    best = np.sort(keys)[::-1].astype(np.int64)
    rows = table.by_rank[JOB_MASK - (best & JOB_MASK)]
    return RankedJobs(
        jobs=table.order[rows],
        fits=(best >> FIT_SHIFT) & 1023,
        scores=scores[rows].astype(np.int64),
        gates_met=best >> GATES_SHIFT > 0,
    )


def _kind_of_job(job: CompiledJob) -> tuple[int, tuple[str, ...], tuple[float, float]]:
    """Return what sorts jobs by whose gates fewer people meet, and those of a place together."""
    gates = job.job.gates
    needs = 4 * any(isinstance(gate, Licence) for gate in gates)
    for gate in gates:
        if isinstance(gate, Place) and place_key(gate) is not None:
            site = gate.sites[0] if gate.sites else NOWHERE
            return needs + 2, gate.states, site
    return needs + any(isinstance(gate, RightToWork) for gate in gates), (), NOWHERE


def _scores(
    person: Pool, table: JobsTable, missing: NDArray[np.uint8], kept: int
) -> NDArray[np.uint16]:
    """Return the scores of all jobs that can be among so many; the others may stay at 0."""
    asks, lists = table.asks, table.lists
    scores = np.zeros(len(table), dtype=np.uint16)
    touched = np.empty(len(asks.competencies), dtype=np.int32)
    is_asked = np.zeros(len(touched), dtype=np.uint8)
    ways = table.held.credits.shape[1]
    gains = np.zeros(len(touched) * ways + asks.experience_count, dtype=np.uint8)
    credit = gains[: len(touched) * ways].reshape(-1, ways)
    gains[len(touched) * ways :] = _experience(person, asks)
    best = np.zeros(lists.any_count, dtype=np.uint8)
    count = loops.expand(person.codes, table.held, credit, is_asked, touched)
    met = np.empty(-(-len(table) // RUN), dtype=np.int64)
    words = missing.view(np.uint64)
    # With enough jobs whose gates are all met no other can be listed.
    is_enough = loops.count_met(words, met) >= kept
    is_added = FEW * met > (RUN if is_enough else -1)
    loops.add_lines(touched, count, credit, is_added, lists, best, scores)
    loops.add_experience(gains[len(touched) * ways :], is_added, lists, scores)
    loops.read_jobs(words, is_added, gains, table.read, scores)
    return scores


def _experience(person: Pool, asks: Asks) -> NDArray[np.uint8]:
    """Return what a person earns in each column of years and schooling."""
    exchanged = np.empty(len(asks.exchange_domain), dtype=np.int64)
    domains, rates = asks.exchange_domain, asks.exchange_rate
    loops.exchange(domains, rates, person.quarters[0], person.hours[0], exchanged)
    earned = np.empty(asks.experience_count, dtype=np.uint8)
    loops.earn_experience(
        exchanged,
        int(person.education[0]),
        asks.years_exchange,
        asks.years_quarters,
        asks.school_starts,
        asks.school_level,
        asks.school_exchange,
        asks.school_quarters,
        earned,
    )
    return earned


def _unmet_gates(person: Pool, table: JobsTable) -> NDArray[np.uint8]:
    """Return how many gates of each job a person misses."""
    asks = table.asks
    first_place = table.licences + len(asks.ways)
    willing = bool(person.willing_to_move[0])
    right = person.right_to_work[0] == RIGHT_YES
    missing: NDArray[np.uint8] = table.missing[int(willing), int(right)].copy()
    is_met = np.zeros(first_place + len(asks.places), dtype=np.uint8)
    loops.meet_terms(
        person.codes,
        table.held,
        int(person.can_work[0] & ~person.cannot_work[0]),
        int(person.available_from[0]),
        asks.ways,
        asks.start_by,
        table.licences,
        is_met,
        table.lists,
        missing,
    )
    if len(asks.places):
        _meet_places(person, table, first_place, is_met, missing)
    return missing


def _meet_places(
    person: Pool,
    table: JobsTable,
    first: int,
    is_met: NDArray[np.uint8],
    missing: NDArray[np.uint8],
) -> None:
    places, lists = table.asks.places, table.lists
    willing = bool(person.willing_to_move[0])
    state = int(np.searchsorted(places.states, person.state[0]))
    if state < len(places.states) and places.states[state] == person.state[0]:
        span = slice(places.state_starts[state], places.state_starts[state + 1])
        named = places.state_places[span]
        loops.meet_state(named, places.is_on_site, willing, first, is_met, lists, missing)
    latitude, longitude = person.latitude, person.longitude
    if willing or latitude[0] == NO_PLACE:
        return
    radians, eastward = math.radians(latitude[0] / DEGREE), math.radians(longitude[0] / DEGREE)
    across = math.cos(radians)
    low = int(np.searchsorted(places.site_radians, radians - places.widest))
    high = int(np.searchsorted(places.site_radians, radians + places.widest, side="right"))
    doubtful = np.empty(high - low, dtype=np.int32)
    doubts = loops.meet_near(
        (across * math.cos(eastward), across * math.sin(eastward), math.sin(radians)),
        low,
        high,
        places.site_place,
        places.site_globe,
        places.site_sure,
        places.site_maybe,
        first,
        is_met,
        lists,
        missing,
        doubtful,
    )
    if not doubts:
        return
    sites = doubtful[:doubts]
    homes = np.repeat(latitude, doubts), np.repeat(longitude, doubts)
    for site in sites[are_near(places, sites, *homes)].tolist():
        loops.meet(first + int(places.site_place[site]), is_met, lists, missing)


def _grouped(
    keys: NDArray[np.integer[Any]], count: int
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return where each key's entries begin, and the entries in order of their keys."""
    starts = np.append(0, np.cumsum(np.bincount(keys, minlength=count)))
    return starts.astype(np.int32), np.argsort(keys, kind="stable")


def _by_held(asks: Asks, licences: Conditions) -> Held:
    count = asks.competency_count
    asked = np.repeat(np.arange(len(asks.competencies)), np.diff(asks.answer_starts))
    asked_starts, by_held = _grouped(asks.answer_held, count)
    number = np.full(len(asks.met_starts) - 1, NOT_A_GATE, dtype=np.int32)
    number[licences] = np.arange(len(licences))
    met = np.repeat(number, np.diff(asks.met_starts))
    kept = np.flatnonzero(met != NOT_A_GATE)
    met_starts, order = _grouped(asks.met_held[kept], count)
    return Held(
        asked_starts=asked_starts,
        asked=asked[by_held].astype(np.int32),
        percent=asks.answer_percent[by_held],
        met_starts=met_starts,
        met=met[kept[order]],
        met_codes=asks.met_codes[kept[order]],
        credits=np.ascontiguousarray(credit_profiles().T),
    )


def _lists(asks: Asks, licences: Conditions) -> Lists:
    competencies = len(asks.competencies)
    job = np.repeat(np.arange(len(asks.most)), np.diff(asks.line_starts))
    packed = (job << JOB_SHIFT) + (asks.line_weights.astype(np.int64) << WEIGHT_SHIFT)
    choices = np.diff(asks.choice_starts)
    line = np.repeat(np.arange(len(job)), choices)
    is_alone = choices[line] == 1
    alone, others = np.flatnonzero(is_alone), np.flatnonzero(~is_alone)
    # Runs of jobs, and the competencies within each.
    spans = -(-len(asks.most) // RUN) * competencies
    span = job[line] // RUN * competencies + asks.choice_competency
    line_starts, by_line = _grouped(span[alone], spans)
    any_starts, by_any = _grouped(span[others], spans)
    any_lines = np.flatnonzero(choices > 1)
    any_line = np.searchsorted(any_lines, line[others])
    of_experience = np.flatnonzero(asks.line_experience >= 0)
    column = asks.line_experience[of_experience]
    column_span = job[of_experience] // RUN * asks.experience_count + column
    columns = -(-len(asks.most) // RUN) * asks.experience_count
    column_starts, by_column = _grouped(column_span, columns)
    gate_starts, gates = _gates(asks, licences)
    chosen, rest = alone[by_line], others[by_any]
    any_choices = (any_line[by_any] << LINE_SHIFT) + packed[line[rest]] + asks.choice_way[rest]
    return Lists(
        line_starts=line_starts,
        lines=(packed[line[chosen]] + asks.choice_way[chosen]).astype(np.uint32),
        any_starts=any_starts,
        any_lines=any_choices.astype(np.uint64),
        any_count=len(any_lines),
        column_starts=column_starts,
        columns=packed[of_experience[by_column]].astype(np.uint32),
        gate_starts=gate_starts,
        gates=gates,
    )


def _read(asks: Asks) -> Read:
    """Return the choices of all lines in order, those of years and schooling among them."""
    choices = np.diff(asks.choice_starts)
    is_experience = asks.line_experience >= 0
    counts = np.where(is_experience, 1, choices)
    starts = np.append(0, np.cumsum(counts))
    entries = np.zeros(starts[-1], dtype=np.int64)
    line = np.repeat(np.arange(len(counts)), counts)
    ways = len(credit_profiles())
    entries[~is_experience[line]] = asks.choice_competency.astype(np.int64) * ways + asks.choice_way
    first = len(asks.competencies) * ways
    entries[is_experience[line]] = first + asks.line_experience[is_experience]
    entries <<= READ_SHIFT
    # Only the last choice of a line has its weight.
    entries[starts[1:] - 1] += asks.line_weights
    return Read(starts[asks.line_starts].astype(np.int32), entries.astype(np.uint32))


def _gates(asks: Asks, licences: Conditions) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the jobs of each licence, availability and place."""
    full, right, available, _ = asks.first_of_kind
    job = np.repeat(np.arange(len(asks.most)), np.diff(asks.gate_starts))
    kept = np.flatnonzero(asks.gates != right)
    gate = asks.gates[kept]
    others = gate - available + len(licences)
    gate = np.where(gate < full, np.searchsorted(licences, gate), others)
    count = len(licences) + asks.condition_count - available
    starts, order = _grouped(gate, count)
    return starts, job[kept[order]].astype(np.int32)


def _missing(asks: Asks) -> NDArray[np.uint8]:
    """Return the gates of each job but those that willingness and the right to work meet."""
    _, right, _, place = asks.first_of_kind
    job = np.repeat(np.arange(len(asks.most)), np.diff(asks.gate_starts))
    is_right = asks.gates == right
    is_place = asks.gates >= place
    on_site = np.zeros(len(job), dtype=np.bool_)
    on_site[is_place] = asks.places.is_on_site[asks.gates[is_place] - place]
    tables = [
        np.bincount(job[~(is_right & has_right) & ~(on_site & willing)], minlength=len(asks.most))
        for willing in (False, True)
        for has_right in (False, True)
    ]
    missing = np.full((4, -(-len(asks.most) // WORD) * WORD), 255, dtype=np.uint8)
    missing[:, : len(asks.most)] = tables
    return missing.reshape(2, 2, -1)
