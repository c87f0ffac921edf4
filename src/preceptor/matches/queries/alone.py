"""One person's record as the engine takes it and as pages quote it, kept while it stays so."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from django.db import connection

from preceptor.accounts.models import Person
from preceptor.competencies.queries import codebook
from preceptor.engine.match import Pool
from preceptor.engine.questions import standing_of
from preceptor.matches.line_states import ShownPiece
from preceptor.matches.queries.counted import Kept
from preceptor.matches.queries.pool import CurrentPool, records_pool
from preceptor.matches.queries.shown import shown_pieces


@dataclass(frozen=True, eq=False, slots=True)
class Alone:
    """A record as a pool of its own, and its evidence with quotes in the order of that pool.

    ``standing``: the record under which the person can be found now, ``pool`` itself where the
    two are the same; None for who cannot be found.
    """

    pool: Pool
    pieces: tuple[ShownPiece, ...]
    standing: Pool | None


# Whoever looks at one job after another; a record is some tens of kilobytes.
_kept: Kept[Alone] = Kept(64)


def alone_of(person: Person, current: CurrentPool) -> Alone:
    """Return a person's record as of the current pool.

    Every change of anybody's record is a change row, so what was kept before the newest one is not
    used any more.
    """
    key: Hashable = (
        person.pk,
        current.snapshot.public_id,
        current.last_change,
        codebook().version,
    )
    if connection.in_atomic_block:
        # What an open transaction has seen may never come to be.
        return _read(person, current)
    return _kept.get(key, lambda: _read(person, current))


def _read(person: Person, current: CurrentPool) -> Alone:
    pool = records_pool([person], as_of=current.live.as_of)
    standing = standing_of(int(pool.number[0]), current.live)
    if standing is not None and standing.digest() == pool.digest():
        standing = pool
    return Alone(pool, shown_pieces(person), standing)
