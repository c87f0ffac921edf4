"""One byte per person of a tile: what a line is worth to everyone in it."""

from __future__ import annotations

import numpy as np

from preceptor.engine.kernels.arrays import (
    Bytes,
    JobArrays,
    PeopleArrays,
    RangeArrays,
    TableArrays,
)
from preceptor.engine.kernels.asked import EARNS, LOWERED, MET, STATED
from preceptor.engine.kernels.bare import bare_loop

TILE = 65_472
# A place within a tile is 16 bits, so a column has room for every such number: even a damaged
# list cannot write outside it.
ROOM = 65_536


@bare_loop
def spread(
    people: PeopleArrays, ranges: RangeArrays, column: int, tile: int, values: Bytes
) -> None:
    """Write every range's worth to whoever holds one of its codes; the last, largest stays."""
    starts = people.list_starts[tile]
    base = people.tile_bases[tile]
    for r in range(ranges.starts[column], ranges.starts[column + 1]):
        worth = ranges.worth[r]
        for p in range(base + starts[ranges.first[r]], base + starts[ranges.last[r]]):
            values[people.list_ids[p]] = worth


@bare_loop
def quarters_of(people: PeopleArrays, tables: TableArrays, row: int, domain: int) -> int:
    """Return one person's quarters in a domain with signed hours at the job's rate."""
    return np.int64(people.quarters[domain, row]) + tables.extra[domain, people.hours_of[row]]


@bare_loop
def fill_years_credit(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    which: int,
    tile: int,
    begin: int,
    count: int,
    values: Bytes,
) -> None:
    """Write the credit of a years line: 255 * held // asked, at most 255."""
    asked = job.years.asked[which]
    domain = job.years.domain[which]
    # Without signed hours there are but 256 answers.
    known = job.years.credits[which]
    quarters = people.quarters[domain, begin : begin + count]
    for i in range(len(quarters)):
        values[i] = known[quarters[i]]
    for p in range(people.signed_starts[tile], people.signed_starts[tile + 1]):
        place = people.signed_ids[p]
        held = quarters_of(people, tables, begin + place, domain)
        values[place] = np.uint8(min(255, 255 * held // asked))


@bare_loop
def years_value(held: int, is_stated: int, asked: int, least: int) -> int:
    """Return what quarters held are worth to a mask."""
    earns = EARNS if 255 * held >= asked else 0
    if held >= asked:
        return MET | earns
    if held >= least:
        return LOWERED | earns
    return STATED | earns if earns or is_stated else 0


@bare_loop
def fill_years_value(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    which: int,
    tile: int,
    begin: int,
    count: int,
    values: Bytes,
) -> None:
    """Write what everyone's years are worth to a mask."""
    domain = job.years.domain[which]
    known = job.years.values[which]
    quarters = people.quarters[domain, begin : begin + count]
    standing_of = people.standing_of[begin : begin + count]
    for i in range(len(quarters)):
        is_stated = np.int64(tables.stated[standing_of[i]]) >> domain & 1
        values[i] = known[is_stated << 8 | np.int64(quarters[i])]
    asked, least = job.years.asked[which], job.years.least[which]
    for p in range(people.signed_starts[tile], people.signed_starts[tile + 1]):
        place = people.signed_ids[p]
        held = quarters_of(people, tables, begin + place, domain)
        is_stated = np.int64(tables.stated[standing_of[place]]) >> domain & 1
        values[place] = np.uint8(years_value(held, is_stated, asked, least))


@bare_loop
def schooling_value(
    people: PeopleArrays, tables: TableArrays, job: JobArrays, which: int, row: int
) -> int:
    """Return what one person's education is worth to a mask."""
    asked = job.schooling
    standing = people.standing_of[row]
    for choice in range(asked.starts[which], asked.starts[which + 1]):
        if tables.by_standing[choice, standing]:
            held = quarters_of(people, tables, row, asked.domain[choice])
            if held >= asked.quarters[choice]:
                return MET | EARNS
    return tables.schooling[which, standing]


@bare_loop
def fill_schooling_value(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    which: int,
    tile: int,
    begin: int,
    count: int,
    values: Bytes,
) -> None:
    """Write what everyone's education is worth to a mask, like ``schooling_value``."""
    asked = job.schooling
    standing_of = people.standing_of[begin : begin + count]
    without_work = tables.schooling[which]
    for i in range(len(standing_of)):
        values[i] = without_work[standing_of[i]]
    for choice in range(asked.starts[which], asked.starts[which + 1]):
        if asked.quarters[choice] == 0:
            continue
        domain = asked.domain[choice]
        quarters = people.quarters[domain, begin : begin + count]
        # Tables, not comparisons: a branch that chance decides costs more than two look-ups.
        by_standing, by_quarters = tables.by_standing[choice], asked.by_quarters[choice]
        for i in range(len(standing_of)):
            values[i] |= by_standing[standing_of[i]] & by_quarters[quarters[i]]
        for p in range(people.signed_starts[tile], people.signed_starts[tile + 1]):
            place = people.signed_ids[p]
            held = quarters_of(people, tables, begin + place, domain)
            if held >= asked.quarters[choice]:
                values[place] |= by_standing[standing_of[place]]


@bare_loop
def fill_credits(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    tile: int,
    begin: int,
    count: int,
    values: Bytes,
) -> None:
    """Write every line's credit; ``values`` uint8 (lines, ROOM)."""
    lines = len(job.weights)
    for line in range(lines):
        if job.credits.starts[line] < job.credits.starts[line + 1]:
            values[line, :count] = 0
            spread(people, job.credits, line, tile, values[line])
    for which in range(len(job.years.column)):
        column = values[job.years.column[which]]
        fill_years_credit(people, tables, job, which, tile, begin, count, column)
    for which in range(len(job.schooling.column)):
        column = values[job.schooling.column[which]]
        fill_schooling_value(people, tables, job, which, tile, begin, count, column)
        for i in range(count):
            column[i] = np.uint8(0) - (column[i] >> np.uint8(2))


@bare_loop
def fill_homes(
    people: PeopleArrays, of_homes: Bytes, begin: int, count: int, values: Bytes
) -> None:
    """Write the value of everyone's home."""
    starts = people.home_starts
    home = np.searchsorted(starts, begin, side="right") - 1
    row = begin
    end = begin + count
    while row < end:
        until = min(end, np.int64(starts[home + 1]))
        values[row - begin : until - begin] = of_homes[home]
        row = until
        home += 1


@bare_loop
def fill_value(
    people: PeopleArrays,
    tables: TableArrays,
    job: JobArrays,
    column: int,
    tile: int,
    begin: int,
    count: int,
    values: Bytes,
) -> None:
    """Write what one column, a line or a gate, is worth to a mask; ``values`` uint8 (ROOM)."""
    for which in range(len(job.years.column)):
        if job.years.column[which] == column:
            fill_years_value(people, tables, job, which, tile, begin, count, values)
            return
    for which in range(len(job.schooling.column)):
        if job.schooling.column[which] == column:
            fill_schooling_value(people, tables, job, which, tile, begin, count, values)
            return
    for which in range(len(tables.home_columns)):
        if tables.home_columns[which] == column:
            fill_homes(people, tables.home_values[which], begin, count, values)
            return
    for which in range(len(tables.terms_columns)):
        if tables.terms_columns[which] == column:
            of_terms = tables.terms_values[which]
            terms_of = people.terms_of[begin : begin + count]
            for i in range(len(terms_of)):
                values[i] = of_terms[terms_of[i]]
            return
    values[:count] = 0
    spread(people, job.values, column, tile, values)
    kinds = job.kinds[column]
    if len(people.complete) and kinds:
        complete = people.complete[begin : begin + count]
        for i in range(count):
            is_complete = complete[i] & kinds == kinds and values[i] == 0
            values[i] |= np.uint8(is_complete) * np.uint8(STATED)


@bare_loop
def add_weighted(
    earned: Bytes, weights: np.ndarray, begin: int, count: int, scores: np.ndarray
) -> None:
    """Write the weighted sums of ``count`` people from place ``begin`` on; uint16.

    Four lines at a time, so that a score is read and written once for them.
    """
    scores[:count] = 0
    lines = len(weights)
    line = 0
    end = begin + count
    while line + 4 <= lines:
        a, b = earned[line, begin:end], earned[line + 1, begin:end]
        c, d = earned[line + 2, begin:end], earned[line + 3, begin:end]
        wa, wb, wc, wd = weights[line], weights[line + 1], weights[line + 2], weights[line + 3]
        for i in range(count):
            scores[i] += np.uint16(
                np.uint16(wa) * np.uint16(a[i])
                + np.uint16(wb) * np.uint16(b[i])
                + np.uint16(wc) * np.uint16(c[i])
                + np.uint16(wd) * np.uint16(d[i])
            )
        line += 4
    while line < lines:
        a = earned[line, begin:end]
        wa = weights[line]
        for i in range(count):
            scores[i] += np.uint16(wa) * np.uint16(a[i])
        line += 1
