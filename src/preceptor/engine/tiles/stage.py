"""The columnar stage: people as they come from a database, before they are cut into tiles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import Pool

Ids = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Homes:
    """Distinct homes as columns; names and meaning are those of ``match.Pool``."""

    latitude: NDArray[np.int32]
    longitude: NDArray[np.int32]
    state: NDArray[np.uint16]
    willing_to_move: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.state)


@dataclass(frozen=True, eq=False)
class Terms:
    """Distinct terms on which people work, as columns of ``match.Pool``."""

    right_to_work: NDArray[np.uint8]
    can_work: NDArray[np.uint8]
    cannot_work: NDArray[np.uint8]
    available_from: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.right_to_work)


@dataclass(frozen=True, eq=False)
class Standings:
    """Distinct combinations of what records state, as columns of ``match.Pool``."""

    complete: NDArray[np.uint8]
    education: NDArray[np.uint8]
    stated: NDArray[np.uint8]
    scopes: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.scopes)


@dataclass(frozen=True, eq=False)
class Stage:
    """n people in rising person number, m pieces; what few combinations share is told by an id.

    ``number`` int64 (n); ``home_of``, ``terms_of``, ``standing_of`` and ``hours_of`` uint32 (n),
    positions in ``homes``, ``terms``, ``standings`` and ``hours`` (uint16, (k, 3));
    ``quarters`` uint8 (n, 4); ``piece_counts`` uint16 (n); ``codes`` (m) as in ``match.Pool``.
    """

    as_of: date
    vocabulary_version: str
    competency_count: int
    number: NDArray[np.int64]
    home_of: Ids
    terms_of: Ids
    standing_of: Ids
    hours_of: Ids
    quarters: NDArray[np.uint8]
    piece_counts: NDArray[np.uint16]
    codes: NDArray[np.unsignedinteger[Any]]
    homes: Homes
    terms: Terms
    standings: Standings
    hours: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.number)


MOST_PIECES = 65_535  # of one person: uint16


class StageBuilder:
    """Collects a pool chunk by chunk; a chunk leaves nothing behind but its columns.

    Chunks come in rising person number. ``code_type`` is that of the vocabulary's codes.
    """

    def __init__(self, *, as_of: date, vocabulary_version: str, competency_count: int) -> None:
        self.as_of = as_of
        self.vocabulary_version = vocabulary_version
        self.competency_count = competency_count
        self._last = -1
        self._columns: dict[str, list[NDArray[Any]]] = {}
        self._homes = _Dictionary(Homes)
        self._terms = _Dictionary(Terms)
        self._standings = _Dictionary(Standings)
        self._hours: dict[bytes, int] = {}
        self._codes: list[NDArray[np.unsignedinteger[Any]]] = []

    def add(self, chunk: Pool) -> None:
        """Add some people; all numbers must be larger than those before.

        Raises ValueError for numbers out of order, another date or vocabulary, or a person with
        more than 65,535 pieces.
        """
        self._check(chunk)
        if not len(chunk):
            return
        self._last = int(chunk.number[-1])
        hours, hours_of = _distinct_rows(chunk.hours)
        ids = [self._hours.setdefault(row.tobytes(), len(self._hours)) for row in hours]
        self._keep("number", chunk.number)
        self._keep("home_of", self._homes.ids_of(chunk))
        self._keep("terms_of", self._terms.ids_of(chunk))
        self._keep("standing_of", self._standings.ids_of(chunk))
        self._keep("hours_of", np.array(ids, dtype=np.uint32)[hours_of])
        self._keep("quarters", chunk.quarters)
        self._keep("piece_counts", np.diff(chunk.offsets).astype(np.uint16))
        self._codes.append(chunk.codes[chunk.offsets[0] : chunk.offsets[-1]])

    def _check(self, chunk: Pool) -> None:
        if (chunk.as_of, chunk.vocabulary_version) != (self.as_of, self.vocabulary_version):
            raise ValueError("The chunk is of another date or vocabulary version.")
        if not len(chunk):
            return
        if chunk.number[0] <= self._last or np.any(np.diff(chunk.number) <= 0):
            raise ValueError("Person numbers must rise from chunk to chunk.")
        if int(np.diff(chunk.offsets).max()) > MOST_PIECES:
            raise ValueError(f"A person has more than {MOST_PIECES} pieces of evidence.")

    def _keep(self, name: str, column: NDArray[Any]) -> None:
        self._columns.setdefault(name, []).append(column)

    def finish(self, code_type: type[np.unsignedinteger[Any]] | None = None) -> Stage:
        """Return everything that was added; nobody gives an empty stage."""
        kept = {name: _joined(self._columns.get(name, []), name) for name in EMPTY}
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, code_type or np.uint16)
        hours = np.frombuffer(b"".join(self._hours), dtype=np.uint16).reshape(-1, 3)
        return Stage(
            as_of=self.as_of,
            vocabulary_version=self.vocabulary_version,
            competency_count=self.competency_count,
            codes=codes,
            homes=self._homes.table(),
            terms=self._terms.table(),
            standings=self._standings.table(),
            hours=hours,
            **kept,
        )


EMPTY: dict[str, NDArray[Any]] = {
    "number": np.zeros(0, np.int64),
    "home_of": np.zeros(0, np.uint32),
    "terms_of": np.zeros(0, np.uint32),
    "standing_of": np.zeros(0, np.uint32),
    "hours_of": np.zeros(0, np.uint32),
    "quarters": np.zeros((0, 4), np.uint8),
    "piece_counts": np.zeros(0, np.uint16),
}


def _joined(parts: list[NDArray[Any]], name: str) -> NDArray[Any]:
    return np.concatenate(parts) if parts else EMPTY[name]


class _Dictionary:
    """Distinct combinations of some columns of a pool, numbered as they first appear."""

    def __init__(self, kind: type[Any]) -> None:
        self._kind = kind
        self._names = [field.name for field in fields(kind)]
        self._ids: dict[bytes, int] = {}
        self._packed: Any = None

    def ids_of(self, chunk: Pool) -> Ids:
        columns = [getattr(chunk, name) for name in self._names]
        packed = np.zeros(
            len(chunk),
            dtype=[(n, c.dtype) for n, c in zip(self._names, columns, strict=True)],
        )
        for name, column in zip(self._names, columns, strict=True):
            packed[name] = column
        distinct, which = _distinct_rows(packed.view(np.uint8).reshape(len(chunk), -1))
        ids = [self._ids.setdefault(row.tobytes(), len(self._ids)) for row in distinct]
        self._packed = packed.dtype
        return np.array(ids, dtype=np.uint32)[which]

    def table(self) -> Any:
        if not self._ids:
            return self._kind(**{name: np.zeros(0, TYPES[name]) for name in self._names})
        rows = np.frombuffer(b"".join(self._ids), dtype=self._packed)
        return self._kind(**{name: rows[name].astype(TYPES[name]) for name in self._names})


TYPES: dict[str, Any] = {
    "latitude": np.int32,
    "longitude": np.int32,
    "state": np.uint16,
    "willing_to_move": np.bool_,
    "right_to_work": np.uint8,
    "can_work": np.uint8,
    "cannot_work": np.uint8,
    "available_from": np.int32,
    "complete": np.uint8,
    "education": np.uint8,
    "stated": np.uint8,
    "scopes": np.uint32,
}


def _distinct_rows(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the distinct rows of a table, and for each row which of them it is."""
    plain = np.ascontiguousarray(rows)
    whole = plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1]))).ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    return plain[first], which.ravel()
