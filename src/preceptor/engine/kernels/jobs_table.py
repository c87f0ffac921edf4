"""One person against many jobs: scores by inverted lists, gates by counting, the best by a bar."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop
from preceptor.engine.kernels.batch_heaps import (
    FIT_SHIFT,
    GATES_SHIFT,
    JOB_MASK,
    lowest_bit,
    push_job,
)

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
# Where the place of what a choice earns stands in an entry of ``Read``, above the weight.
READ_SHIFT = 7
# Eight bytes of 1, of 127 and of 128.
ONES, LOWS, HIGHS = 0x0101010101010101, 0x7F7F7F7F7F7F7F7F, 0x8080808080808080


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
    ``any_lines`` are the same of the choices of the others, with ``line << 32`` by which of the
    ``any_count`` lines they are of. By run and column of experience, ``column_starts``:
    ``columns``, ``job << 12 | weight << 5``. By gate (licences, availability, places),
    ``gate_starts``: ``gates``, the jobs.
    """

    line_starts: Numbers
    lines: Keys
    any_starts: Numbers
    any_lines: NDArray[np.uint64]
    any_count: int
    column_starts: Numbers
    columns: Keys
    gate_starts: Numbers
    gates: Numbers


class Read(NamedTuple):
    """What each job asks: its entries are ``starts[job]`` to ``starts[job + 1]``.

    An entry is ``place << 7 | weight``: the place among ``gains`` of what a choice earns. A
    line's choices follow each other, and only the last has the line's weight; others have 0.
    """

    starts: Numbers
    entries: Keys


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
    touched: Numbers,
    count: int,
    credit: Bytes,
    is_added: NDArray[np.bool_],
    lists: Lists,
    best: Bytes,
    scores: Shorts,
) -> None:
    """Add to the scores of jobs, in runs that are added, what their lines of evidence earn.

    ``best`` comes in as zeros.
    """
    way, weight, job = np.uint32(31), np.uint32(5), np.uint32(12)
    low = np.uint32(127)
    if not count:
        return
    # Run by run, so that the scores of a run stay in the nearest cache.
    for run in range(len(is_added)):
        if not is_added[run]:
            continue
        first = run * len(credit)
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
                line = choice >> np.uint64(32)
                one = np.uint32(choice)
                before = best[line]
                now = max(before, earned[one & way])
                scores[one >> job] += np.uint16((one >> weight & low) * np.uint32(now - before))
                best[line] = now


@loop
def add_experience(
    earned: Bytes, is_added: NDArray[np.bool_], lists: Lists, scores: Shorts
) -> None:
    """Add to the scores of jobs, in runs that are added, what years and schooling earn."""
    for run in range(len(is_added)):
        if not is_added[run]:
            continue
        first = run * len(earned)
        for column in range(len(earned)):
            if earned[column]:
                start = lists.column_starts[first + column]
                for at in range(start, lists.column_starts[first + column + 1]):
                    line = lists.columns[at]
                    share = np.uint16((line >> np.uint32(5)) & np.uint32(127))
                    gain = np.uint16(share * np.uint16(earned[column]))
                    scores[line >> np.uint32(12)] += gain


@loop
def zero_bytes(word: Any) -> Any:
    """Return a word with the highest bit set of each byte that is 0 in another."""
    return ~((word & np.uint64(LOWS)) + np.uint64(LOWS) | word) & np.uint64(HIGHS)


@loop
def count_met(words: NDArray[np.uint64], met: Ints) -> int:
    """Fill how many jobs of each run miss no gate. Returns how many of all.

    ``words`` are what jobs miss, a byte each, eight at a time.
    """
    count = 0
    for run in range(len(met)):
        here = np.uint64(0)
        for word in range(run * (RUN // 8), min((run + 1) * (RUN // 8), len(words))):
            zeros = zero_bytes(words[word]) >> np.uint64(7)
            here += (zeros * np.uint64(ONES)) >> np.uint64(56)
        met[run] = here
        count += met[run]
    return count


@loop
def read_jobs(
    words: NDArray[np.uint64],
    is_added: NDArray[np.bool_],
    gains: Bytes,
    read: Read,
    scores: Shorts,
) -> None:
    """Fill the scores of the jobs that miss no gate in the runs that are not added.

    ``words`` are what jobs miss, a byte each, eight at a time. ``gains``: what the person earns
    by competency and way, then by column of experience.
    """
    for run in range(len(is_added)):
        if is_added[run]:
            continue
        for word in range(run * (RUN // 8), min((run + 1) * (RUN // 8), len(words))):
            left = zero_bytes(words[word])
            while left:
                job = word * 8 + (lowest_bit(left) >> 3)
                left &= left - np.uint64(1)
                scores[job] = read_job(job, gains, read)


@loop
def read_job(job: int, gains: Bytes, read: Read) -> Any:
    """Return the score of a job."""
    score = np.uint32(0)
    best = np.uint32(0)
    for at in range(read.starts[job], read.starts[job + 1]):
        entry = read.entries[at]
        weight = entry & np.uint32(127)
        best = max(best, np.uint32(gains[entry >> np.uint32(READ_SHIFT)]))
        score += best * weight
        # After the last choice of a line, begin anew.
        best = np.uint32(0) if weight else best
    return np.uint16(score)


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
    ranks: Numbers,
    rough: Shorts,
    tops: Shorts,
    keys: Keys,
) -> None:
    """Fill the heap ``keys`` (zeros) with the best jobs, as ``batch_heaps`` packs them.

    In place of the job they have its rank. ``shares``: 1,000 by the most a job gives, shifted; 0
    where it gives nothing. ``rough`` is room for fits that may be one too small (the exact
    division decides), 64 times as many as ``tops``, which is room for the best of some.
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
            key = (met << GATES_SHIFT) + (fit << FIT_SHIFT) + JOB_MASK - np.int64(ranks[job])
            if key > np.int64(keys[0]):
                push_job(keys, key)
                root = np.int64(keys[0])
                if root:
                    bar = ((root >> FIT_SHIFT) & 1023) + MET_STEP * (root >> GATES_SHIFT)
