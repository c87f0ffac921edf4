"""A night without anybody in the database: a pool of several tiles, and jobs by number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings
from tests.factories import MONDAY

from preceptor.accounts.queries import last_change
from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.match import Pool
from preceptor.engine.match.people import NO_PLACE
from preceptor.engine.tiles import index_pool
from preceptor.matches.models import Snapshot
from preceptor.matches.snapshot_files import write_file

AS_OF = date(2026, 11, 16)


def crowd(people: int, *, seed: int = 7, pieces: int = 4) -> Pool:
    """Draw people with a few pieces of evidence each, by number 1, 2, ..."""
    draw = np.random.default_rng(seed)
    book = codebook()
    # Few competencies are held by many: scores tie often, so that numbers decide.
    common = draw.permutation(book.count)[:40]
    counts = draw.integers(0, pieces + 1, people)
    held = common[draw.integers(0, len(common), counts.sum())]
    codes = held * 25 + draw.integers(0, 25, counts.sum())
    return Pool(
        as_of=AS_OF,
        vocabulary_version=book.version,
        number=np.arange(1, people + 1, dtype=np.int64),
        offsets=np.append(0, np.cumsum(counts)).astype(np.int64),
        codes=codes.astype(book.code_type),
        quarters=draw.integers(0, 40, (people, 4)).astype(np.uint8),
        hours=np.zeros((people, 3), dtype=np.uint16),
        stated=np.full(people, 15, dtype=np.uint8),
        complete=np.zeros(people, dtype=np.uint8),
        education=draw.integers(0, 6, people).astype(np.uint8),
        right_to_work=draw.integers(0, 3, people).astype(np.uint8),
        state=np.zeros(people, dtype=np.uint16),
        latitude=np.where(draw.random(people) < 0.5, NO_PLACE, 44_323_200).astype(np.int32),
        longitude=np.where(draw.random(people) < 0.0, NO_PLACE, -69_766_500).astype(np.int32),
        willing_to_move=draw.random(people) < 0.3,
        can_work=np.zeros(people, dtype=np.uint8),
        cannot_work=np.zeros(people, dtype=np.uint8),
        available_from=np.zeros(people, dtype=np.int32),
        scopes=np.ones(people, dtype=np.uint32),
    )


def store_crowd(pool: Pool) -> Snapshot:
    """Store a pool as the newest snapshot, as a build from the database would."""
    tiled = index_pool(pool, competency_count=codebook().count)
    build = pool.digest()[:32]
    filename = f"{build}.pool"
    path = Path(settings.SNAPSHOTS) / filename
    write_file(path, build=build, facts=tiled.facts(), arrays=tiled.arrays())
    return Snapshot.objects.create(
        built_at=MONDAY,
        as_of=pool.as_of,
        vocabulary_version=pool.vocabulary_version,
        engine_version=ENGINE_VERSION,
        person_count=len(pool),
        through_change=last_change(),
        filename=filename,
        build=build,
    )
