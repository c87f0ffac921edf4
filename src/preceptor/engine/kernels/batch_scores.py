"""The scores of a block of people for a job, all of them together or one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
Words = NDArray[np.uint64]
Keys = NDArray[np.uint32]
Ids = NDArray[np.unsignedinteger[Any]]

# The most lines of a job, each of which may need a row of its own beside the columns.
MOST_LINES = 64


class Jobs(NamedTuple):
    """What jobs ask; see ``tiles.asks.Asks``. In an open list ``must`` arrays are not read.

    Jobs may stand in any order; ``rank`` is their place by rising number.
    """

    rank: Numbers
    line_starts: Ints
    line_weights: Shorts
    line_experience: Numbers
    choice_starts: Numbers
    choice_competency: Numbers
    choice_way: Bytes
    must_starts: Ints
    musts: Numbers
    gate_starts: Ints
    gates: Numbers
    met_starts: Ints
    met_held: Numbers
    met_codes: NDArray[np.uint32]
    most: Ints


class People(NamedTuple):
    """A block of people read against what jobs ask.

    ``present`` words of who stands in the pool; ``numbers`` person numbers. Pieces by
    competency: ``piece_starts``, ``piece_person``, ``piece_rest``. Who earns anything on a
    competency asked: ``list_starts`` and ``lists`` (the profile, and in the lowest 16 bits the
    person), and the same as a table, ``grid``; ``credits`` (ways, profiles).

    ``rows`` uint8: first 64 to work in, then the columns of years and schooling, then room for
    more; ``row_of`` (competencies, ways) is -1 and ``row_count`` (1) the rows used so far.
    ``bits`` (conditions, words) and ``is_read`` (conditions): those of evidence are read when
    first needed.
    """

    present: Words
    numbers: Ints
    piece_starts: Numbers
    piece_person: NDArray[np.uint16]
    piece_rest: Bytes
    list_starts: Numbers
    lists: Ids
    grid: Ids
    credits: Bytes
    rows: Bytes
    row_of: Numbers
    row_count: Ints
    bits: Words
    is_read: NDArray[np.bool_]


class Work(NamedTuple):
    """Room to work in: (64) lines, (width) people, words of them; (jobs) for ``out_of_reach``.

    ``hit_words`` is ``hits`` (a multiple of 8) seen as words.
    """

    asked: Numbers
    weights: Shorts
    scores: Shorts
    hits: Bytes
    hit_words: Words
    eligible: Words
    bar_met: Shorts
    bar_unmet: Shorts
    out_of_reach: NDArray[np.bool_]


class Heaps(NamedTuple):
    """Keys and people (jobs, per job) of jobs, keys (people, per person) of people.

    A side of width 0 is left out.
    """

    job_keys: Keys
    job_people: Ints
    person_keys: Keys


@loop
def add_columns(
    columns: Bytes, asked: Numbers, weights: Shorts, count: int, width: int, scores: Shorts
) -> None:
    """Add weight times column to the scores of a block, in 16 bits.

    Twin of ``weights @ columns[asked]``.
    """
    line = 0
    # Four at a time and 16-bit casts throughout, so that the compiler keeps to short lanes.
    while count - line >= 4:
        c0, c1 = columns[asked[line]], columns[asked[line + 1]]
        c2, c3 = columns[asked[line + 2]], columns[asked[line + 3]]
        w0, w1, w2, w3 = weights[line], weights[line + 1], weights[line + 2], weights[line + 3]
        for i in range(width):
            scores[i] += np.uint16(
                np.uint16(w0) * np.uint16(c0[i])
                + np.uint16(w1) * np.uint16(c1[i])
                + np.uint16(w2) * np.uint16(c2[i])
                + np.uint16(w3) * np.uint16(c3[i])
            )
        line += 4
    while line < count:
        column = columns[asked[line]]
        weight = weights[line]
        for i in range(width):
            scores[i] += np.uint16(np.uint16(weight) * np.uint16(column[i]))
        line += 1


@loop
def add_list(lists: Ids, begin: int, end: int, credit: Bytes, weight: int, scores: Shorts) -> None:
    """Add weight times credit to the scores of those on a list."""
    low = np.uint32(65535)
    high = np.uint32(16)
    share = np.uint16(weight)
    at = np.uint64(begin)
    last = np.uint64(end)
    # Nobody is on a list twice: four at a time need not wait for each other.
    while at + np.uint64(4) <= last:
        one, two = lists[at], lists[at + np.uint64(1)]
        three, four = lists[at + np.uint64(2)], lists[at + np.uint64(3)]
        first = scores[one & low] + np.uint16(share * np.uint16(credit[one >> high]))
        second = scores[two & low] + np.uint16(share * np.uint16(credit[two >> high]))
        third = scores[three & low] + np.uint16(share * np.uint16(credit[three >> high]))
        fourth = scores[four & low] + np.uint16(share * np.uint16(credit[four >> high]))
        scores[one & low] = np.uint16(first)
        scores[two & low] = np.uint16(second)
        scores[three & low] = np.uint16(third)
        scores[four & low] = np.uint16(fourth)
        at += np.uint64(4)
    while at < last:
        one = lists[at]
        scores[one & low] += np.uint16(share * np.uint16(credit[one >> high]))
        at += np.uint64(1)


@loop
def raise_row(lists: Ids, begin: int, end: int, credit: Bytes, row: Bytes) -> None:
    """Raise a row to the credit of those on a list."""
    low = np.uint32(65535)
    high = np.uint32(16)
    at = np.uint64(begin)
    last = np.uint64(end)
    while at + np.uint64(4) <= last:
        one, two = lists[at], lists[at + np.uint64(1)]
        three, four = lists[at + np.uint64(2)], lists[at + np.uint64(3)]
        first = max(row[one & low], credit[one >> high])
        second = max(row[two & low], credit[two >> high])
        third = max(row[three & low], credit[three >> high])
        fourth = max(row[four & low], credit[four >> high])
        row[one & low] = first
        row[two & low] = second
        row[three & low] = third
        row[four & low] = fourth
        at += np.uint64(4)
    while at < last:
        one = lists[at]
        row[one & low] = max(row[one & low], credit[one >> high])
        at += np.uint64(1)


@loop
def read_row(people: People, competency: int, way: int, width: int) -> int:
    """Return the row with the credit on a competency, filled when first asked for."""
    at = people.row_of[competency, way]
    if at < 0:
        at = np.int32(people.row_count[0])
        people.row_count[0] += 1
        people.row_of[competency, way] = at
        people.rows[at, :width] = 0
        begin, end = people.list_starts[competency], people.list_starts[competency + 1]
        raise_row(people.lists, begin, end, people.credits[way], people.rows[at])
    return at


@loop
def raise_any(people: People, jobs: Jobs, line: int, width: int, short: int, to: int) -> bool:
    """Fill row ``to`` with the best of a line's choices; False where nobody earns any."""
    row = people.rows[to]
    is_filled = False
    # Whole rows first: they overwrite.
    for at in range(jobs.choice_starts[line], jobs.choice_starts[line + 1]):
        competency = jobs.choice_competency[at]
        if people.list_starts[competency + 1] - people.list_starts[competency] >= short:
            other = people.rows[read_row(people, competency, jobs.choice_way[at], width)]
            if is_filled:
                for i in range(width):
                    row[i] = max(row[i], other[i])
            else:
                for i in range(width):
                    row[i] = other[i]
            is_filled = True
    for at in range(jobs.choice_starts[line], jobs.choice_starts[line + 1]):
        competency = jobs.choice_competency[at]
        begin, end = people.list_starts[competency], people.list_starts[competency + 1]
        if 0 < end - begin < short:
            if not is_filled:
                row[:width] = 0
            is_filled = True
            raise_row(people.lists, begin, end, people.credits[jobs.choice_way[at]], row)
    return is_filled


@loop
def score_all(
    people: People,
    jobs: Jobs,
    job: int,
    width: int,
    short: int,
    work: Work,
) -> None:
    """Score everyone of a block. Lists below ``short`` are added person by person."""
    asked, weights, scores = work.asked, work.weights, work.scores
    scores[:width] = 0
    count = 0
    for line in range(jobs.line_starts[job], jobs.line_starts[job + 1]):
        weight = jobs.line_weights[line]
        weights[count] = weight
        if jobs.line_experience[line] >= 0:
            asked[count] = MOST_LINES + jobs.line_experience[line]
            count += 1
            continue
        first = jobs.choice_starts[line]
        if jobs.choice_starts[line + 1] - first > 1:
            if raise_any(people, jobs, line, width, short, count):
                asked[count] = count
                count += 1
            continue
        competency = jobs.choice_competency[first]
        way = jobs.choice_way[first]
        begin, end = people.list_starts[competency], people.list_starts[competency + 1]
        if end - begin >= short:
            asked[count] = read_row(people, competency, way, width)
            count += 1
        else:
            add_list(people.lists, begin, end, people.credits[way], weight, scores)
    add_columns(people.rows, asked, weights, count, width, scores)


@loop
def score_one(people: People, jobs: Jobs, job: int, i: int) -> int:
    """Return the score of one person of a block."""
    score = np.int64(0)
    for line in range(jobs.line_starts[job], jobs.line_starts[job + 1]):
        best = np.uint8(0)
        if jobs.line_experience[line] >= 0:
            best = people.rows[MOST_LINES + jobs.line_experience[line], i]
        for at in range(jobs.choice_starts[line], jobs.choice_starts[line + 1]):
            profile = people.grid[jobs.choice_competency[at], i]
            if profile:
                best = max(best, people.credits[jobs.choice_way[at], profile])
        score += np.int64(jobs.line_weights[line]) * np.int64(best)
    return score
