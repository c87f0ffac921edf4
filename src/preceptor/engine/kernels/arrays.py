"""The bundles of arrays that the loops take."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Unsigned = NDArray[np.unsignedinteger[Any]]


class PeopleArrays(NamedTuple):
    """The columns of ``tiles.TiledPool`` that loops read, and who does not stand in the pool.

    ``absent_ids`` uint16: places within tile t from ``absent_starts[t]`` on. ``present``
    uint64 (tiles * 1023): one bit per person, or nothing at all where everyone is present.
    ``signed_starts`` and ``signed_ids`` likewise: who has signed hours.
    ``complete`` uint8 (n): the kinds whose list is confirmed complete, or nothing at all where
    nobody confirmed any.
    """

    number: NDArray[np.integer[Any]]
    home_starts: NDArray[np.uint32]
    quarters: Bytes
    hours_of: Unsigned
    terms_of: Unsigned
    standing_of: Unsigned
    piece_counts: Unsigned
    piece_bases: Longs
    codes: Unsigned
    list_starts: NDArray[np.uint32]
    list_ids: NDArray[np.uint16]
    tile_bases: Longs
    absent_starts: Longs
    absent_ids: NDArray[np.uint16]
    present: NDArray[np.uint64]
    signed_starts: Longs
    signed_ids: NDArray[np.uint16]
    complete: Bytes


class RangeArrays(NamedTuple):
    """Ranges of index codes per column, each with what it is worth there, rising.

    Column c has ranges ``starts[c]`` to ``starts[c + 1]``; a range holds the index codes from
    ``first`` up to before ``last``.
    """

    starts: Ints
    first: Ints
    last: Ints
    worth: Bytes


class EntryArrays(NamedTuple):
    """What the pieces of one competency are worth: entries ``starts[c]`` to ``starts[c + 1]``.

    ``line`` int32 and ``credit`` uint8 (entries, 25) by the rest of a code.
    """

    starts: Ints
    line: Ints
    credit: Bytes


class YearsArrays(NamedTuple):
    """Lines that ask for years: column, domain, quarters asked, and those one step lower.

    ``credits`` uint8 (lines, 256): the credit of so many quarters. ``values`` uint8 (lines,
    512): what they are worth to a mask, from 256 on where the domain's experience is stated.
    """

    column: Ints
    domain: Ints
    asked: Longs
    least: Longs
    credits: Bytes
    values: Bytes


class SchoolingArrays(NamedTuple):
    """Education lines: alternatives ``starts[i]`` to ``starts[i + 1]`` of line ``column[i]``.

    An alternative asks a ``level`` of education and ``quarters`` in a ``domain``; it is met by
    whoever meets both. ``by_quarters`` uint8 (alternatives, 256): 7 where so many are enough.
    """

    column: Ints
    starts: Ints
    quarters: Longs
    domain: Ints
    by_quarters: Bytes


class TableArrays(NamedTuple):
    """Values of distinct combinations: gate columns over homes and terms, and what is stated.

    ``home_values`` uint8 (place gates, homes) for the columns ``home_columns``, ``is_everywhere``
    uint8 for those that every home meets; ``terms_values`` (gates, terms) likewise. ``extra``
    int64 (4, hours): quarters that signed hours add per domain. ``stated`` uint8 (standings):
    bits of the domains whose experience is stated. ``schooling`` uint8 (education lines,
    standings): the value without any work; ``by_standing`` uint8 (alternatives, standings): 7
    where the education is enough for an alternative.
    """

    home_columns: Ints
    home_values: Bytes
    is_everywhere: Bytes
    terms_columns: Ints
    terms_values: Bytes
    extra: Longs
    stated: Bytes
    schooling: Bytes
    by_standing: Bytes


class JobArrays(NamedTuple):
    """A job for the loops: columns are its lines, then its gates.

    ``weights`` uint16 (lines). ``credits`` and ``values`` are ranges per column.
    ``requirements`` int32: the column of every bit of a mask. ``kinds`` uint8 (columns): the
    kinds of competency that a column asks, 0 where it reads no pieces.
    """

    weights: NDArray[np.uint16]
    credits: RangeArrays
    values: RangeArrays
    entries: EntryArrays
    years: YearsArrays
    schooling: SchoolingArrays
    requirements: Ints
    kinds: Bytes
