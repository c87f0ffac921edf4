"""SQLite in memory: the pieces clustered by code."""

from __future__ import annotations

import sqlite3

import numpy as np

from bench.peers.asked import LIMIT, Answer, Asked, Peer, codes_by_person
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool

SCORE = f"""
select pid, sum(best) as score
from (
    select line, pid, max(points) as best
    from credit cross join piece using (code)
    group by line, pid
)
group by pid order by score desc, pid limit {LIMIT}
"""  # noqa: S608 - a number of our own


class Sqlite(Peer):
    """A table without row numbers whose key is (code, pid)."""

    name = "SQLite"
    expresses_score = True
    how = "in memory, WITHOUT ROWID by (code, pid), join and two aggregates"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute("pragma temp_store = memory")
        self.connection.execute("pragma cache_size = -2000000")
        # Somebody may have the same code twice; once is enough for a score.
        self.connection.execute(
            "create table piece (code integer, pid integer, primary key (code, pid)) without rowid"
        )
        order = np.argsort(pool.codes, kind="stable")
        codes, people = pool.codes[order], codes_by_person(pool)[order]
        self.connection.execute("begin")
        self.connection.executemany(
            "insert or ignore into piece values (?, ?)",
            zip(codes.tolist(), people.tolist(), strict=True),
        )
        self.connection.execute("commit")
        self.connection.execute(
            "create temp table credit (line integer, code integer, points integer)"
        )

    def prepare(self, asked: Asked) -> str:
        self.connection.execute("delete from credit")
        columns = (asked.line.tolist(), asked.code.tolist(), asked.points.tolist())
        self.connection.executemany(
            "insert into credit values (?, ?, ?)", zip(*columns, strict=True)
        )
        return SCORE

    def answer(self, prepared: str) -> Answer:
        found = self.connection.execute(prepared).fetchall()
        return Answer([row[0] for row in found], [row[1] for row in found])

    def nbytes(self) -> int:
        pages = self.connection.execute("pragma page_count").fetchone()[0]
        return int(pages * self.connection.execute("pragma page_size").fetchone()[0])

    def close(self) -> None:
        self.connection.close()
