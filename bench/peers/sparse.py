"""SciPy's sparse matrices as a peer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bench.peers.asked import Answer, Asked, Peer, best_rows
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool


class SparseColumns(Peer):
    """People by codes as a matrix; the question is a vector, the answer a product."""

    name = "SciPy sparse"
    expresses_score = False
    how = "CSC columns times points; adds up related evidence, has no best-of"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.count = world.vocabulary.codebook.count * 25
        self.matrix = sparse.csr_matrix(
            (np.ones(len(pool.codes), np.int32), pool.codes.astype(np.int32), pool.offsets),
            shape=(len(pool), self.count),
        ).tocsc()

    def prepare(self, asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        points = np.zeros(self.count, dtype=np.int32)
        np.add.at(points, asked.code, asked.points)
        codes = np.flatnonzero(points)
        return codes, points[codes]

    def answer(self, prepared: tuple[NDArray[np.int64], NDArray[np.int32]]) -> Answer:
        codes, points = prepared
        return best_rows(self.matrix[:, codes] @ points)

    def nbytes(self) -> int:
        parts = (self.matrix.data, self.matrix.indices, self.matrix.indptr)
        return sum(part.nbytes for part in parts)

    def close(self) -> None:
        del self.matrix
