"""One person against many jobs: scores by inverted lists, gates by counting, the best by a bar."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop
from preceptor.engine.kernels.batch_heaps import FIT_SHIFT, GATES_SHIFT, JOB_MASK, push_job

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
Keys = NDArray[np.uint32]
Floats = NDArray[np.float64]

ROWS = 64
# Added to a fit where the gates are met: more than any fit.
MET_STEP = 2048
# A share is 1,000 by the most that a job gives, shifted so far: times a score it fits 32 bits.
SHARE_SHIFT = 22
# Jobs whose scores are added up together.
RUN = 8192


class Held(NamedTuple):
    """What the competencies held answer for, spans by competency held.

    ``asked_starts``: ``asked`` (the competency asked, a position) and ``percent``;
    ``met_starts``: ``met`` (a licence) and ``met_codes`` (the bits of codes that meet it).
    ``credits`` uint8 (pieces, ways).
    """

    asked_starts: Numbers
    asked: Numbers
    percent: Bytes
    met_starts: Numbers
    met: Numbers
    met_codes: NDArray[np.uint32]
    credits: Bytes


class Lists(NamedTuple):
    """Which lines ask what.

    By run of 8,192 jobs and then competency asked, ``line_starts``: ``lines`` are
    ``job << 12 | weight << 5 | way`` of the lines with one choice; and ``any_starts``:
    ``any_lines`` are ``line << 5 | way`` of the choices of the others, whose job and weight are
    ``any_jobs`` (``job << 12 | weight << 5``). By column of experience,
    ``column_starts``: ``columns``, ``job << 12 | weight << 5``. By gate (licences, availability,
    places), ``gate_starts``: ``gates``, the jobs.
    """

    line_starts: Numbers
    lines: Keys
    any_starts: Numbers
    any_lines: Keys
    any_jobs: Keys
    column_starts: Numbers
    columns: Keys
    gate_starts: Numbers
    gates: Numbers


@loop
def expand(codes: Any, held: Held, credit: Bytes, is_asked: Bytes, touched: Numbers) -> int:
    """Fill what one person earns on each competency asked in each way, (competencies, ways).

    ``credit`` and ``is_asked`` come in as zeros. Returns how many competencies were touched.
    """
    count = 0
    for piece in range(len(codes)):
        code = np.int64(codes[piece])
        competency = code // 25
        rest = code - competency * 25
        for at in range(held.asked_starts[competency], held.asked_starts[competency + 1]):
            asked = held.asked[at]
            row = np.int64(held.percent[at]) * 25 + rest
            if not is_asked[asked]:
                is_asked[asked] = 1
                touched[count] = asked
                count += 1
            for way in range(25):
                credit[asked, way] = max(credit[asked, way], held.credits[row, way])
    return count


@loop
def add_lines(
    touched: Numbers, count: int, credit: Bytes, lists: Lists, best: Bytes, scores: Shorts
) -> None:
    """Add to the scores of jobs what their lines of evidence earn; ``best`` comes in as zeros."""
    way, weight, job = np.uint32(31), np.uint32(5), np.uint32(12)
    low = np.uint32(127)
    if not count:
        return
    # Run by run, so that the scores of a run stay in the nearest cache.
    for first in range(0, len(lists.line_starts) - 1, len(credit)):
        for t in range(count):
            earned = credit[touched[t]]
            at = np.uint64(lists.line_starts[first + touched[t]])
            end = np.uint64(lists.line_starts[first + touched[t] + 1])
            # Four gains first, so that they need not wait for the scores.
            while at + np.uint64(4) <= end:
                one, two = lists.lines[at], lists.lines[at + np.uint64(1)]
                three, four = lists.lines[at + np.uint64(2)], lists.lines[at + np.uint64(3)]
                gain = np.uint16((one >> weight & low) * np.uint32(earned[one & way]))
                second = np.uint16((two >> weight & low) * np.uint32(earned[two & way]))
                third = np.uint16((three >> weight & low) * np.uint32(earned[three & way]))
                fourth = np.uint16((four >> weight & low) * np.uint32(earned[four & way]))
                scores[one >> job] += gain
                scores[two >> job] += second
                scores[three >> job] += third
                scores[four >> job] += fourth
                at += np.uint64(4)
            while at < end:
                one = lists.lines[at]
                gain = np.uint16((one >> weight & low) * np.uint32(earned[one & way]))
                scores[one >> job] += gain
                at += np.uint64(1)
        for t in range(count):
            earned = credit[touched[t]]
            begin = lists.any_starts[first + touched[t]]
            # Scores always stand at the best choice seen so far.
            for any_at in range(begin, lists.any_starts[first + touched[t] + 1]):
                choice = lists.any_lines[any_at]
                line = choice >> np.uint32(5)
                before = best[line]
                now = max(before, earned[choice & way])
                one = lists.any_jobs[line]
                scores[one >> job] += np.uint16((one >> weight & low) * np.uint32(now - before))
                best[line] = now


@loop
def add_experience(earned: Bytes, lists: Lists, scores: Shorts) -> None:
    """Add to the scores of jobs what their lines of years and schooling earn."""
    for column in range(len(earned)):
        if earned[column]:
            for at in range(lists.column_starts[column], lists.column_starts[column + 1]):
                line = lists.columns[at]
                share = np.uint16((line >> np.uint32(5)) & np.uint32(127))
                gain = np.uint16(share * np.uint16(earned[column]))
                scores[line >> np.uint32(12)] += gain


@loop
def exchange(domains: Bytes, rates: Ints, quarters: Bytes, hours: Shorts, exchanged: Ints) -> None:
    """Fill one person's quarters in each domain with signed hours at each rate."""
    for x in range(len(domains)):
        domain = domains[x]
        signed = np.int64(0)
        for d in range(3):
            # Domain 3 is any: all hours added up.
            if domain in (3, d):
                signed += np.int64(hours[d])
        exchanged[x] = np.int64(quarters[domain]) + 4 * signed // rates[x]


@loop
def earn_experience(
    exchanged: Ints,
    education: int,
    years_exchange: Numbers,
    years_quarters: Ints,
    school_starts: Ints,
    school_level: Bytes,
    school_exchange: Numbers,
    school_quarters: Ints,
    earned: Bytes,
) -> None:
    """Fill what one person earns in each column of years, then of schooling."""
    years = len(years_quarters)
    for ask in range(years):
        held = exchanged[years_exchange[ask]]
        earned[ask] = np.uint8(min(np.int64(255), 255 * held // years_quarters[ask]))
    for ask in range(len(school_starts) - 1):
        earned[years + ask] = np.uint8(0)
        for choice in range(school_starts[ask], school_starts[ask + 1]):
            worked = exchanged[school_exchange[choice]] >= school_quarters[choice]
            if worked and education >= school_level[choice]:
                earned[years + ask] = np.uint8(255)


@loop
def meet(gate: int, is_met: Bytes, lists: Lists, missing: Bytes) -> None:
    """Take a gate from what jobs still miss, once."""
    if not is_met[gate]:
        is_met[gate] = np.uint8(1)
        for at in range(lists.gate_starts[gate], lists.gate_starts[gate + 1]):
            missing[lists.gates[at]] -= np.uint8(1)


@loop
def meet_terms(
    codes: Any,
    held: Held,
    free: int,
    begins: int,
    ways: Bytes,
    start_by: Numbers,
    first: int,
    is_met: Bytes,
    lists: Lists,
    missing: Bytes,
) -> None:
    """Take the licences that pieces meet, and availability (from gate ``first`` on).

    ``free``: ways of working said yes and not no to; ``begins``: day number, 0 not stated.
    """
    for piece in range(len(codes)):
        code = np.int64(codes[piece])
        competency = code // 25
        rest = np.uint32(code - competency * 25)
        for at in range(held.met_starts[competency], held.met_starts[competency + 1]):
            if held.met_codes[at] >> rest & np.uint32(1):
                meet(held.met[at], is_met, lists, missing)
    for a in range(len(ways)):
        in_time = start_by[a] == 0 or 0 < begins <= start_by[a]
        if in_time and (free & ways[a]) == ways[a]:
            meet(first + a, is_met, lists, missing)


@loop
def meet_state(
    places: Numbers,
    is_on_site: NDArray[np.bool_],
    willing: bool,
    first: int,
    is_met: Bytes,
    lists: Lists,
    missing: Bytes,
) -> None:
    """Take places met from a state but those that willingness to move has met already."""
    for p in range(len(places)):
        if not (willing and is_on_site[places[p]]):
            meet(first + places[p], is_met, lists, missing)


@loop
def meet_near(
    point: tuple[float, float, float],
    low: int,
    high: int,
    site_place: Numbers,
    site_globe: Floats,
    site_sure: Floats,
    site_maybe: Floats,
    first: int,
    is_met: Bytes,
    lists: Lists,
    missing: Bytes,
    doubtful: Numbers,
) -> int:
    """Take the places, from gate ``first`` on, with a site within reach of a home.

    ``point``: the home on the unit globe. Looks at sites ``low`` to ``high``; those too close to
    the edge of reach are put in ``doubtful``, which has room for all. Returns how many.
    """
    doubts = 0
    for s in range(low, high):
        across = point[0] - site_globe[s, 0]
        along = point[1] - site_globe[s, 1]
        up = point[2] - site_globe[s, 2]
        chord = across * across + along * along + up * up
        if chord <= site_sure[s]:
            meet(first + site_place[s], is_met, lists, missing)
        elif chord <= site_maybe[s]:
            doubtful[doubts] = s
            doubts += 1
    return doubts


@loop
def best_jobs(
    scores: Shorts,
    missing: Bytes,
    shares: Keys,
    most: Ints,
    rough: Shorts,
    tops: Shorts,
    keys: Keys,
) -> None:
    """Fill the heap ``keys`` (zeros) with the best jobs, as ``batch_heaps`` packs them.

    ``shares``: 1,000 by the most a job gives, shifted; 0 where it gives nothing. ``rough``
    is room for fits that may be one too small (the exact division decides), 64 times as many as
    ``tops``, which is room for the best of some.
    """
    jobs = len(scores)
    for job in range(jobs):
        rough[job] = np.uint16(
            (np.uint32(np.uint32(scores[job]) * shares[job]) >> np.uint32(SHARE_SHIFT))
            + np.uint32(MET_STEP) * np.uint32(missing[job] == 0)
        )
    # Of jobs that lie ``width`` apart, so that the best of each such row is found side by side.
    width = len(tops)
    for job in range(jobs, len(rough)):
        rough[job] = np.uint16(0)
    tops[:] = 0
    for step in range(ROWS):
        for row in range(width):
            tops[row] = max(tops[row], rough[step * width + row])
    bar = np.int64(-1)
    for row in range(width):
        if np.int64(tops[row]) + 1 < bar:
            continue
        for job in range(row, jobs, width):
            if np.int64(rough[job]) + 1 < bar:
                continue
            met = np.int64(missing[job] == 0)
            fit = 1000 * np.int64(scores[job]) // most[job] if most[job] else np.int64(0)
            key = (met << GATES_SHIFT) + (fit << FIT_SHIFT) + JOB_MASK - job
            if key > np.int64(keys[0]):
                push_job(keys, key)
                root = np.int64(keys[0])
                if root:
                    bar = ((root >> FIT_SHIFT) & 1023) + MET_STEP * (root >> GATES_SHIFT)
