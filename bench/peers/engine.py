"""The engine itself, asked as the peers are."""

from __future__ import annotations

import numpy as np

from bench.peers.asked import LIMIT, Answer, Asked, Peer
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool
from preceptor.engine.tiles import (
    StageBuilder,
    TiledJob,
    TiledPool,
    index_stage,
    live_pool,
    open_top,
    tiled_job,
)


class Engine(Peer):
    """``open_top`` over a pool in memory; everyone stands in it, no gates are asked."""

    name = "Preceptor"
    expresses_score = True
    how = "tiled inverted lists, exact open list, one thread"

    def load(self, world: DrawnWorld, pool: Pool) -> None:
        builder = StageBuilder(
            as_of=pool.as_of,
            vocabulary_version=pool.vocabulary_version,
            competency_count=world.vocabulary.codebook.count,
        )
        builder.add(pool)
        self.stage = builder.finish()
        self.number = pool.number
        # Loops are compiled once in the life of an installation, not once a pool.
        index_stage(self.stage)

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.pool: TiledPool = index_stage(self.stage)
        del self.stage
        self.live = live_pool(self.pool)

    def prepare(self, asked: Asked) -> TiledJob:
        return tiled_job(asked.job)

    def answer(self, prepared: TiledJob) -> Answer:
        best = open_top(self.live, prepared, LIMIT)
        return Answer(np.searchsorted(self.number, best.numbers).tolist(), best.scores.tolist())

    def nbytes(self) -> int:
        return self.pool.nbytes

    def close(self) -> None:
        del self.pool, self.live
