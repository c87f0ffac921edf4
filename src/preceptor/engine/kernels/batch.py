"""A block of people against many jobs: scores, all of the block together or one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop
from preceptor.engine.kernels.batch_heaps import (
    lowest_bit,
    offer_job,
    offer_person,
    offer_to_job,
    offer_to_people,
)

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


@loop
def copy_words(words: Words, count: int, to: Words) -> None:
    """Copy some words."""
    for word in range(count):
        to[word] = words[word]


@loop
def read_met(people: People, jobs: Jobs, condition: int, words: int) -> None:
    """Fill the bits of who meets a condition of evidence."""
    row = people.bits[condition]
    row[:words] = 0
    people.is_read[condition] = True
    for entry in range(jobs.met_starts[condition], jobs.met_starts[condition + 1]):
        codes = jobs.met_codes[entry]
        held = jobs.met_held[entry]
        for p in range(people.piece_starts[held], people.piece_starts[held + 1]):
            yes = np.uint64(codes >> np.uint32(people.piece_rest[p]) & np.uint32(1))
            i = people.piece_person[p]
            row[i >> 6] |= yes << np.uint64(i & 63)


@loop
def meet_all(
    people: People,
    jobs: Jobs,
    conditions: Numbers,
    begin: int,
    end: int,
    words: int,
    eligible: Words,
) -> int:
    """Keep of the eligible who meets some conditions; returns how many are left."""
    for c in range(begin, end):
        condition = conditions[c]
        if not people.is_read[condition]:
            read_met(people, jobs, condition, words)
        row = people.bits[condition]
        some = np.uint64(0)
        for word in range(words):
            eligible[word] &= row[word]
            some |= eligible[word]
        if not some:
            return 0
    left = np.int64(0)
    for word in range(words):
        x = eligible[word]
        x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
        x = (x & np.uint64(0x3333333333333333)) + (
            (x >> np.uint64(2)) & np.uint64(0x3333333333333333)
        )
        x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
        left += np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))
    return int(left)


@loop
def offer_each(
    people: People,
    jobs: Jobs,
    heaps: Heaps,
    job: int,
    words: int,
    eligible: Words,
    bar_met: Shorts,
    bar_unmet: Shorts,
) -> None:
    """Score the eligible one by one, all of whom meet the gates, and offer them."""
    for word in range(words):
        left = eligible[word]
        while left:
            i = (word << 6) + lowest_bit(left)
            left &= left - np.uint64(1)
            score = score_one(people, jobs, job, i)
            if heaps.job_keys.shape[1]:
                offer_person(
                    heaps.job_keys[job], heaps.job_people[job], 1, score, people.numbers[i]
                )
            if heaps.person_keys.shape[1]:
                rank = jobs.rank[job]
                offer_job(heaps.person_keys, 1, score, jobs.most[job], rank, bar_met, bar_unmet, i)


@loop
def offer_block(
    people: People,
    jobs: Jobs,
    heaps: Heaps,
    work: Work,
    job: int,
    present: Words,
    bars: Shorts,
    short: int,
) -> int:
    """Score those present all together and offer them; the eligible meet the gates.

    ``bars`` are those of people that this job has to pass, or lower. Returns how many people
    now have all their jobs with gates met.
    """
    width = len(people.numbers)
    score_all(people, jobs, job, width, short, work)
    if heaps.job_keys.shape[1]:
        offer_to_job(
            work.scores,
            width,
            present,
            work.eligible,
            people.numbers,
            work.hits,
            work.hit_words,
            heaps.job_keys[job],
            heaps.job_people[job],
        )
    if not heaps.person_keys.shape[1]:
        return 0
    return offer_to_people(
        work.scores,
        width,
        present,
        work.eligible,
        bars,
        jobs.most[job],
        jobs.rank[job],
        work.hits,
        work.hit_words,
        heaps.person_keys,
        work.bar_met,
        work.bar_unmet,
    )


@loop
def open_bars(present: Words, width: int, bar_met: Shorts, bar_unmet: Shorts) -> int:
    """Set the bars of a new block: nothing for who is present, out of reach for who is not.

    Returns how many are present.
    """
    count = 0
    for i in range(width):
        is_here = np.int64(present[i >> 6] >> np.uint64(i & 63) & np.uint64(1))
        bar_met[i] = np.uint16(0) if is_here else np.uint16(65535)
        bar_unmet[i] = bar_met[i]
        count += is_here
    return count


@loop
def mean_fits(people: People, jobs: Jobs, work: Work, short: int, fits: Ints) -> None:
    """Fill how well each job fits the people of a block on average, times their number."""
    width = len(people.numbers)
    for job in range(len(jobs.most)):
        score_all(people, jobs, job, width, short, work)
        total = np.int64(0)
        for i in range(width):
            total += np.int64(work.scores[i])
        fits[job] = 1000 * total // jobs.most[job] if jobs.most[job] else np.int64(0)


@loop
def match_open(people: People, jobs: Jobs, heaps: Heaps, work: Work, short: int, few: int) -> None:
    """Offer every job every person of a block and the other way round; gates only order.

    Lists below ``short`` are added person by person; up to ``few`` people are scored one by one.
    """
    width = len(people.numbers)
    words = (width + 63) >> 6
    eligible = work.eligible
    bar_met, bar_unmet = work.bar_met, work.bar_unmet
    out_of_reach = work.out_of_reach
    present = open_bars(people.present, width, bar_met, bar_unmet)
    by_job, by_person = heaps.job_keys.shape[1] > 0, heaps.person_keys.shape[1] > 0
    unsettled = present if by_person else 0
    # First where somebody meets the gates: when all have enough such jobs, the rest is idle.
    for turn in range(2):
        for job in range(len(jobs.most)):
            meeting = 0
            if turn == 0:
                copy_words(people.present, words, eligible)
                begin, end = jobs.gate_starts[job], jobs.gate_starts[job + 1]
                meeting = meet_all(people, jobs, jobs.gates, begin, end, words, eligible)
                out_of_reach[job] = meeting == 0
            if out_of_reach[job] != (turn == 1):
                continue
            settled = unsettled == 0 and not (by_job and heaps.job_keys[job, 0] <= 65536)
            if settled and meeting <= few:
                if meeting:
                    offer_each(people, jobs, heaps, job, words, eligible, bar_met, bar_unmet)
                continue
            if turn == 1:
                eligible[:words] = 0
            bars = bar_met if meeting else bar_unmet
            unsettled -= offer_block(people, jobs, heaps, work, job, people.present, bars, short)


@loop
def match_strict(
    people: People, jobs: Jobs, heaps: Heaps, work: Work, short: int, few: int
) -> None:
    """As ``match_open``, but only of people who miss no must and no gate of a job."""
    width = len(people.numbers)
    words = (width + 63) >> 6
    eligible = work.eligible
    bar_met, bar_unmet = work.bar_met, work.bar_unmet
    open_bars(people.present, width, bar_met, bar_unmet)
    for job in range(len(jobs.most)):
        copy_words(people.present, words, eligible)
        begin, end = jobs.gate_starts[job], jobs.gate_starts[job + 1]
        passing = meet_all(people, jobs, jobs.gates, begin, end, words, eligible)
        if passing:
            begin, end = jobs.must_starts[job], jobs.must_starts[job + 1]
            passing = meet_all(people, jobs, jobs.musts, begin, end, words, eligible)
        if not passing:
            continue
        if passing <= few:
            offer_each(people, jobs, heaps, job, words, eligible, bar_met, bar_unmet)
            continue
        offer_block(people, jobs, heaps, work, job, eligible, bar_met, short)
