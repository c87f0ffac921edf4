"""Turn what a job asks into ranges of index codes with their worth."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels.arrays import Bytes, EntryArrays, Ints, Longs, RangeArrays
from preceptor.engine.kernels.jit import loop

# What a person's pieces are worth to a column of a must, a nice line or a licence gate: the
# lower two bits say not stated, unmet, met one step lower, met; the third that credit is earned.
STATED, LOWERED, MET = 1, 2, 3
EARNS = 4


@loop
def credit(similarity: int, held: int, asked: int, proof: int) -> int:
    """Return the credit of a piece, 0-255; twin of ``match.scales.credit_of``."""
    level = 100 if held >= asked else 100 * held // asked
    return 255 * similarity * level * proof // 1_000_000


@loop
def in_order(
    column: Ints, first: Ints, last: Ints, worth: Bytes, used: int, columns: int
) -> RangeArrays:
    """Return ranges in order of column and worth; the columns rise already."""
    starts = np.zeros(columns + 1, np.int32)
    for i in range(used):
        starts[column[i] + 1] += np.int32(1)
    for c in range(columns):
        starts[c + 1] += starts[c]
    firsts = np.empty(used, np.int32)
    lasts = np.empty(used, np.int32)
    worths = np.empty(used, np.uint8)
    place = np.zeros(257, np.int64)
    for c in range(columns):
        begin, end = starts[c], starts[c + 1]
        place[:] = 0
        for i in range(begin, end):
            place[worth[i] + 1] += 1
        for w in range(256):
            place[w + 1] += place[w]
        for i in range(begin, end):
            at = begin + place[worth[i]]
            place[worth[i]] += 1
            firsts[at] = first[i]
            lasts[at] = last[i]
            worths[at] = worth[i]
    return RangeArrays(starts, firsts, lasts, worths)


@loop
def compile_ranges(
    alternatives: Ints,
    lines: int,
    columns: int,
    held_starts: Longs,
    held: Longs,
    percent: Longs,
    is_credential: Bytes,
    proof: Longs,
) -> tuple[RangeArrays, RangeArrays, EntryArrays]:
    """Return credit ranges, value ranges and entries per competency.

    ``alternatives`` int32 (n, 5): column, competency, level, grade, 1 if it has a lower step;
    columns rise, those from ``lines`` on are licence gates. ``held_starts``, ``held`` and
    ``percent`` are the similarity table, ``proof`` int64 (5) what each grade counts.
    """
    pairs = 0
    for a in range(len(alternatives)):
        asked = alternatives[a, 1]
        pairs += held_starts[asked + 1] - held_starts[asked]
    most = pairs * 25
    c_column, c_first, c_last = (
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    c_worth, v_worth = np.empty(most, np.uint8), np.empty(most, np.uint8)
    v_column, v_first, v_last = (
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    c_used = 0
    v_used = 0
    entry_starts = np.zeros(len(is_credential) + 1, np.int32)
    for a in range(len(alternatives)):
        column, asked = alternatives[a, 0], alternatives[a, 1]
        level, grade, lower = alternatives[a, 2], alternatives[a, 3], alternatives[a, 4]
        for pair in range(held_starts[asked], held_starts[asked + 1]):
            h, s = held[pair], percent[pair]
            if column < lines:
                entry_starts[h + 1] += np.int32(1)
            last_credit = 0
            last_value = 0
            for rest in range(25):
                g, lev = rest // 5, rest % 5 + 1
                worth = credit(s, lev, level, proof[g])
                is_same = s == 100 and g >= grade
                if column >= lines:
                    value = STATED if is_credential[h] else 0
                    if s == 100 and lev >= level:
                        value = MET
                    worth = 0
                elif is_same and lev >= level:
                    value = MET | EARNS
                elif is_same and lev >= level - lower:
                    value = LOWERED | EARNS
                else:
                    value = STATED | EARNS if worth > 0 else 0
                index = h * 25 + rest
                if worth > 0:
                    if worth == last_credit:
                        c_last[c_used - 1] = index + 1
                    else:
                        c_column[c_used] = column
                        c_first[c_used] = index
                        c_last[c_used] = index + 1
                        c_worth[c_used] = worth
                        c_used += 1
                if value > 0:
                    if value == last_value:
                        v_last[v_used - 1] = index + 1
                    else:
                        v_column[v_used] = column
                        v_first[v_used] = index
                        v_last[v_used] = index + 1
                        v_worth[v_used] = value
                        v_used += 1
                last_credit, last_value = worth, value
    earned = in_order(c_column, c_first, c_last, c_worth, c_used, columns)
    values = in_order(v_column, v_first, v_last, v_worth, v_used, columns)
    for c in range(len(is_credential)):
        entry_starts[c + 1] += entry_starts[c]
    place = entry_starts[:-1].copy()
    entry_line = np.empty(entry_starts[-1], np.int32)
    entry_credit = np.empty((entry_starts[-1], 25), np.uint8)
    for a in range(len(alternatives)):
        column, asked, level = alternatives[a, 0], alternatives[a, 1], alternatives[a, 2]
        if column >= lines:
            continue
        for pair in range(held_starts[asked], held_starts[asked + 1]):
            h = held[pair]
            at = place[h]
            place[h] += np.int32(1)
            entry_line[at] = column
            for rest in range(25):
                entry_credit[at, rest] = credit(
                    percent[pair], rest // 5 + 1, level, proof[rest % 5]
                )
    return earned, values, EntryArrays(entry_starts, entry_line, entry_credit)
