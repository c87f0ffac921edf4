"""One peer after the other: built, asked, checked, timed."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from bench.clock import percentile
from bench.peers.asked import Asked, Peer, PeerUnavailable, is_exact, recall, share_of_best
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool

# Short name -> module and class; modules are imported when their turn comes.
PEERS = {
    "engine": ("bench.peers.engine", "Engine"),
    "duckdb": ("bench.peers.duckdb_sql", "SortedTable"),
    "duckdb-lists": ("bench.peers.duckdb_sql", "ListTable"),
    "polars": ("bench.peers.polars_frames", "Frames"),
    "polars-filtered": ("bench.peers.polars_frames", "Filtered"),
    "polars-slices": ("bench.peers.polars_frames", "Slices"),
    "numpy": ("bench.peers.arrays", "PlainNumpy"),
    "numpy-lists": ("bench.peers.arrays", "ListsNumpy"),
    "scipy": ("bench.peers.sparse", "SparseColumns"),
    "tantivy": ("bench.peers.text_search", "Tantivy"),
    "tantivy-constants": ("bench.peers.text_search", "TantivyConstants"),
    "bm25s": ("bench.peers.text_search", "Bm25s"),
    "sqlite": ("bench.peers.sqlite_sql", "Sqlite"),
    "postgresql": ("bench.peers.postgresql_sql", "PostgreSql"),
}

MOST_ROUNDS = 5
LEAST_JOBS = 3


class WrongAnswer(AssertionError):
    """A peer that ranks by the real score named other people than the best."""


@dataclass(frozen=True, eq=False)
class Question:
    """What every peer is asked: the people, the jobs, and everybody's exact scores by job."""

    world: DrawnWorld
    pool: Pool
    asked: Sequence[Asked]
    scores: Sequence[Any]


def make(name: str) -> Peer:
    """Return a peer by its short name; PeerUnavailable where its package is not installed."""
    module, kind = PEERS[name]
    try:
        made: Peer = getattr(import_module(module), kind)()
    except ImportError as error:
        raise PeerUnavailable(f"not installed: {error.name}") from error
    return made


def measure(peer: Peer, question: Question, *, seconds: float) -> dict[str, Any]:
    """Return the figures of one peer, asked for about so many seconds.

    Every job is asked once before it counts. A slow peer is asked fewer jobs, at least three;
    a fast one every job five times, of which the median counts. Raises WrongAnswer where the
    peer ranks by the real score and its best are not the best.
    """
    peer.load(question.world, question.pool)
    build_s, build_cpu_s, _ = timed(lambda: peer.build(question.world, question.pool))
    try:
        rows = _ask(peer, question, seconds)
        size = peer.nbytes()
    finally:
        peer.close()
        gc.collect()
    wall = [row.wall for row in rows]
    cpu = [row.cpu for row in rows]
    return {
        "name": peer.name,
        "expresses_score": peer.expresses_score,
        "recall_at_20": round(statistics.fmean(row.recall for row in rows), 4),
        "p50_ms": round(1000 * percentile(wall, 50), 4),
        "p95_ms": round(1000 * percentile(wall, 95), 4),
        "build_s": round(build_s, 3),
        "bytes_per_person": round(size / max(1, len(question.pool)), 1),
        "queries_per_s": round(1 / statistics.fmean(wall), 3),
        "min_ms": round(1000 * min(wall), 4),
        "max_ms": round(1000 * max(wall), 4),
        "cpu_p50_ms": round(1000 * percentile(cpu, 50), 4) if peer.works_here else None,
        "build_cpu_s": round(build_cpu_s, 3) if peer.works_here else None,
        "share_of_best_score": round(statistics.fmean(row.share for row in rows), 4),
        "jobs": len(rows),
        "rounds": min(row.rounds for row in rows),
        "how": peer.how,
    }


@dataclass(frozen=True, slots=True)
class _Row:
    wall: float
    cpu: float
    recall: float
    share: float
    rounds: int


def _ask(peer: Peer, question: Question, seconds: float) -> list[_Row]:
    rows: list[_Row] = []
    started = time.perf_counter()
    each = seconds / max(1, len(question.asked))
    for asked, scores in zip(question.asked, question.scores, strict=True):
        prepared = peer.prepare(asked)
        first, _, answer = timed(lambda prepared=prepared: peer.answer(prepared))  # type: ignore[misc]
        if peer.expresses_score and not is_exact(answer, scores):
            raise WrongAnswer(f"{peer.name}, job {asked.job.number}: {answer}")
        rounds = int(np.clip(each / max(first, 1e-6), 1, MOST_ROUNDS))
        taken = [timed(lambda prepared=prepared: peer.answer(prepared)) for _ in range(rounds)]  # type: ignore[misc]
        rows.append(
            _Row(
                statistics.median(took[0] for took in taken),
                statistics.median(took[1] for took in taken),
                recall(answer, scores),
                share_of_best(answer, scores),
                rounds,
            )
        )
        if time.perf_counter() - started > seconds and len(rows) >= LEAST_JOBS:
            break
    return rows


def timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall seconds, CPU seconds of this process, and the answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    return time.perf_counter() - wall, time.process_time() - cpu, answer
