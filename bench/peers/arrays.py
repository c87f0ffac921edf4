"""NumPy as a peer, twice: over all pieces, and over lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.peers.asked import Answer, Asked, Peer, best_rows, codes_by_person
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool


class PlainNumpy(Peer):
    """One gather over all pieces a line, then the most of each person."""

    name = "NumPy"
    expresses_score = True
    how = "gather over all codes, maximum.reduceat, line by line"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.codes, self.offsets = pool.codes, pool.offsets
        self.count = world.vocabulary.codebook.count * 25

    def prepare(self, asked: Asked) -> NDArray[np.uint16]:
        table = np.zeros((asked.lines, self.count), dtype=np.uint16)
        table[asked.line, asked.code] = asked.points
        return table

    def answer(self, prepared: NDArray[np.uint16]) -> Answer:
        scores = np.zeros(len(self.offsets) - 1, dtype=np.uint16)
        for row in prepared:
            # Everybody has pieces here, so there are no empty stretches.
            scores += np.maximum.reduceat(row[self.codes], self.offsets[:-1])
        return best_rows(scores.astype(np.int64))

    def nbytes(self) -> int:
        return self.codes.nbytes + self.offsets.nbytes

    def close(self) -> None:
        del self.codes, self.offsets


class _Lists(Peer):
    """For every code the people who have it."""

    def _build_lists(self, world: DrawnWorld, pool: Pool) -> None:
        order = np.argsort(pool.codes, kind="stable")
        self.people = codes_by_person(pool)[order]
        codes = np.arange(world.vocabulary.codebook.count * 25 + 1)
        self.starts = np.searchsorted(pool.codes[order], codes)
        self.size = len(pool)

    def nbytes(self) -> int:
        return self.people.nbytes + self.starts.nbytes

    def close(self) -> None:
        del self.people, self.starts


class ListsNumpy(_Lists):
    """The lists of a line stored by rising points: the last written is the most."""

    name = "NumPy, lists"
    expresses_score = True
    how = "inverted lists; the points of a line stored in rising order, then added"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self._build_lists(world, pool)

    def prepare(self, asked: Asked) -> list[list[tuple[int, int, int]]]:
        lines = []
        for codes, points in asked.by_line():
            order = np.argsort(points, kind="stable")
            spans = (self.starts[codes][order], self.starts[codes + 1][order], points[order])
            lines.append(list(zip(*(span.tolist() for span in spans), strict=True)))
        return lines

    def answer(self, prepared: list[list[tuple[int, int, int]]]) -> Answer:
        scores = np.zeros(self.size, dtype=np.uint16)
        best = np.empty(self.size, dtype=np.uint16)
        for line in prepared:
            best[:] = 0
            for start, stop, points in line:
                best[self.people[start:stop]] = points
            scores += best
        return best_rows(scores.astype(np.int64))
