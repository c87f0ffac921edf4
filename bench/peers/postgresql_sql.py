"""PostgreSQL: the pieces clustered by code, in a schema or a server of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import psycopg

from bench.peers.asked import LIMIT, Answer, Asked, Peer, PeerUnavailable, codes_by_person
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool

SCHEMA = "preceptor_bench"
PROGRAMS = Path("/usr/lib/postgresql")
SETTINGS = (
    "set max_parallel_workers_per_gather = 0",
    "set work_mem = '1GB'",
    "set jit = off",
    f"set search_path = {SCHEMA}",
)
SCORE = f"""
prepare score as
select pid, sum(best) as score
from (
    select line, pid, max(points) as best
    from credit join piece using (code)
    group by line, pid
) as lines
group by pid order by score desc, pid limit {LIMIT}
"""  # noqa: S608 - a number of our own


class Server:
    """A server for as long as it is needed: TEST_POSTGRES_URL's, or one started here."""

    def __init__(self) -> None:
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self.url = os.environ.get("TEST_POSTGRES_URL", "")
        if not self.url:
            self.url = self._start()

    def _start(self) -> str:
        found = sorted(PROGRAMS.glob("*/bin/pg_ctl"))
        if not found:
            raise PeerUnavailable("TEST_POSTGRES_URL names no server and none is installed")
        self.programs = found[-1].parent
        self.folder = tempfile.TemporaryDirectory(prefix="bench-postgresql-")
        # The server refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder.name, self.user)
        data = f"{self.folder.name}/data"
        self._run("initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-sync")
        options = (
            f"-k {self.folder.name} -c listen_addresses= -c fsync=off -c shared_buffers=2GB"
            " -c max_wal_size=8GB -c maintenance_work_mem=1GB"
        )
        self._run("pg_ctl", "-D", data, "-w", "-l", f"{data}/log", "-o", options, "start")
        return f"host={self.folder.name} user=bench dbname=postgres"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command,
            user=self.user,
            cwd=self.folder.name if self.folder else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise PeerUnavailable(f"{program} failed: {done.stderr.decode()[-200:]}")

    def stop(self) -> None:
        """Stop the server, if it was started here."""
        if self.folder:
            self._run("pg_ctl", "-D", f"{self.folder.name}/data", "-m", "immediate", "stop")
            self.folder.cleanup()


class PostgreSql(Peer):
    """A table in the order of its codes with an index that covers the question."""

    name = "PostgreSQL"
    expresses_score = True
    how = "table in code order, btree (code) include (pid), prepared, no parallel workers"
    works_here = False

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.server = Server()
        try:
            self.connection = psycopg.connect(
                self.server.url, autocommit=True, prepare_threshold=None
            )
        except psycopg.OperationalError as error:
            self.server.stop()
            raise PeerUnavailable(f"no server answers: {error}") from error
        run = self.connection.execute
        run(f"drop schema if exists {SCHEMA} cascade")
        run(f"create schema {SCHEMA}")
        for setting in SETTINGS:
            run(setting)
        run("create unlogged table piece (code integer not null, pid integer not null)")
        self._copy(pool)
        run("create index by_code on piece (code) include (pid)")
        run("vacuum (analyze) piece")
        run("create temp table credit (line integer, code integer, points integer)")

    def _copy(self, pool: Pool) -> None:
        """Send the pieces in PostgreSQL's binary format, made by columns."""
        order = np.argsort(pool.codes, kind="stable")
        fields = [("n", ">i2"), ("a", ">i4"), ("code", ">i4"), ("b", ">i4"), ("pid", ">i4")]
        rows = np.empty(len(order), dtype=np.dtype(fields))
        rows["n"], rows["a"], rows["b"] = 2, 4, 4
        rows["code"], rows["pid"] = pool.codes[order], codes_by_person(pool)[order]
        with (
            self.connection.cursor() as cursor,
            cursor.copy("copy piece from stdin (format binary)") as copy,
        ):
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for start in range(0, len(rows), 1 << 18):
                copy.write(rows[start : start + (1 << 18)].tobytes())
            copy.write(b"\xff\xff")

    def prepare(self, asked: Asked) -> str:
        run = self.connection.execute
        run("truncate credit")
        columns = (asked.line.tolist(), asked.code.tolist(), asked.points.tolist())
        with (
            self.connection.cursor() as cursor,
            cursor.copy("copy credit from stdin") as copy,
        ):
            for row in zip(*columns, strict=True):
                copy.write_row(row)
        run("analyze credit")
        run("deallocate all")
        run(SCORE)
        return "execute score"

    def answer(self, prepared: str) -> Answer:
        found = self.connection.execute(prepared, prepare=False).fetchall()
        return Answer([row[0] for row in found], [int(row[1]) for row in found])

    def nbytes(self) -> int:
        answer = self.connection.execute("select pg_total_relation_size('piece')").fetchone()
        assert answer is not None
        return int(answer[0])

    def close(self) -> None:
        self.connection.execute(f"drop schema {SCHEMA} cascade")
        self.connection.close()
        self.server.stop()
