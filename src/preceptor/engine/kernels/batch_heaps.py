"""Heaps of the best people of each job and the best jobs of each person, and their bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros
from numpy.typing import NDArray

from preceptor.engine.kernels.bare import bare_loop as loop

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

    Rounded down; the heap decides. ``bar_met`` is for jobs whose gates the person meets; a
    ``bar_unmet`` of 65,535 says that no other job comes in.
    """
    fit = (root >> FIT_SHIFT) & 1023
    bar = np.uint16(fit * 65536 // 1000) if fit < 1000 else np.uint16(65535)
    if root >> GATES_SHIFT:
        bar_met[i] = bar
        bar_unmet[i] = np.uint16(65535)
    else:
        bar_met[i] = np.uint16(0)
        bar_unmet[i] = min(bar, np.uint16(65534))


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
def offer_to_job(
    scores: Shorts,
    width: int,
    present: Words,
    eligible: Words,
    numbers: Ints,
    hits: Bytes,
    hit_words: Words,
    keys: Keys,
    people: Ints,
) -> None:
    """Offer a job everyone in the block who may be better than its worst."""
    if keys[0] <= 65536:
        offer_everyone(scores, width, present, eligible, numbers, keys, people)
        return
    bar = np.uint16(keys[0] - np.uint32(65537))
    largest = np.uint16(0)
    for i in range(width):
        largest = max(largest, scores[i])
    if largest < bar:
        return
    for i in range(width):
        hits[i] = scores[i] >= bar
    for eight in range((width + 7) >> 3):
        left = hit_words[eight]
        while left:
            i = (eight << 3) + (lowest_bit(left) >> 3)
            left &= left - np.uint64(1)
            if i < width and eligible[i >> 6] >> np.uint64(i & 63) & np.uint64(1):
                offer_person(keys, people, 1, np.int64(scores[i]), numbers[i])


@loop
def offer_everyone(
    scores: Shorts,
    width: int,
    present: Words,
    eligible: Words,
    numbers: Ints,
    keys: Keys,
    people: Ints,
) -> None:
    """Offer a job everyone in the block: its worst has an unmet gate, or there is room."""
    for word in range((width + 63) >> 6):
        left = present[word]
        while left:
            bit = lowest_bit(left)
            left &= left - np.uint64(1)
            met = np.int64(eligible[word] >> np.uint64(bit) & np.uint64(1))
            root = np.int64(keys[0])
            score = np.int64(scores[(word << 6) + bit])
            if 1 + (met << SCORE_SHIFT) + score >= root:
                offer_person(keys, people, met, score, numbers[(word << 6) + bit])


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
                if not met and bar_unmet[i] == 65535:
                    continue
                settled += offer_job(
                    person_keys, met, np.int64(scores[i]), most, job, bar_met, bar_unmet, i
                )
    return settled


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
