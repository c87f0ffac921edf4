"""A block of people read against distinct asks: their columns and conditions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.kernels import asks as loops
from preceptor.engine.kernels.batch_scores import MOST_LINES, People
from preceptor.engine.kernels.profiles import Profiles, count_answers, list_answers
from preceptor.engine.match.people import DEGREE, NO_PLACE
from preceptor.engine.tiles.asks import WAYS, Asks, credit_profiles
from preceptor.engine.tiles.layout import PIECE_STEP, TiledPool
from preceptor.engine.tiles.places import are_near, on_globe

Ids = NDArray[np.unsignedinteger[Any]]
PIECES = credit_profiles().shape[1]
# Room for profiles, and for pairs of them; both are begun anew for a block when half full. A
# little less than a power of two, so that the ways of one profile do not all fall on one line
# of the cache.
PROFILE_ROOM = 1023 * 64
PAIR_ROOM = 1 << 17


class BlockReader:
    """Reads blocks of at most ``size`` people, a multiple of 64, into the same arrays.

    ``absent``: rows who do not stand in the pool, nor does who has none of ``scopes``.
    """

    def __init__(
        self,
        pool: TiledPool,
        asks: Asks,
        size: int,
        absent: NDArray[np.integer[Any]] | None,
        scopes: int,
    ) -> None:
        if size <= 0 or size % PIECE_STEP:
            raise ValueError(f"A block of {size} people is not a multiple of {PIECE_STEP}.")
        self.pool, self.asks, self.size = pool, asks, size
        self.absent = np.sort(np.asarray(absent if absent is not None else [], dtype=np.int64))
        self.in_scope = (pool.standing_scopes & np.uint32(scopes)) > 0
        self.first_row = MOST_LINES + asks.experience_count
        rows = self.first_row + len(np.unique(asks.choice_competency * WAYS + asks.choice_way))
        self.rows = np.empty((rows, size), dtype=np.uint8)
        self.row_of = np.empty((len(asks.competencies), WAYS), dtype=np.int32)
        self.bits = np.zeros((asks.condition_count, size // 64), dtype=np.uint64)
        self.is_read = np.ones(asks.condition_count, dtype=np.bool_)
        self.exchanged = np.empty((len(asks.exchange_domain), size), dtype=np.int32)
        self.piece_starts = np.empty(pool.competency_count + 1, dtype=np.int32)
        self.piece_person = np.empty(0, dtype=np.uint16)
        self.piece_rest = np.empty(0, dtype=np.uint8)
        self.list_starts = np.empty(len(asks.competencies) + 1, dtype=np.int32)
        self.lists: Ids = np.empty(0, dtype=np.uint32)
        self.doubtful = np.empty((64, 2), dtype=np.int64)
        self._make_room(PROFILE_ROOM)

    def _make_room(self, room: int) -> None:
        wide = room > PROFILE_ROOM
        table = (len(self.asks.competencies), self.size)
        self.grid: Ids = np.empty(table, dtype=np.uint32 if wide else np.uint16)
        self.lists = np.empty(len(self.lists), dtype=np.uint64 if wide else np.uint32)
        self.profiles = Profiles(
            credits=np.zeros((WAYS, room), dtype=np.uint8),
            known=np.zeros(2, dtype=np.int64),
            pairs=np.empty(room // PROFILE_ROOM * PAIR_ROOM, dtype=np.int64),
            better=np.zeros(room // PROFILE_ROOM * PAIR_ROOM, dtype=np.int64),
        )
        self.profiles.credits[:, :PIECES] = credit_profiles()
        self._forget()

    def _forget(self) -> None:
        self.profiles.known[:] = (PIECES, 0)
        self.profiles.pairs[:] = 0

    def read(self, begin: int, end: int) -> People:
        """Return rows ``begin`` to ``end``, who are overwritten by the next block.

        ``begin`` is a multiple of 64.
        """
        pool, width = self.pool, end - begin
        stands = self.in_scope[pool.standing_of[begin:end]]
        low, high = np.searchsorted(self.absent, (begin, end))
        stands[self.absent[low:high] - begin] = False
        padded = np.zeros(-(-width // 64) * 64, dtype=np.bool_)
        padded[:width] = stands
        present = np.packbits(padded, bitorder="little").view("<u8").astype(np.uint64)
        self.row_of[:] = -1
        self.is_read[: self.asks.first_of_kind[0]] = False
        if stands.any():
            self._read_evidence(begin, end, present)
            self._read_experience(begin, end)
            self._read_gates(begin, end)
        return People(
            present=present,
            numbers=pool.number[begin:end].astype(np.int64),
            piece_starts=self.piece_starts,
            piece_person=self.piece_person,
            piece_rest=self.piece_rest,
            list_starts=self.list_starts,
            lists=self.lists,
            grid=self.grid,
            credits=self.profiles.credits,
            rows=self.rows,
            row_of=self.row_of,
            row_count=np.array([self.first_row], dtype=np.int64),
            bits=self.bits,
            is_read=self.is_read,
        )

    def _read_evidence(self, begin: int, end: int, present: NDArray[np.uint64]) -> None:
        pool, asks = self.pool, self.asks
        counts = pool.piece_counts[begin:end]
        pieces = int(counts.sum(dtype=np.int64))
        if pieces > len(self.piece_person):
            self.piece_person = np.empty(pieces * 5 // 4, dtype=np.uint16)
            self.piece_rest = np.empty(len(self.piece_person), dtype=np.uint8)
        first = int(pool.piece_bases[begin // PIECE_STEP])
        starts, person, rest = self.piece_starts, self.piece_person, self.piece_rest
        loops.sort_pieces(pool.codes, first, counts, present, starts, person, rest)
        most = count_answers(asks.answer_held, self.piece_starts)
        if most > len(self.lists):
            self.lists = np.empty(most * 5 // 4, dtype=self.lists.dtype)
        known, pairs = self.profiles.known.tolist()
        if 2 * known > self.profiles.credits.shape[1] or 4 * pairs > len(self.profiles.pairs):
            self._forget()
        while not list_answers(
            asks.answer_starts,
            asks.answer_held,
            asks.answer_percent,
            starts,
            person,
            rest,
            end - begin,
            PIECES,
            self.profiles,
            self.grid,
            self.list_starts,
            self.lists,
        ):
            # Seldom: so much incomparable evidence that even an empty table is too small.
            self._make_room(4 * self.profiles.credits.shape[1])

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
        loops.fill_years(
            asks.years_exchange, asks.years_quarters, exchanged, width, MOST_LINES, self.rows
        )
        loops.fill_schooling(
            asks.school_starts,
            asks.school_level,
            asks.school_exchange,
            asks.school_quarters,
            pool.standing_education[pool.standing_of[begin:end]],
            exchanged,
            width,
            MOST_LINES + len(asks.years_quarters),
            self.rows,
        )
        columns = asks.full_columns + np.int32(MOST_LINES)
        loops.fill_full(columns, self.rows, width, asks.first_of_kind[0], self.bits)

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
