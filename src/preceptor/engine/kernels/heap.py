"""A heap of the best people so far: the worst of them on top, ready to give way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from preceptor.engine.kernels.arrays import Longs
from preceptor.engine.kernels.bare import bare_loop
from preceptor.engine.kernels.jit import loop


class HeapArrays(NamedTuple):
    """At most k people. ``keys``, ``numbers``, ``rows`` int64 (k); ``used`` int64 (1).

    Better: a larger key, and of equal keys the smaller person number.
    """

    keys: Longs
    numbers: Longs
    rows: Longs
    used: Longs


@loop
def new_heap(size: int) -> HeapArrays:
    """Return an empty heap for ``size`` people."""
    return HeapArrays(
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(1, np.int64),
    )


@bare_loop
def is_worse(heap: HeapArrays, one: int, other: int) -> bool:
    """Tell whether the person at one place must give way before that at another."""
    if heap.keys[one] != heap.keys[other]:
        return bool(heap.keys[one] < heap.keys[other])
    return bool(heap.numbers[one] > heap.numbers[other])


@bare_loop
def swap(heap: HeapArrays, one: int, other: int) -> None:
    """Let two people change places."""
    heap.keys[one], heap.keys[other] = heap.keys[other], heap.keys[one]
    heap.numbers[one], heap.numbers[other] = heap.numbers[other], heap.numbers[one]
    heap.rows[one], heap.rows[other] = heap.rows[other], heap.rows[one]


@bare_loop
def sink(heap: HeapArrays, place: int, used: int) -> None:
    """Let the person at a place sink to where nobody below is worse."""
    while True:
        child = 2 * place + 1
        if child >= used:
            return
        if child + 1 < used and is_worse(heap, child + 1, child):
            child += 1
        if not is_worse(heap, child, place):
            return
        swap(heap, place, child)
        place = child


@bare_loop
def push(heap: HeapArrays, key: int, number: int, row: int) -> None:
    """Take a person in if there is room, or if they are better than the worst."""
    size = len(heap.keys)
    used = heap.used[0]
    if used < size:
        place = used
        heap.keys[place], heap.numbers[place], heap.rows[place] = key, number, row
        heap.used[0] = used + 1
        while place > 0 and is_worse(heap, place, (place - 1) // 2):
            swap(heap, place, (place - 1) // 2)
            place = (place - 1) // 2
    elif size and (key > heap.keys[0] or (key == heap.keys[0] and number < heap.numbers[0])):
        heap.keys[0], heap.numbers[0], heap.rows[0] = key, number, row
        sink(heap, 0, size)


@bare_loop
def bar(heap: HeapArrays) -> int:
    """Return the least key that may still get in; -1 while there is room."""
    if heap.used[0] < len(heap.keys):
        return -1
    return np.int64(heap.keys[0])
