"""A block of people read against distinct asks: their columns and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import asks as loops
from preceptor.engine.match.people import DEGREE, NO_PLACE
from preceptor.engine.tiles.asks import Asks, credit_rows
from preceptor.engine.tiles.layout import PIECE_STEP, TiledPool
from preceptor.engine.tiles.places import are_near, on_globe


@dataclass(frozen=True, eq=False)
class Block:
    """n people against the asks of a batch. Its arrays are overwritten by the next block.

    ``columns`` uint8 (columns, at least n): what each earns by each distinct ask; ``is_empty``:
    columns where nobody earns anything. ``bits`` uint64 (conditions, words): who meets each
    condition; ``present`` uint64 (words) and ``stands`` bool (n): who stands in the pool.
    """

    numbers: NDArray[np.int64]
    stands: NDArray[np.bool_]
    present: NDArray[np.uint64]
    columns: NDArray[np.uint8]
    is_empty: NDArray[np.bool_]
    bits: NDArray[np.uint64]


class BlockReader:
    """Reads blocks of at most ``size`` people, a multiple of 64, into the same arrays."""

    def __init__(
        self,
        pool: TiledPool,
        asks: Asks,
        size: int,
        reads_musts: bool,
        absent: NDArray[np.integer[Any]] | None,
        scopes: int,
    ) -> None:
        if size <= 0 or size % PIECE_STEP:
            raise ValueError(f"A block of {size} people is not a multiple of {PIECE_STEP}.")
        self.pool, self.asks, self.reads_musts = pool, asks, reads_musts
        self.absent = np.sort(np.asarray(absent if absent is not None else [], dtype=np.int64))
        self.in_scope = (pool.standing_scopes & np.uint32(scopes)) > 0
        self.columns = np.empty((asks.column_count, size), dtype=np.uint8)
        self.is_empty = np.zeros(asks.column_count, dtype=np.bool_)
        self.bits = np.zeros((asks.condition_count, size // 64), dtype=np.uint64)
        self.exchanged = np.empty((len(asks.exchange_domain), size), dtype=np.int32)
        self.piece_starts = np.empty(pool.competency_count + 1, dtype=np.int32)
        self.person = np.empty(0, dtype=np.uint16)
        self.rest = np.empty(0, dtype=np.uint8)
        self.doubtful = np.empty((64, 2), dtype=np.int64)

    def read(self, begin: int, end: int) -> Block:
        """Return rows ``begin`` to ``end``; ``begin`` is a multiple of 64."""
        pool, width = self.pool, end - begin
        stands = self.in_scope[pool.standing_of[begin:end]]
        low, high = np.searchsorted(self.absent, (begin, end))
        stands[self.absent[low:high] - begin] = False
        padded = np.zeros(-(-width // 64) * 64, dtype=np.bool_)
        padded[:width] = stands
        present = np.packbits(padded, bitorder="little").view("<u8").astype(np.uint64)
        if stands.any():
            self._read_evidence(begin, end, present)
            self._read_experience(begin, end)
            self._read_gates(begin, end)
        numbers = pool.number[begin:end].astype(np.int64)
        return Block(numbers, stands, present, self.columns, self.is_empty, self.bits)

    def _read_evidence(self, begin: int, end: int, present: NDArray[np.uint64]) -> None:
        pool, asks = self.pool, self.asks
        counts = pool.piece_counts[begin:end]
        pieces = int(counts.sum(dtype=np.int64))
        if pieces > len(self.person):
            self.person = np.empty(pieces * 5 // 4, dtype=np.uint16)
            self.rest = np.empty(len(self.person), dtype=np.uint8)
        first = int(pool.piece_bases[begin // PIECE_STEP])
        held = (self.piece_starts, self.person, self.rest)
        loops.sort_pieces(pool.codes, first, counts, present, *held)
        loops.fill_evidence(
            asks.starts,
            asks.held,
            asks.rows,
            credit_rows(),
            *held,
            end - begin,
            self.columns,
            self.is_empty,
        )
        words = len(present)
        loops.fill_met(asks.met_starts, asks.met_held, asks.met_codes, *held, words, self.bits)

    def _read_experience(self, begin: int, end: int) -> None:
        pool, asks, width = self.pool, self.asks, end - begin
        exchanged = self.exchanged
        loops.fill_exchanged(
            asks.exchange_domain,
            asks.exchange_rate,
            pool.quarters[:, begin:end],
            pool.hours_of[begin:end],
            pool.hours,
            exchanged,
        )
        years = len(asks.starts) - 1
        filled = (self.columns, self.is_empty)
        loops.fill_years(asks.years_exchange, asks.years_quarters, exchanged, width, years, *filled)
        loops.fill_schooling(
            asks.school_starts,
            asks.school_level,
            asks.school_exchange,
            asks.school_quarters,
            pool.standing_education[pool.standing_of[begin:end]],
            exchanged,
            width,
            years + len(asks.years_quarters),
            *filled,
        )
        full = asks.first_of_kind[0]
        loops.fill_full(asks.full_columns, self.columns, width, full, self.bits)

    def _read_gates(self, begin: int, end: int) -> None:
        pool, asks = self.pool, self.asks
        _, right, _, place = asks.first_of_kind
        loops.fill_terms(
            pool.terms_of[begin:end],
            pool.terms_right_to_work,
            pool.terms_can_work,
            pool.terms_cannot_work,
            pool.terms_available_from,
            asks.ways,
            asks.start_by,
            right,
            self.bits,
        )
        if len(asks.places):
            self._read_places(begin, end, place)

    def _read_places(self, begin: int, end: int, first: int) -> None:
        pool, places, bits = self.pool, self.asks.places, self.bits
        home = int(np.searchsorted(pool.home_starts, begin, side="right")) - 1
        homes = slice(home, int(np.searchsorted(pool.home_starts, end)))
        rows = (begin, end, home, pool.home_starts)
        loops.fill_willing(*rows, pool.home_willing_to_move, places.is_on_site, first, bits)
        loops.fill_states(
            *rows,
            pool.home_state,
            places.states,
            places.state_starts,
            places.state_places,
            first,
            bits,
        )
        latitude, longitude = pool.home_latitude[homes], pool.home_longitude[homes]
        is_decided = pool.home_willing_to_move[homes] | (latitude == NO_PLACE)
        radians = np.where(is_decided, np.nan, np.deg2rad(latitude / DEGREE))
        while True:
            doubts = loops.fill_near(
                *rows,
                radians,
                on_globe(latitude, longitude),
                places.site_place,
                places.site_radians,
                places.site_globe,
                places.site_sure,
                places.site_maybe,
                places.widest,
                first,
                bits,
                self.doubtful,
            )
            if doubts <= len(self.doubtful):
                break
            self.doubtful = np.empty((2 * doubts, 2), dtype=np.int64)
        self._settle(begin, end, first, self.doubtful[:doubts])

    def _settle(self, begin: int, end: int, first: int, doubtful: NDArray[np.int64]) -> None:
        pool, places = self.pool, self.asks.places
        homes, sites = doubtful.T
        near = are_near(places, sites, pool.home_latitude[homes], pool.home_longitude[homes])
        for home, site in doubtful[near].tolist():
            low, high = (int(pool.home_starts[home + step]) for step in (0, 1))
            row = self.bits[first + places.site_place[site]]
            loops.set_span(row, max(low, begin) - begin, min(high, end) - begin)
