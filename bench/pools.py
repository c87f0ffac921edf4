"""Drawn pools of any size, as columns: no object per person, any stretch of people by itself.

Whoever has number n is drawn from n and the seed alone, so that pools of different sizes agree
and a stretch of people can be made without those before. Popularity, pieces per person and
places are those of ``bench.vocabulary`` and ``bench.geography``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import draws
from bench.geography import STATES, Geography, drawn_geography
from bench.vocabulary import ROLE_SHARES, DrawnVocabulary, drawn_vocabulary
from preceptor.engine.match import Pool, Schedule
from preceptor.engine.tiles.stage import Stage, Standings, Terms

AS_OF = date(2026, 11, 20)
CHUNK = 1 << 18

FULL, PART, NIGHTS, WEEKENDS, CALL, TRAVEL = (
    Schedule.FULL_TIME,
    Schedule.PART_TIME,
    Schedule.NIGHTS,
    Schedule.WEEKENDS,
    Schedule.ON_CALL,
    Schedule.TRAVEL,
)
# In each of these lists an entry is drawn as often as it stands there.
SCHEDULES = (  # ways of working said yes to, and said no to
    (0, 0),
    (0, 0),
    (FULL, 0),
    (FULL, 0),
    (FULL, 0),
    (FULL | PART, 0),
    (FULL | CALL, NIGHTS),
    (FULL | TRAVEL, 0),
    (FULL | NIGHTS | WEEKENDS | CALL, TRAVEL),
    (FULL | TRAVEL | CALL, NIGHTS | WEEKENDS),
    (PART, FULL),
    (FULL, TRAVEL | NIGHTS),
)
RIGHTS = (1, 1, 1, 1, 1, 1, 1, 0, 0, 2)  # to work: yes, not stated, no
STARTS = (0, 0, *(AS_OF.toordinal() - 28 + 14 * step for step in range(14)))
COMPLETES = (0, 0, 0, 0, 0, 0, 0, 255, 255, 128)  # kinds whose list is said to be complete
EDUCATIONS = (0, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 6)
SCOPES = (1,) * 14 + (3, 0)  # bits of consent; one of sixteen gave none
HOURS_ROWS = 2_000

# Levels 1-5 of 32 pieces, by how long somebody has worked; grades 0-4 of 32 pieces.
LEVELS = ((8, 14, 7, 2, 1), (4, 11, 11, 5, 1), (2, 7, 12, 8, 3), (1, 4, 10, 11, 6))
GRADES = (11, 13, 4, 2, 2)

DOMAIN_SETS = 8
ANY_BIT = 8


@dataclass(frozen=True, eq=False)
class DrawnWorld:
    """A vocabulary, places, and as many people as are asked for."""

    seed: int
    vocabulary: DrawnVocabulary
    geography: Geography

    def stage(self, people: int) -> Stage:
        """Return the stage of so many people, numbered from 1."""
        columns = self._columns(0, people)
        pieces = int(columns["piece_counts"].sum(dtype=np.int64))
        codes = np.empty(pieces, dtype=np.uint16)
        at = 0
        for first in range(0, people, CHUNK):
            part = slice(first, min(people, first + CHUNK))
            here = int(columns["piece_counts"][part].sum(dtype=np.int64))
            self._draw_codes(columns, part, 0, codes[at : at + here])
            at += here
        del columns["role"]
        return Stage(
            as_of=AS_OF,
            vocabulary_version=self.vocabulary.codebook.version,
            competency_count=self.vocabulary.codebook.count,
            codes=codes,
            homes=self.geography.homes,
            terms=self._terms[0],
            standings=self._standings[0],
            hours=self._hours[0],
            **columns,
        )

    def pool(self, start: int, stop: int) -> Pool:
        """Return the people at these positions (the numbers ``start + 1`` to ``stop``)."""
        columns = self._columns(start, stop)
        counts = columns["piece_counts"]
        codes = np.empty(int(counts.sum(dtype=np.int64)), dtype=np.uint16)
        self._draw_codes(columns, slice(0, len(counts)), start, codes)
        homes, home = self.geography.homes, columns["home_of"]
        terms, on = self._terms[0], columns["terms_of"]
        standings, stands = self._standings[0], columns["standing_of"]
        return Pool(
            as_of=AS_OF,
            vocabulary_version=self.vocabulary.codebook.version,
            number=columns["number"],
            offsets=np.append(0, np.cumsum(counts, dtype=np.int64)),
            codes=codes,
            quarters=columns["quarters"],
            hours=self._hours[0][columns["hours_of"]],
            **{name: getattr(homes, name)[home] for name in homes.__dataclass_fields__},
            **{name: getattr(terms, name)[on] for name in terms.__dataclass_fields__},
            **{name: getattr(standings, name)[stands] for name in standings.__dataclass_fields__},
        )

    def pools(self, people: int, size: int = CHUNK) -> Iterator[Pool]:
        """Return so many people chunk by chunk."""
        for start in range(0, people, size):
            yield self.pool(start, min(people, start + size))

    def _columns(self, start: int, stop: int) -> dict[str, NDArray[Any]]:
        count = stop - start
        role, counts = np.empty(count, np.uint8), np.empty(count, np.uint16)
        draws.draw_roles(self.seed, start, self._roles, role, counts)
        home, quarters = np.empty(count, np.uint32), np.empty((count, 4), np.uint8)
        places = self.geography.slots
        draws.draw_homes(self.seed, start, places, len(self.geography), len(STATES), home)
        stated, hours = np.empty(count, np.uint8), np.empty(count, np.uint32)
        draws.draw_work(self.seed, start, role, quarters, stated)
        draws.draw_hours(self.seed, start, self._hours[1], hours, stated)
        sizes = np.array([len(SCHEDULES), len(RIGHTS), len(STARTS)])
        terms = self._chosen(start, draws.FOR_TERMS, sizes, count)
        sizes = np.array([len(COMPLETES), len(EDUCATIONS), len(SCOPES)])
        standing = self._chosen(start, draws.FOR_STANDING, sizes, count)
        standing += stated * np.uint32(sizes.prod())
        return {
            "number": np.arange(start + 1, stop + 1, dtype=np.int64),
            "role": role,
            "piece_counts": counts,
            "home_of": home,
            "quarters": quarters,
            "hours_of": hours,
            "terms_of": self._terms[1][terms],
            "standing_of": self._standings[1][standing],
        }

    def _chosen(
        self, start: int, purpose: int, sizes: NDArray[np.int64], count: int
    ) -> NDArray[np.uint32]:
        chosen = np.empty(count, dtype=np.uint32)
        draws.draw_choices(self.seed, start, purpose, sizes, chosen)
        return chosen

    def _draw_codes(
        self, columns: dict[str, NDArray[Any]], part: slice, start: int, codes: NDArray[np.uint16]
    ) -> None:
        draws.draw_pieces(
            self.seed,
            start + part.start,
            columns["role"][part],
            columns["piece_counts"][part],
            self.vocabulary.slots,
            self.vocabulary.is_credential,
            np.array([_as_often(row) for row in LEVELS], dtype=np.uint8),
            np.array(_as_often(GRADES), dtype=np.uint8),
            codes,
        )

    @cached_property
    def _roles(self) -> NDArray[np.uint8]:
        return np.array(_as_often(ROLE_SHARES), dtype=np.uint8)

    @cached_property
    def _terms(self) -> tuple[Terms, NDArray[np.uint32]]:
        """Return the distinct terms, and which of them each position of the product is."""
        rows = [(right, yes, no, at) for (yes, no), right, at in product(SCHEDULES, RIGHTS, STARTS)]
        distinct, which = _distinct(rows)
        right, yes, no = (distinct[:, column].astype(np.uint8) for column in range(3))
        return Terms(right, yes, no, distinct[:, 3].astype(np.int32)), which

    @cached_property
    def _standings(self) -> tuple[Standings, NDArray[np.uint32]]:
        stated = [domains | ANY_BIT * (domains > 0) for domains in range(DOMAIN_SETS)]
        distinct, which = _distinct(list(product(stated, COMPLETES, EDUCATIONS, SCOPES)))
        of, complete, education = (distinct[:, column].astype(np.uint8) for column in range(3))
        return Standings(complete, education, of, distinct[:, 3].astype(np.uint32)), which

    @cached_property
    def _hours(self) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        """Return distinct rows of signed hours, the first of none, and the domains they state."""
        hours = np.zeros((HOURS_ROWS, draws.DOMAINS), dtype=np.uint16)
        row = np.arange(1, HOURS_ROWS)
        hours[row, row % draws.DOMAINS] = 8 * row
        both = row[row % 7 == 0]
        hours[both, (both + 1) % draws.DOMAINS] = 80
        return hours, ((hours > 0) << np.arange(draws.DOMAINS)).sum(axis=1).astype(np.uint8)


def drawn_world(seed: int = 3) -> DrawnWorld:
    """Return the world of a seed."""
    return DrawnWorld(seed, drawn_vocabulary(seed), drawn_geography(seed))


def _as_often(shares: tuple[int, ...]) -> list[int]:
    """Return 0, 1, ... each as often as its share."""
    return [place for place, share in enumerate(shares) for _ in range(share)]


def _distinct(rows: list[tuple[int, ...]]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    table = np.array(rows, dtype=np.int64)
    distinct, which = np.unique(table, axis=0, return_inverse=True)
    return distinct, which.ravel().astype(np.uint32)
