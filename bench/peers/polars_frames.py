"""Polars on one thread; POLARS_MAX_THREADS must be 1 before this is imported."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars

from bench.peers.asked import LIMIT, Answer, Asked, Peer, codes_by_person
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool


class Frames(Peer):
    """A frame sorted by code: joined, grouped twice."""

    name = "Polars"
    expresses_score = True
    how = "one thread, frame sorted by code, join and two group_by"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        order = np.argsort(pool.codes, kind="stable")
        columns = {"code": pool.codes[order], "pid": codes_by_person(pool)[order]}
        self.frame = polars.DataFrame(columns).with_columns(polars.col("code").set_sorted())

    def prepare(self, asked: Asked) -> Any:
        credit = polars.DataFrame(
            {
                "line": asked.line.astype(np.uint8),
                "code": asked.code.astype(np.uint16),
                "points": asked.points.astype(np.uint16),
            }
        )
        pieces = (
            self._counting(credit)
            .join(credit.lazy(), on="code")
            .group_by("line", "pid")
            .agg(polars.col("points").max())
        )
        return _ranked(pieces)

    def _counting(self, credit: polars.DataFrame) -> polars.LazyFrame:
        return self.frame.lazy()

    def answer(self, prepared: Any) -> Answer:
        found = prepared.collect()
        return Answer(found["pid"].to_list(), found["points"].to_list())

    def nbytes(self) -> int:
        return int(self.frame.estimated_size())

    def close(self) -> None:
        del self.frame


class Filtered(Frames):
    """The same, with the codes that count picked out before they are joined."""

    name = "Polars, filtered"
    how = "one thread, frame sorted by code, is_in filter, join and two group_by"

    def _counting(self, credit: polars.DataFrame) -> polars.LazyFrame:
        codes = credit["code"].unique().implode()
        return self.frame.lazy().filter(polars.col("code").is_in(codes))


class Slices(Frames):
    """The stretches of a line's codes, cut out of the sorted frame by their known places."""

    name = "Polars, slices"
    how = "one thread, column sorted by code, slices by known places, a group_by a line"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        super().build(world, pool)
        codes = np.arange(world.vocabulary.codebook.count * 25 + 1)
        self.starts = np.searchsorted(self.frame["code"].to_numpy(), codes)

    def prepare(self, asked: Asked) -> Any:
        lines = []
        for codes, points in asked.by_line():
            starts, counts = self.starts[codes], self.starts[codes + 1] - self.starts[codes]
            lines.append((starts.tolist(), counts.tolist(), points.astype(np.uint16), counts))
        return lines

    def answer(self, prepared: Any) -> Answer:
        people, parts = self.frame["pid"], []
        for starts, lengths, points, counts in prepared:
            slices = [people.slice(at, size) for at, size in zip(starts, lengths, strict=True)]
            pieces = polars.DataFrame(
                {"pid": polars.concat(slices), "points": np.repeat(points, counts)}
            )
            parts.append(pieces.lazy().group_by("pid").agg(polars.col("points").max()))
        return super().answer(_ranked(polars.concat(parts)))


def _ranked(pieces: polars.LazyFrame) -> polars.LazyFrame:
    """Return the best people from the best points by line and person."""
    return (
        pieces.group_by("pid")
        .agg(polars.col("points").cast(polars.Int32).sum())
        .sort(["points", "pid"], descending=[True, False])
        .head(LIMIT)
    )
