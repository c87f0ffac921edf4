"""DuckDB on one thread: a table sorted by code, and the same as lists."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import duckdb
import numpy as np

from bench.peers.asked import LIMIT, Answer, Asked, Peer, codes_by_person
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool

SCORE = """
select pid, sum(best)::integer as score
from (select line, pid, max(points) as best from ({pieces}) group by line, pid)
group by pid order by score desc, pid limit {limit}
"""


class SortedTable(Peer):
    """Pieces in the order of their codes, joined with what codes earn."""

    name = "DuckDB"
    expresses_score = True
    how = "one thread, in memory, table sorted by code, join and two aggregates"
    table = "piece"
    pieces = "select line, pid, points from credit join piece using (code)"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 1")
        order = np.argsort(pool.codes, kind="stable")
        self.connection.register(
            "given", {"code": pool.codes[order], "pid": codes_by_person(pool)[order]}
        )
        self.connection.execute("create table piece as select * from given")
        self.connection.unregister("given")

    def prepare(self, asked: Asked) -> str:
        given = {
            "line": asked.line.astype(np.uint8),
            "code": asked.code.astype(np.uint16),
            "points": asked.points.astype(np.uint16),
        }
        self.connection.register("given", given)
        self.connection.execute("create or replace temp table credit as select * from given")
        self.connection.unregister("given")
        return SCORE.format(pieces=self.pieces, limit=LIMIT)

    def answer(self, prepared: str) -> Answer:
        found = self.connection.execute(prepared).fetchall()
        return Answer([row[0] for row in found], [row[1] for row in found])

    def nbytes(self) -> int:
        """Return the size of the table in a database file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pool.duckdb"
            self.connection.execute(f"attach '{path}' as kept")
            self.connection.execute(f"create table kept.{self.table} as from {self.table}")
            self.connection.execute("detach kept")
            return os.path.getsize(path)

    def close(self) -> None:
        self.connection.close()


class ListTable(SortedTable):
    """For every code one row with the list of people who have it."""

    name = "DuckDB, lists"
    how = "one thread, in memory, a list of people a code, joined and unnested"
    table = "posting"
    pieces = "select line, points, unnest(pids) as pid from credit join posting using (code)"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        super().build(world, pool)
        self.connection.execute(
            "create table posting as select code, list(pid) as pids from piece"
            " group by code order by code"
        )
        self.connection.execute("drop table piece")
