"""How a pool of any size lies in memory or in a file: columns, cut into tiles of people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import Pool
from preceptor.engine.match.scales import CODES_EACH, NARROW_COUNT
from preceptor.engine.tiles.stage import Homes, Standings, Terms

# 64 people share a word of a bit set; a tile is 1,023 words, so that every place in it fits 16
# bits and 65,535 is left over to say nobody.
WORD = 64
TILE = 1023 * WORD
NOBODY = 65_535

# The first piece is kept of every so many rows; between them the counts are added up.
PIECE_STEP = 64


class LayoutDamaged(ValueError):
    """Arrays that cannot be a pool: shapes, types or ranges disagree."""


@dataclass(frozen=True, eq=False)
class TiledPool:
    """n people with m pieces, ordered by home and then person number.

    ``number`` uint32 or int64 (n); ``by_number`` uint32 (n): the rows in rising person number.
    Rows ``home_starts[i]`` to ``home_starts[i + 1]`` live at home i; homes of those willing to
    move come first, then by degree of latitude and longitude. ``quarters`` uint8 (4, n).
    ``hours_of``, ``terms_of``, ``standing_of`` are positions in the tables beside them.
    ``piece_counts`` per row; ``piece_bases`` int64: the first piece of every 64th row;
    ``codes`` (m) in the order of each record. ``list_ids`` uint16 (m): per tile and index code
    the people who hold it, as places within the tile, rising; ``list_starts`` uint32 (tiles,
    index codes + 1), counted from ``tile_bases`` int64 (tiles + 1).

    An index code is competency * 25 + grade * 5 + level - 1: level and grade change places with
    ``match.encode``, so that the levels that earn the same lie side by side.
    """

    as_of: date
    vocabulary_version: str
    competency_count: int
    number: NDArray[np.integer[Any]]
    by_number: NDArray[np.uint32]
    home_starts: NDArray[np.uint32]
    home_latitude: NDArray[np.int32]
    home_longitude: NDArray[np.int32]
    home_state: NDArray[np.uint16]
    home_willing_to_move: NDArray[np.bool_]
    terms_right_to_work: NDArray[np.uint8]
    terms_can_work: NDArray[np.uint8]
    terms_cannot_work: NDArray[np.uint8]
    terms_available_from: NDArray[np.int32]
    standing_complete: NDArray[np.uint8]
    standing_education: NDArray[np.uint8]
    standing_stated: NDArray[np.uint8]
    standing_scopes: NDArray[np.uint32]
    hours: NDArray[np.uint16]
    quarters: NDArray[np.uint8]
    hours_of: NDArray[np.unsignedinteger[Any]]
    terms_of: NDArray[np.unsignedinteger[Any]]
    standing_of: NDArray[np.unsignedinteger[Any]]
    piece_counts: NDArray[np.unsignedinteger[Any]]
    piece_bases: NDArray[np.int64]
    codes: NDArray[np.unsignedinteger[Any]]
    list_starts: NDArray[np.uint32]
    list_ids: NDArray[np.uint16]
    tile_bases: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)

    @property
    def tile_count(self) -> int:
        """Return how many tiles there are; none for nobody."""
        return len(self.tile_bases) - 1

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every column by name."""
        return {name: getattr(self, name) for name in ARRAYS}

    def facts(self) -> dict[str, str | int]:
        """Return what else is known, as plain values."""
        return {
            "as_of": self.as_of.isoformat(),
            "vocabulary_version": self.vocabulary_version,
            "competency_count": self.competency_count,
        }

    @staticmethod
    def from_arrays(facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> TiledPool:
        """Return the pool that ``facts`` and ``arrays`` took apart.

        Raises LayoutDamaged where they cannot be one.
        """
        try:
            pool = TiledPool(
                as_of=date.fromisoformat(str(facts["as_of"])),
                vocabulary_version=str(facts["vocabulary_version"]),
                competency_count=int(facts["competency_count"]),
                **{name: arrays[name] for name in ARRAYS},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise LayoutDamaged(f"A part of the pool is missing or unreadable: {error}.") from error
        check_layout(pool)
        return pool

    @property
    def nbytes(self) -> int:
        """Return the bytes of all columns together."""
        return sum(column.nbytes for column in self.arrays().values())

    @property
    def bytes_per_person(self) -> float:
        """Return the bytes that one person takes on average; 0 for nobody."""
        return self.nbytes / len(self) if len(self) else 0.0

    @cached_property
    def homes(self) -> Homes:
        """Return the distinct homes."""
        return Homes(
            self.home_latitude, self.home_longitude, self.home_state, self.home_willing_to_move
        )

    @cached_property
    def terms(self) -> Terms:
        """Return the distinct terms."""
        return Terms(
            self.terms_right_to_work,
            self.terms_can_work,
            self.terms_cannot_work,
            self.terms_available_from,
        )

    @cached_property
    def standings(self) -> Standings:
        """Return the distinct combinations of what records state."""
        return Standings(
            self.standing_complete,
            self.standing_education,
            self.standing_stated,
            self.standing_scopes,
        )

    @cached_property
    def complete(self) -> NDArray[np.uint8]:
        """Return the kinds whose list each row confirmed complete; empty if nobody did any."""
        if not self.standing_complete.any():
            return np.zeros(0, dtype=np.uint8)
        complete: NDArray[np.uint8] = self.standing_complete[self.standing_of]
        return complete

    @cached_property
    def signed(self) -> NDArray[np.int64]:
        """Return the rows of all who have signed hours."""
        has_hours = np.asarray(self.hours.max(axis=1, initial=0) > 0)
        if not has_hours.any():
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(has_hours[self.hours_of])

    def row_of(self, number: int) -> int:
        """Return the row of a person; KeyError if the person is not in the pool."""
        row = int(self.rows_of(np.array([number]))[0])
        if row < 0:
            raise KeyError(number)
        return row

    def rows_of(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Return the row of each person, -1 for whoever is not in the pool."""
        low = np.zeros(len(numbers), dtype=np.int64)
        high = np.full(len(numbers), len(self), dtype=np.int64)
        # A bisection by hand: the numbers themselves lie in another order.
        while np.any(low < high):
            middle = (low + high) // 2
            is_open = low < high
            safe = np.minimum(middle, max(len(self) - 1, 0))
            is_below = is_open & (self.number[self.by_number[safe]] < numbers)
            low = np.where(is_below, middle + 1, low)
            high = np.where(is_open & ~is_below, middle, high)
        rows = np.full(len(numbers), -1, dtype=np.int64)
        inside = np.flatnonzero(low < len(self))
        found = self.by_number[low[inside]].astype(np.int64)
        is_same = self.number[found] == np.asarray(numbers)[inside]
        rows[inside[is_same]] = found[is_same]
        return rows

    def first_pieces(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Return where the pieces of some rows begin in ``codes``."""
        rows = np.asarray(rows, dtype=np.int64)
        first: NDArray[np.int64] = self.piece_bases[rows // PIECE_STEP].astype(np.int64)
        before = rows % PIECE_STEP
        for step in range(PIECE_STEP - 1):
            is_before = step < before
            place = np.where(is_before, rows - before + step, 0)
            first += np.where(is_before, self.piece_counts[place], 0)
        return first

    def people(self, rows: NDArray[np.integer[Any]]) -> Pool:
        """Return the people of some rows as a plain pool, rising by person number."""
        rows = np.asarray(rows, dtype=np.int64)
        rows = rows[np.argsort(self.number[rows], kind="stable")]
        lengths = self.piece_counts[rows].astype(np.int64)
        offsets = np.append(0, np.cumsum(lengths))
        shift = np.repeat(self.first_pieces(rows) - offsets[:-1], lengths)
        home = np.searchsorted(self.home_starts, rows, side="right") - 1
        terms, standing = self.terms_of[rows], self.standing_of[rows]
        return Pool(
            as_of=self.as_of,
            vocabulary_version=self.vocabulary_version,
            number=self.number[rows].astype(np.int64),
            offsets=offsets,
            codes=np.asarray(self.codes[np.arange(offsets[-1]) + shift]),
            quarters=np.ascontiguousarray(self.quarters[:, rows].T),
            hours=self.hours[self.hours_of[rows]].reshape(-1, 3),
            stated=self.standing_stated[standing],
            complete=self.standing_complete[standing],
            education=self.standing_education[standing],
            right_to_work=self.terms_right_to_work[terms],
            state=self.home_state[home],
            latitude=self.home_latitude[home],
            longitude=self.home_longitude[home],
            willing_to_move=self.home_willing_to_move[home],
            can_work=self.terms_can_work[terms],
            cannot_work=self.terms_cannot_work[terms],
            available_from=self.terms_available_from[terms],
            scopes=self.standing_scopes[standing],
        )

    def to_pool(self) -> Pool:
        """Return everyone as a plain pool."""
        return self.people(self.by_number)


ARRAYS = tuple(
    field.name
    for field in fields(TiledPool)
    if field.name not in ("as_of", "vocabulary_version", "competency_count")
)


def check_layout(pool: TiledPool) -> None:
    """Raise LayoutDamaged where columns disagree, as far as a look at their ends can tell.

    Whether their contents are what was written is for a checksum to say. No id that passes
    here can lead a loop outside an array but through a content that a checksum would refuse.
    """
    for name in ARRAYS:
        if getattr(pool, name).ndim != (2 if name in TABLES else 1):
            raise LayoutDamaged(f"{name} has {getattr(pool, name).ndim} dimensions.")
    n = len(pool.number)
    tiles = -(-n // TILE)
    codes = pool.competency_count * CODES_EACH
    pieces = len(pool.codes)
    shapes: dict[str, tuple[int, ...]] = {
        "by_number": (n,),
        "home_starts": (len(pool.home_state) + 1,),
        "quarters": (4, n),
        "hours_of": (n,),
        "terms_of": (n,),
        "standing_of": (n,),
        "piece_counts": (n,),
        "piece_bases": (n // PIECE_STEP + 1,),
        "hours": (len(pool.hours), 3),
        "list_starts": (tiles, codes + 1),
        "list_ids": (pieces,),
        "tile_bases": (tiles + 1,),
    }
    for prefix in ("home_", "terms_", "standing_"):
        names = [name for name in ARRAYS if name.startswith(prefix) and name not in shapes]
        shapes |= {name: (len(getattr(pool, names[0])),) for name in names}
    for name, shape in shapes.items():
        if getattr(pool, name).shape != shape:
            raise LayoutDamaged(f"{name} has shape {getattr(pool, name).shape}, not {shape}.")
    for name, types in KINDS_OF_COLUMN.items():
        if getattr(pool, name).dtype.name not in types:
            raise LayoutDamaged(f"{name} is {getattr(pool, name).dtype.name}, not {types[0]}.")
    wide = "uint16" if pool.competency_count <= NARROW_COUNT else "uint32"
    if pool.codes.dtype.name != wide:
        raise LayoutDamaged(f"codes are {pool.codes.dtype.name}, not {wide}.")
    if (pool.home_starts[0], pool.home_starts[-1]) != (0, n) or pool.tile_bases[-1] != pieces:
        raise LayoutDamaged("The rows or the pieces do not add up.")


TABLES = ("quarters", "hours", "list_starts")  # the others have one dimension

_IDS = ("uint16", "uint32")
KINDS_OF_COLUMN: dict[str, tuple[str, ...]] = {
    "number": ("uint32", "int64"),
    "by_number": ("uint32",),
    "home_starts": ("uint32",),
    "home_latitude": ("int32",),
    "home_longitude": ("int32",),
    "home_state": ("uint16",),
    "home_willing_to_move": ("bool",),
    "terms_right_to_work": ("uint8",),
    "terms_can_work": ("uint8",),
    "terms_cannot_work": ("uint8",),
    "terms_available_from": ("int32",),
    "standing_complete": ("uint8",),
    "standing_education": ("uint8",),
    "standing_stated": ("uint8",),
    "standing_scopes": ("uint32",),
    "hours": ("uint16",),
    "quarters": ("uint8",),
    "hours_of": _IDS,
    "terms_of": _IDS,
    "standing_of": _IDS,
    "piece_counts": ("uint8", "uint16"),
    "piece_bases": ("int64",),
    "list_starts": ("uint32",),
    "list_ids": ("uint16",),
    "tile_bases": ("int64",),
}
