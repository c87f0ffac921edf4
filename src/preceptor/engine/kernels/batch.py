"""A block of people against many jobs: sums of columns, bars, and heaps of the best."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros
from numpy.typing import NDArray

from preceptor.engine.kernels.jit import loop

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Shorts = NDArray[np.uint16]
Words = NDArray[np.uint64]
Keys = NDArray[np.uint32]
Whole = int | np.integer[Any]

count_zeros = cast("Callable[[Any], Any]", trailing_zeros)


@loop
def lowest_bit(word: Any) -> Any:
    """Return the position of the lowest bit of a word that is set."""
    return np.int64(count_zeros(word))


# A person's key of a job: gates met, fit, and the job counted from the end; larger is better
# and 0 is none.
FIT_SHIFT = 20
GATES_SHIFT = 30
JOB_MASK = (1 << FIT_SHIFT) - 1
# A job's key of a person: 1 + gates met and score; the person number decides among equals.
SCORE_SHIFT = 16


@loop
def add_columns(
    columns: Bytes, asked: Numbers, weights: Shorts, count: int, width: int, scores: Shorts
) -> None:
    """Fill the scores of a block: the sum of weight times column, in 16 bits.

    Twin of ``weights @ columns[asked]``.
    """
    scores[:width] = 0
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
def push_person(keys: Keys, people: Ints, key: Whole, person: Whole) -> None:
    """Put a person in a job's heap in place of its worst, which must be worse.

    The worst, the smallest key and among those the largest person number, is at the root.
    """
    size = len(keys)
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        other = child + 1
        if other < size and (
            keys[other] < keys[child]
            or (keys[other] == keys[child] and people[other] > people[child])
        ):
            child = other
        if keys[child] > key or (keys[child] == key and people[child] < person):
            break
        keys[at] = keys[child]
        people[at] = people[child]
        at = child
    keys[at] = np.uint32(key)
    people[at] = person


@loop
def push_job(keys: Keys, key: Whole) -> None:
    """Put a job in a person's heap in place of its worst, at the root, which must be worse."""
    size = len(keys)
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at] = keys[child]
        at = child
    keys[at] = np.uint32(key)


@loop
def offer_person(keys: Keys, people: Ints, gates_met: Whole, score: Whole, person: Whole) -> None:
    """Put a person in a job's heap if better than its worst."""
    key = 1 + (gates_met << SCORE_SHIFT) + score
    if key > keys[0] or (key == keys[0] and person < people[0]):
        push_person(keys, people, key, person)


@loop
def raise_bars(root: Whole, bar_met: Shorts, bar_unmet: Shorts, i: Whole) -> None:
    """Note what fit a job must have to enter a heap with this root, in 1/65,536 of 1,000.

    Rounded down; the heap decides. ``bar_met`` is for jobs whose gates the person meets.
    """
    fit = (root >> FIT_SHIFT) & 1023
    bar = np.uint16(fit * 65536 // 1000) if fit < 1000 else np.uint16(65535)
    if root >> GATES_SHIFT:
        bar_met[i] = bar
        bar_unmet[i] = np.uint16(65535)
    else:
        bar_met[i] = np.uint16(0)
        bar_unmet[i] = bar


@loop
def offer_job(
    keys: Keys,
    gates_met: Whole,
    score: Whole,
    most: Whole,
    job: int,
    bar_met: Shorts,
    bar_unmet: Shorts,
    i: Whole,
) -> int:
    """Put a job in the heap of person ``i`` if better than its worst.

    Returns 1 if from now on only jobs whose gates are met can enter, 0 if that did not change.
    """
    fit = 1000 * score // most if most else 0
    key = (gates_met << GATES_SHIFT) + (fit << FIT_SHIFT) + JOB_MASK - job
    mine = keys[i]
    root = np.int64(mine[0])
    if key <= root:
        return 0
    push_job(mine, key)
    after = np.int64(mine[0])
    raise_bars(after, bar_met, bar_unmet, i)
    return 1 if (after >> GATES_SHIFT) and not (root >> GATES_SHIFT) else 0


@loop
def meet_all(
    conditions: Numbers, begin: int, end: int, bits: Words, words: int, eligible: Words
) -> int:
    """Keep of the eligible who meets some conditions; returns how many are left."""
    for c in range(begin, end):
        row = bits[conditions[c]]
        for word in range(words):
            eligible[word] &= row[word]
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
    columns: Bytes,
    asked: Numbers,
    weights: Shorts,
    count: int,
    eligible: Words,
    words: int,
    numbers: Ints,
    most: Whole,
    job: int,
    job_keys: Keys,
    job_people: Ints,
    person_keys: Keys,
    bar_met: Shorts,
    bar_unmet: Shorts,
) -> int:
    """Score the eligible one by one, all of whom meet the gates, and offer them.

    Returns how many people now have all their jobs with gates met.
    """
    settled = 0
    for word in range(words):
        left = eligible[word]
        while left:
            i = (word << 6) + lowest_bit(left)
            left &= left - np.uint64(1)
            score = np.int64(0)
            for line in range(count):
                score += np.int64(weights[line]) * np.int64(columns[asked[line], i])
            if len(job_keys):
                offer_person(job_keys, job_people, 1, score, numbers[i])
            if person_keys.shape[1]:
                settled += offer_job(person_keys, 1, score, most, job, bar_met, bar_unmet, i)
    return settled


@loop
def offer_to_job(
    scores: Shorts,
    width: int,
    present: Words,
    eligible: Words,
    any_eligible: bool,
    numbers: Ints,
    keys: Keys,
    people: Ints,
) -> None:
    """Offer a job everyone in the block who may be better than its worst."""
    root = np.int64(keys[0])
    bar = (root - 1) & 65535 if root else np.int64(0)
    open_gates = root <= 65536  # the worst has an unmet gate, or there is room
    if not (open_gates and any_eligible):
        largest = np.uint16(0)
        for i in range(width):
            largest = max(largest, scores[i])
        if largest < bar:
            return
    for begin in range(0, width, 64):
        end = min(width, begin + 64)
        word = begin >> 6
        if not (open_gates and eligible[word]):
            largest = np.uint16(0)
            for i in range(begin, end):
                largest = max(largest, scores[i])
            if largest < bar:
                continue
        left = present[word] if open_gates else eligible[word]
        while left:
            i = begin + lowest_bit(left)
            bit = np.uint64(i & 63)
            left &= left - np.uint64(1)
            met = np.int64(eligible[word] >> bit & np.uint64(1))
            if met or open_gates:
                offer_person(keys, people, met, np.int64(scores[i]), numbers[i])
        root = np.int64(keys[0])
        bar = (root - 1) & 65535 if root else np.int64(0)
        open_gates = root <= 65536


@loop
def offer_to_people(
    scores: Shorts,
    width: int,
    present: Words,
    eligible: Words,
    bars: Shorts,
    most: Whole,
    job: int,
    hits: Bytes,
    hit_words: Words,
    person_keys: Keys,
    bar_met: Shorts,
    bar_unmet: Shorts,
) -> int:
    """Offer a job to everyone in the block for whom it may be better than their worst.

    Returns how many people now have all their jobs with gates met.
    """
    short_most = np.uint32(most)
    for i in range(width):
        least = np.uint16((np.uint32(bars[i]) * short_most) >> np.uint32(16))
        hits[i] = scores[i] >= least
    settled = 0
    for eight in range((width + 7) >> 3):
        left = hit_words[eight]
        while left:
            i = (eight << 3) + (lowest_bit(left) >> 3)
            left &= left - np.uint64(1)
            word, bit = i >> 6, np.uint64(i & 63)
            if i < width and present[word] >> bit & np.uint64(1):
                met = np.int64(eligible[word] >> bit & np.uint64(1))
                settled += offer_job(
                    person_keys, met, np.int64(scores[i]), most, job, bar_met, bar_unmet, i
                )
    return settled


@loop
def match_open(
    columns: Bytes,
    is_empty: NDArray[np.bool_],
    bits: Words,
    present: Words,
    numbers: Ints,
    line_starts: Ints,
    line_columns: Numbers,
    line_weights: Shorts,
    gate_starts: Ints,
    gates: Numbers,
    most: Ints,
    job_keys: Keys,
    job_people: Ints,
    person_keys: Keys,
    sparse: int,
) -> None:
    """Offer every job every person of a block and the other way round; gates only order.

    ``job_keys`` and ``job_people`` (jobs, per job), ``person_keys`` (people, per person) are
    heaps; a side of width 0 is left out. Up to ``sparse`` people are scored one by one.
    """
    width = len(numbers)
    words = (width + 63) >> 6
    jobs = len(most)
    asked = np.empty(64, np.int32)
    weights = np.empty(64, np.uint16)
    scores = np.empty(width, np.uint16)
    hits = np.zeros((width + 7) & ~7, np.uint8)
    hit_words = hits.view(np.uint64)
    eligible = np.empty(words, np.uint64)
    bar_met = np.zeros(width, np.uint16)
    bar_unmet = np.zeros(width, np.uint16)
    out_of_reach = np.zeros(jobs, np.bool_)
    people = np.int64(0)
    for i in range(width):
        people += np.int64(present[i >> 6] >> np.uint64(i & 63) & np.uint64(1))
    unsettled = people if person_keys.shape[1] else 0
    # First where somebody meets the gates: when all have enough such jobs, the rest is idle.
    for turn in range(2):
        for job in range(jobs):
            if turn == 1 and not out_of_reach[job]:
                continue
            eligible[:] = present[:words]
            meeting = meet_all(gates, gate_starts[job], gate_starts[job + 1], bits, words, eligible)
            if turn == 0 and not meeting:
                out_of_reach[job] = True
                continue
            job_settled = job_keys.shape[1] == 0 or job_keys[job, 0] > 65536
            only_meeting = job_settled and unsettled == 0
            if only_meeting and not meeting:
                continue
            count = 0
            for line in range(line_starts[job], line_starts[job + 1]):
                if not is_empty[line_columns[line]]:
                    asked[count] = line_columns[line]
                    weights[count] = line_weights[line]
                    count += 1
            if only_meeting and meeting <= sparse:
                offer_each(
                    columns,
                    asked,
                    weights,
                    count,
                    eligible,
                    words,
                    numbers,
                    most[job],
                    job,
                    job_keys[job],
                    job_people[job],
                    person_keys,
                    bar_met,
                    bar_unmet,
                )
                continue
            add_columns(columns, asked, weights, count, width, scores)
            if job_keys.shape[1]:
                offer_to_job(
                    scores,
                    width,
                    present,
                    eligible,
                    meeting > 0,
                    numbers,
                    job_keys[job],
                    job_people[job],
                )
            if person_keys.shape[1]:
                unsettled -= offer_to_people(
                    scores,
                    width,
                    present,
                    eligible,
                    bar_met if meeting else bar_unmet,
                    most[job],
                    job,
                    hits,
                    hit_words,
                    person_keys,
                    bar_met,
                    bar_unmet,
                )


@loop
def match_strict(
    columns: Bytes,
    is_empty: NDArray[np.bool_],
    bits: Words,
    present: Words,
    numbers: Ints,
    line_starts: Ints,
    line_columns: Numbers,
    line_weights: Shorts,
    must_starts: Ints,
    musts: Numbers,
    gate_starts: Ints,
    gates: Numbers,
    most: Ints,
    job_keys: Keys,
    job_people: Ints,
    person_keys: Keys,
    sparse: int,
) -> None:
    """As ``match_open``, but only of people who miss no must and no gate of a job."""
    width = len(numbers)
    words = (width + 63) >> 6
    asked = np.empty(64, np.int32)
    weights = np.empty(64, np.uint16)
    scores = np.empty(width, np.uint16)
    hits = np.zeros((width + 7) & ~7, np.uint8)
    hit_words = hits.view(np.uint64)
    eligible = np.empty(words, np.uint64)
    bar_met = np.zeros(width, np.uint16)
    bar_unmet = np.zeros(width, np.uint16)
    for job in range(len(most)):
        eligible[:] = present[:words]
        passing = meet_all(gates, gate_starts[job], gate_starts[job + 1], bits, words, eligible)
        if passing:
            passing = meet_all(musts, must_starts[job], must_starts[job + 1], bits, words, eligible)
        if not passing:
            continue
        count = 0
        for line in range(line_starts[job], line_starts[job + 1]):
            if not is_empty[line_columns[line]]:
                asked[count] = line_columns[line]
                weights[count] = line_weights[line]
                count += 1
        if passing <= sparse:
            offer_each(
                columns,
                asked,
                weights,
                count,
                eligible,
                words,
                numbers,
                most[job],
                job,
                job_keys[job],
                job_people[job],
                person_keys,
                bar_met,
                bar_unmet,
            )
            continue
        add_columns(columns, asked, weights, count, width, scores)
        if job_keys.shape[1]:
            offer_to_job(
                scores, width, eligible, eligible, True, numbers, job_keys[job], job_people[job]
            )
        if person_keys.shape[1]:
            offer_to_people(
                scores,
                width,
                eligible,
                eligible,
                bar_met,
                most[job],
                job,
                hits,
                hit_words,
                person_keys,
                bar_met,
                bar_unmet,
            )


@loop
def sort_jobs(
    person_keys: Keys, jobs: Numbers, fits: NDArray[np.int16], gates_met: NDArray[np.bool_]
) -> None:
    """Unpack every person's heap, best job first; -1 where there is none. Heaps are spent."""
    for i in range(len(person_keys)):
        keys = person_keys[i]
        for at in range(1, len(keys)):
            key = keys[at]
            back = at
            while back > 0 and keys[back - 1] < key:
                keys[back] = keys[back - 1]
                back -= 1
            keys[back] = key
        for at in range(len(keys)):
            key = np.int64(keys[at])
            jobs[i, at] = JOB_MASK - (key & JOB_MASK) if key else -1
            fits[i, at] = (key >> FIT_SHIFT) & 1023
            gates_met[i, at] = key >> GATES_SHIFT
