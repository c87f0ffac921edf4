"""A block of people against distinct asks: columns of credit, bits of conditions met.

A block is up to 65,535 people; their bits lie in words of 64. Everything here overwrites the
arrays it fills.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.jit import loop

Codes = NDArray[np.unsignedinteger[Any]]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]
Whole = int | np.integer[Any]


@loop
def sort_pieces(
    codes: Codes,
    first: int,
    counts: Codes,
    present: Words,
    starts: Numbers,
    person: NDArray[np.uint16],
    rest: Bytes,
) -> None:
    """Sort the pieces of a block by competency, leaving out who is not present.

    The block's pieces begin at ``first``, ``counts`` of them per person. ``starts`` (count + 1);
    ``person`` and ``rest`` (what a code says beyond its competency) are the sorted pieces.
    """
    starts[:] = 0
    at = np.int64(first)
    for i in range(len(counts)):
        end = at + np.int64(counts[i])
        if present[i >> 6] >> np.uint64(i & 63) & np.uint64(1):
            for p in range(at, end):
                starts[np.int64(codes[p]) // 25] += 1
        at = end
    total = 0
    for c in range(len(starts)):
        total += starts[c]
        starts[c] = total
    # From the end of each competency backwards, so that starts end up where they belong.
    for i in range(len(counts) - 1, -1, -1):
        begin = at - np.int64(counts[i])
        if present[i >> 6] >> np.uint64(i & 63) & np.uint64(1):
            for p in range(begin, at):
                code = np.int64(codes[p])
                competency = code // 25
                starts[competency] -= 1
                person[starts[competency]] = np.uint16(i)
                rest[starts[competency]] = np.uint8(code - competency * 25)
        at = begin


@loop
def fill_exchanged(
    domains: Bytes,
    rates: Ints,
    quarters: Bytes,
    hours_of: Codes,
    hours: NDArray[np.uint16],
    exchanged: Numbers,
) -> None:
    """Fill each person's quarters in a domain with signed hours at a rate.

    ``quarters`` (4, people of the block); domain 3 is any: all hours added up.
    """
    for x in range(len(domains)):
        domain = domains[x]
        rate = rates[x]
        for i in range(len(hours_of)):
            row = hours[hours_of[i]]
            if domain == 3:
                signed = np.int64(row[0]) + np.int64(row[1]) + np.int64(row[2])
            else:
                signed = np.int64(row[domain])
            held = np.int64(quarters[domain, i])
            if signed:
                held += 4 * signed // rate
            exchanged[x, i] = held


@loop
def fill_years(
    exchanges: Numbers,
    asked: Ints,
    exchanged: Numbers,
    width: int,
    first: int,
    columns: Bytes,
) -> None:
    """Fill the columns of years, from column ``first`` on."""
    share = np.empty(256, np.uint8)
    for ask in range(len(asked)):
        quarters = asked[ask]
        held = exchanged[exchanges[ask]]
        column = columns[first + ask]
        for q in range(min(quarters, 256)):
            share[q] = np.uint8(255 * q // quarters)
        for i in range(width):
            if held[i] >= quarters:
                column[i] = np.uint8(255)
            elif held[i] < 256:
                column[i] = share[held[i]]
            else:
                column[i] = np.uint8(255 * np.int64(held[i]) // quarters)


@loop
def fill_schooling(
    starts: Ints,
    levels: Bytes,
    exchanges: Numbers,
    quarters: Ints,
    education: Bytes,
    exchanged: Numbers,
    width: int,
    first: int,
    columns: Bytes,
) -> None:
    """Fill the columns of schooling, from column ``first`` on: everything or nothing."""
    for ask in range(len(starts) - 1):
        column = columns[first + ask]
        column[:width] = 0
        for choice in range(starts[ask], starts[ask + 1]):
            held = exchanged[exchanges[choice]]
            for i in range(width):
                if education[i] >= levels[choice] and held[i] >= quarters[choice]:
                    column[i] = np.uint8(255)


@loop
def fill_full(full_columns: Numbers, columns: Bytes, width: int, first: int, bits: Words) -> None:
    """Fill the bits, from condition ``first`` on, of who earns everything in some columns."""
    for condition in range(len(full_columns)):
        column = columns[full_columns[condition]]
        row = bits[first + condition]
        row[: (width + 63) >> 6] = 0
        for i in range(width):
            row[i >> 6] |= np.uint64(column[i] == 255) << np.uint64(i & 63)


@loop
def fill_terms(
    terms_of: Codes,
    right_to_work: Bytes,
    can_work: Bytes,
    cannot_work: Bytes,
    available_from: Numbers,
    ways: Bytes,
    start_by: Numbers,
    first: int,
    bits: Words,
) -> None:
    """Fill the bits of the right to work (condition ``first``) and of availability (the next)."""
    width = len(terms_of)
    free = np.empty(width, np.uint8)
    begins = np.empty(width, np.int32)
    bits[first, : (width + 63) >> 6] = 0
    for i in range(width):
        terms = terms_of[i]
        bits[first, i >> 6] |= np.uint64(right_to_work[terms] == 1) << np.uint64(i & 63)
        free[i] = can_work[terms] & ~cannot_work[terms]
        # Not stated is as good as never.
        begins[i] = available_from[terms] if available_from[terms] > 0 else np.int32(2**31 - 1)
    for a in range(len(ways)):
        row = bits[first + 1 + a]
        row[: (width + 63) >> 6] = 0
        asked = ways[a]
        day = start_by[a] if start_by[a] > 0 else np.int32(2**31 - 1)
        for i in range(width):
            yes = (free[i] & asked) == asked and begins[i] <= day
            row[i >> 6] |= np.uint64(yes) << np.uint64(i & 63)


@loop
def set_span(row: Words, begin: Whole, end: Whole) -> None:
    """Set the bits from ``begin`` up to ``end``."""
    every = np.uint64(0xFFFFFFFFFFFFFFFF)
    if begin >= end:
        return
    low, high = begin >> 6, (end - 1) >> 6
    head = every << np.uint64(begin & 63)
    tail = every >> np.uint64(63 - ((end - 1) & 63))
    if low == high:
        row[low] |= head & tail
        return
    row[low] |= head
    for word in range(low + 1, high):
        row[word] = every
    row[high] |= tail


@loop
def fill_willing(
    begin: int,
    end: int,
    home: int,
    home_starts: NDArray[np.uint32],
    willing: NDArray[np.bool_],
    is_on_site: NDArray[np.bool_],
    first: int,
    bits: Words,
) -> None:
    """Start the bits of every place, from condition ``first`` on, with those willing to move.

    The block is rows ``begin`` to ``end``, its first row in ``home``; the willing come first.
    """
    until = np.int64(begin)
    while until < end and willing[home]:
        until = np.int64(home_starts[home + 1])
        home += 1
    last = min(np.int64(end), until)
    for place in range(len(is_on_site)):
        row = bits[first + place]
        row[: (end - begin + 63) >> 6] = 0
        if is_on_site[place]:
            set_span(row, 0, last - begin)


@loop
def fill_states(
    begin: int,
    end: int,
    home: int,
    home_starts: NDArray[np.uint32],
    state: NDArray[np.uint16],
    states: NDArray[np.uint16],
    state_starts: Ints,
    state_places: Numbers,
    first: int,
    bits: Words,
) -> None:
    """Set the bits of who lives in a state that a place names."""
    at = np.int64(begin)
    while at < end:
        # Neighbors mostly share a state.
        here = state[home]
        last = at
        while last < end and state[home] == here:
            last = np.int64(home_starts[home + 1])
            home += 1
        last = min(np.int64(end), last)
        s = np.searchsorted(states, here)
        if s < len(states) and states[s] == here:
            for k in range(state_starts[s], state_starts[s + 1]):
                set_span(bits[first + state_places[k]], at - begin, last - begin)
        at = last


@loop
def fill_near(
    begin: int,
    end: int,
    first_home: int,
    home_starts: NDArray[np.uint32],
    radians: Floats,
    globe: Floats,
    site_place: Numbers,
    site_radians: Floats,
    site_globe: Floats,
    site_sure: Floats,
    site_maybe: Floats,
    widest: float,
    first: int,
    bits: Words,
    doubtful: Ints,
) -> int:
    """Set the bits of who lives within reach of a site, from condition ``first`` on.

    ``radians`` and ``globe``: the latitude of the block's homes (not a number where it does not
    matter) and where they lie on the unit globe. Pairs of home and site too close to the edge
    of reach are left out and put in ``doubtful`` (pairs, 2) as far as it has room; returns how
    many there are.
    """
    doubts = 0
    at = np.int64(begin)
    for h in range(len(radians)):
        last = min(np.int64(end), np.int64(home_starts[first_home + h + 1]))
        if not np.isnan(radians[h]):
            low = np.searchsorted(site_radians, radians[h] - widest)
            high = np.searchsorted(site_radians, radians[h] + widest, side="right")
            for s in range(low, high):
                across = globe[h, 0] - site_globe[s, 0]
                along = globe[h, 1] - site_globe[s, 1]
                up = globe[h, 2] - site_globe[s, 2]
                chord = across * across + along * along + up * up
                if chord <= site_sure[s]:
                    set_span(bits[first + site_place[s]], at - begin, last - begin)
                elif chord <= site_maybe[s]:
                    if doubts < len(doubtful):
                        doubtful[doubts, 0] = first_home + h
                        doubtful[doubts, 1] = s
                    doubts += 1
        at = last
    return doubts
