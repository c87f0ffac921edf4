"""A block of people against many jobs: who meets the gates, and who is offered to whom."""

from __future__ import annotations

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
from preceptor.engine.kernels.batch_scores import (
    Heaps,
    Jobs,
    People,
    Work,
    score_all,
    score_one,
)

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Shorts = NDArray[np.uint16]
Words = NDArray[np.uint64]


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
