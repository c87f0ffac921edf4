"""Cut people into tiles: rows in order of home, and per tile who holds which code."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels.jit import loop

Ints = NDArray[np.int64]
Codes = NDArray[np.unsignedinteger[Any]]


@loop
def mark(ids: NDArray[np.uint32], is_used: NDArray[np.bool_]) -> None:
    """Set what is named by any id; twin of ``is_used[ids] = True``."""
    for each in ids:
        is_used[each] = True


@loop
def order_by(keys: Codes, count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the stable order of keys below ``count``, and where each key's rows begin.

    Twin of ``np.argsort(keys, kind="stable")``.
    """
    starts = np.zeros(count + 1, np.uint32)
    for key in keys:
        starts[key + 1] += np.uint32(1)
    for key in range(count):
        starts[key + 1] += starts[key]
    at = starts[:-1].copy()
    order = np.empty(len(keys), np.uint32)
    for i in range(len(keys)):
        key = keys[i]
        order[at[key]] = np.uint32(i)
        at[key] += np.uint32(1)
    return order, starts


@loop
def gather(
    order: NDArray[np.uint32], values: NDArray[np.integer[Any]], into: NDArray[np.integer[Any]]
) -> None:
    """Write the values of some people in an order; twin of ``values[order]``."""
    for i in range(len(order)):
        into[i] = values[order[i]]


@loop
def gather_ranks(order: NDArray[np.uint32], ids: Codes, ranks: Codes, into: Codes) -> None:
    """Write the ranks of some people's ids in an order; twin of ``ranks[ids[order]]``."""
    for i in range(len(order)):
        into[i] = ranks[ids[order[i]]]


@loop
def place(order: NDArray[np.uint32], first: int, into: NDArray[np.uint32]) -> None:
    """Write the rows from ``first`` on at the places that an order gives them."""
    for i in range(len(order)):
        into[order[i]] = np.uint32(first + i)


@loop
def first_of_each(counts: Codes, bases: Ints, step: int) -> None:
    """Fill where the pieces of every ``step``-th row begin."""
    at = np.int64(0)
    for i in range(len(counts)):
        if i % step == 0:
            bases[i // step] = at
        at += np.int64(counts[i])
    if len(counts) % step == 0:
        bases[len(counts) // step] = at


@loop
def fill_tiles(
    first: int,
    last: int,
    tile: int,
    order: NDArray[np.uint32],
    stage_starts: Ints,
    stage_codes: Codes,
    tile_bases: Ints,
    codes: Codes,
    list_starts: NDArray[np.uint32],
    list_ids: NDArray[np.uint16],
) -> None:
    """Copy the pieces of tiles ``first`` to ``last`` and list who holds each code.

    Lists are in order of index code: the rest of a code modulo 25 turned from level * 5 + grade
    into grade * 5 + level.
    """
    count = list_starts.shape[1] - 1
    held_at = np.empty(count, np.uint32)
    sources = np.empty(tile + 1, np.int64)
    lengths = np.empty(tile, np.int64)
    for t in range(first, last):
        begin = t * tile
        rows = min(len(order), begin + tile) - begin
        # One kind of look-up after another, so that the waits for far memory overlap.
        for i in range(rows):
            sources[i] = stage_starts[order[begin + i]]
        for i in range(rows):
            lengths[i] = stage_starts[order[begin + i] + 1] - sources[i]
        here = codes[tile_bases[t] : tile_bases[t + 1]]
        at = 0
        for i in range(rows):
            target = here[at : at + lengths[i]]
            source = stage_codes[sources[i] : sources[i] + lengths[i]]
            for p in range(len(target)):
                target[p] = source[p]
            at += lengths[i]
        held_at[:] = 0
        for code in here:
            held_at[code] += np.uint32(1)
        starts = list_starts[t]
        total = np.uint32(0)
        for competency in range(count // 25):
            for rest in range(25):
                code = competency * 25 + rest % 5 * 5 + rest // 5
                held = held_at[code]
                starts[competency * 25 + rest] = total
                held_at[code] = total
                total += held
        starts[count] = total
        ids = list_ids[tile_bases[t] : tile_bases[t + 1]]
        at = 0
        for i in range(rows):
            for code in here[at : at + lengths[i]]:
                ids[held_at[code]] = np.uint16(i)
                held_at[code] += np.uint32(1)
            at += lengths[i]
