"""The pool: every person as rows of plain columns, built from records at an as-of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match.records import Evidence, PersonRecord, Standing
from preceptor.engine.match.scales import (
    HELD_UNSTATED,
    KINDS,
    LAPSED_LEVEL,
    LEVELS,
    SIGNED_DOMAINS,
    Domain,
    encode,
    is_aged,
    state_code,
)
from preceptor.engine.match.similarity import Codebook

# Evidence last used longer ago than this many calendar years counts one level lower, unless
# the installation's policy says otherwise.
AGES_AFTER_YEARS = 5

MOST_QUARTERS = 255  # uint8, saturating
MOST_HOURS = 65_535  # uint16, saturating

# Places are whole millionths of a degree (about 10 cm), so that they compare exactly.
DEGREE = 1_000_000
NO_PLACE = np.iinfo(np.int32).min

RIGHT_NOT_STATED, RIGHT_YES, RIGHT_NO = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Pool:
    """People as columns, in rising order of person number; n people, m pieces of evidence.

    ``number`` int64 (n). ``offsets`` int64 (n + 1) and ``codes`` uint16 or uint32 (m): the
    pieces of row i are ``codes[offsets[i]:offsets[i + 1]]``, in the order of the record.
    ``quarters`` uint8 (n, 4: clinical, IT, records, any), ``hours`` uint16 (n, 3), both
    saturating; ``stated`` uint8 bits of the domains whose experience is stated; ``complete``
    uint8 bits of the kinds (in KINDS order) whose list is confirmed complete; ``education``
    uint8; ``right_to_work`` uint8 (0 not stated, 1 yes, 2 no); ``state`` uint16 (0 not stated);
    ``latitude`` and ``longitude`` int32 in millionths of a degree (NO_PLACE not stated);
    ``willing_to_move`` bool; ``can_work`` and ``cannot_work`` uint8 bits;
    ``available_from`` int32 day number (0 not stated); ``scopes`` uint32 bits.
    """

    as_of: date
    vocabulary_version: str
    number: NDArray[np.int64]
    offsets: NDArray[np.int64]
    codes: NDArray[np.unsignedinteger[Any]]
    quarters: NDArray[np.uint8]
    hours: NDArray[np.uint16]
    stated: NDArray[np.uint8]
    complete: NDArray[np.uint8]
    education: NDArray[np.uint8]
    right_to_work: NDArray[np.uint8]
    state: NDArray[np.uint16]
    latitude: NDArray[np.int32]
    longitude: NDArray[np.int32]
    willing_to_move: NDArray[np.bool_]
    can_work: NDArray[np.uint8]
    cannot_work: NDArray[np.uint8]
    available_from: NDArray[np.int32]
    scopes: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.number)

    def row_of(self, number: int) -> int:
        """Return the row of a person; KeyError if the person is not in the pool."""
        row = int(np.searchsorted(self.number, number))
        if row == len(self) or self.number[row] != number:
            raise KeyError(number)
        return row

    def pieces(self, row: int) -> NDArray[np.unsignedinteger[Any]]:
        """Return the codes of one person's evidence, in the order of the record."""
        return self.codes[self.offsets[row] : self.offsets[row + 1]]

    def digest(self) -> str:
        """Return a digest of all that answers depend on; equal pools have equal digests."""
        digest = hashlib.sha256(f"{self.as_of} {self.vocabulary_version}".encode())
        for name in POOL_COLUMNS:
            column = np.ascontiguousarray(getattr(self, name))
            # Little-endian everywhere, so that machines agree.
            digest.update(f"{name} {column.dtype.name} {column.shape}".encode())
            digest.update(column.astype(column.dtype.newbyteorder("<")).tobytes())
        return digest.hexdigest()

    def select(self, rows: NDArray[np.integer[Any]]) -> Pool:
        """Return the people of some rows as a pool; rows must rise."""
        lengths = (self.offsets[1:] - self.offsets[:-1])[rows]
        offsets = np.append(0, np.cumsum(lengths))
        shift = np.repeat(self.offsets[:-1][rows] - offsets[:-1], lengths)
        codes = self.codes[np.arange(offsets[-1]) + shift]
        columns = {name: getattr(self, name)[rows] for name in PERSON_COLUMNS}
        return replace(self, offsets=offsets, codes=codes, **columns)

    def within(self, scopes: int) -> Pool:
        """Return the pool of a question: those whose consent covers one of these scopes."""
        return self.select(np.flatnonzero(self.scopes & np.uint32(scopes)))


# The columns with one entry per person.
PERSON_COLUMNS = (
    "number",
    "quarters",
    "hours",
    "stated",
    "complete",
    "education",
    "right_to_work",
    "state",
    "latitude",
    "longitude",
    "willing_to_move",
    "can_work",
    "cannot_work",
    "available_from",
    "scopes",
)

# All columns, by which a pool is stored and made again: Pool(as_of=..., ..., **columns).
POOL_COLUMNS = (*PERSON_COLUMNS, "offsets", "codes")


def build_pool(
    records: Iterable[PersonRecord],
    *,
    as_of: date,
    codebook: Codebook,
    ages_after_years: int = AGES_AFTER_YEARS,
) -> Pool:
    """Return the pool of some records as they stand on a date.

    Aging and expiry happen here, for every piece by itself. No records give an empty pool.
    Raises ValueError for a number stated twice or a value outside its scale.
    """
    people = sorted(records, key=lambda record: record.number)
    numbers = np.array([record.number for record in people], dtype=np.int64)
    if np.any(numbers[1:] == numbers[:-1]):
        raise ValueError("A person number is stated twice.")
    codes = [
        _code(piece, codebook, as_of, ages_after_years)
        for record in people
        for piece in record.evidence
    ]
    lengths = np.array([len(record.evidence) for record in people], dtype=np.int64)
    homes = np.array([_home(record) for record in people], dtype=np.int32).reshape(-1, 2)
    return Pool(
        as_of=as_of,
        vocabulary_version=codebook.version,
        number=numbers,
        offsets=np.append(0, np.cumsum(lengths)),
        codes=np.array(codes, dtype=codebook.code_type),
        quarters=_table([_quarters(record) for record in people], 4, np.uint8),
        hours=_table([_hours(record) for record in people], 3, np.uint16),
        stated=_column(people, _stated, np.uint8),
        complete=_column(people, _complete, np.uint8),
        education=_column(people, lambda record: record.education, np.uint8),
        right_to_work=_column(people, _right_to_work, np.uint8),
        state=_column(people, lambda record: state_code(record.state), np.uint16),
        latitude=homes[:, 0],
        longitude=homes[:, 1],
        willing_to_move=_column(people, lambda record: record.willing_to_move, np.bool_),
        can_work=_column(people, lambda record: record.can_work, np.uint8),
        cannot_work=_column(people, lambda record: record.cannot_work, np.uint8),
        available_from=_column(people, _available_from, np.int32),
        scopes=_column(people, lambda record: record.scopes, np.uint32),
    )


def with_changes(pool: Pool, changed: Pool, gone: Iterable[int] = ()) -> Pool:
    """Return a pool with newer rows in place and some people gone.

    Equals the pool built anew from the records as they now stand. Raises ValueError where the
    two were built at different dates or from different vocabulary versions.
    """
    if (pool.as_of, pool.vocabulary_version) != (changed.as_of, changed.vocabulary_version):
        raise ValueError("Both pools must have one as-of date and one vocabulary version.")
    left = np.array(sorted(gone), dtype=np.int64)
    stale = np.isin(pool.number, np.append(changed.number, left))
    kept = pool.select(np.flatnonzero(~stale))
    fresh = changed.select(np.flatnonzero(~np.isin(changed.number, left)))
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(kept, name), getattr(fresh, name)]) for name in PERSON_COLUMNS
    }
    offsets = np.append(kept.offsets, fresh.offsets[1:] + kept.offsets[-1])
    both = replace(kept, offsets=offsets, codes=np.append(kept.codes, fresh.codes), **columns)
    return both.select(np.argsort(both.number))


def level_held(
    piece: Evidence, *, as_of: date, codebook: Codebook, ages_after_years: int = AGES_AFTER_YEARS
) -> int:
    """Return the level that a piece of evidence holds on a date.

    A credential in force holds its vocabulary level and never ages; expired or pending it holds
    1. Anything else counts one level lower, never below 1, when it was last used too long ago.
    """
    if codebook.is_credential(piece.competency):
        in_force = _is_in_force(piece, as_of)
        return int(codebook.credential_levels[piece.competency]) if in_force else LAPSED_LEVEL
    level = HELD_UNSTATED if piece.level is None else piece.level
    return max(1, level - is_aged(piece.last_used, as_of, ages_after_years))


def _is_in_force(piece: Evidence, as_of: date) -> bool:
    if piece.standing is not Standing.IN_FORCE:
        return False
    is_expired = piece.expires_on is not None and piece.expires_on < as_of
    is_pending = piece.issued_on is not None and piece.issued_on > as_of
    return not (is_expired or is_pending)


def _code(piece: Evidence, codebook: Codebook, as_of: date, ages_after_years: int) -> int:
    if not 0 <= piece.competency < codebook.count:
        raise ValueError(f"Competency {piece.competency} is not in the vocabulary.")
    if piece.level is not None and not 1 <= piece.level <= LEVELS:
        raise ValueError(f"Level {piece.level} is outside 1-5.")
    level = level_held(piece, as_of=as_of, codebook=codebook, ages_after_years=ages_after_years)
    return encode(piece.competency, level, piece.grade)


def _quarters(record: PersonRecord) -> list[int]:
    stated = {domain: min(MOST_QUARTERS, n) for domain, n in record.quarters.items()}
    # All work together is never less than that of one domain.
    largest = max(stated.values(), default=0)
    return [*(stated.get(domain, 0) for domain in SIGNED_DOMAINS), largest]


def _hours(record: PersonRecord) -> list[int]:
    return [min(MOST_HOURS, record.signed_hours.get(domain, 0)) for domain in SIGNED_DOMAINS]


def _stated(record: PersonRecord) -> int:
    domains = {*record.quarters, *(d for d, hours in record.signed_hours.items() if hours)}
    # Any stated work is work of any domain.
    return sum(1 << domain for domain in domains | ({Domain.ANY} if domains else set()))


def _complete(record: PersonRecord) -> int:
    return sum(1 << KINDS.index(kind) for kind in record.complete_kinds)


def _right_to_work(record: PersonRecord) -> int:
    if record.right_to_work is None:
        return RIGHT_NOT_STATED
    return RIGHT_YES if record.right_to_work else RIGHT_NO


def _available_from(record: PersonRecord) -> int:
    return record.available_from.toordinal() if record.available_from else 0


def _home(record: PersonRecord) -> tuple[int, int]:
    return to_millionths(*record.home) if record.home else (NO_PLACE, NO_PLACE)


def to_millionths(latitude: float, longitude: float) -> tuple[int, int]:
    """Return a place in whole millionths of a degree; ValueError if it is not on the globe."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"({latitude}, {longitude}) is not a latitude and longitude.")
    return round(latitude * DEGREE), round(longitude * DEGREE)


def _table(rows: list[list[int]], width: int, dtype: Any) -> NDArray[Any]:
    return np.array(rows, dtype=dtype).reshape(-1, width)


def _column(people: list[PersonRecord], value: Any, dtype: Any) -> NDArray[Any]:
    return np.array([value(record) for record in people], dtype=dtype)
