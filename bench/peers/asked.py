"""What every engine is asked, and what the exact answer is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.pools import DrawnWorld
from preceptor.engine.match import CompiledJob, Pool, score_pool

Ints = NDArray[np.int64]

LIMIT = 20
# People scored at a time by the plain engine.
CHUNK = 100_000


@dataclass(frozen=True, eq=False)
class Asked:
    """One job as a search engine can be asked it: lines over codes, nothing else.

    ``line``, ``code`` and ``points`` int64: what each code earns on each line (weight times
    credit), for all that earn anything, rising by line and code. A person's score is, summed
    over the lines, the most that one of their pieces earns.
    """

    job: CompiledJob
    line: Ints
    code: Ints
    points: Ints

    @property
    def lines(self) -> int:
        """Return how many lines the job has."""
        return len(self.job.asked)

    def by_line(self) -> Iterator[tuple[Ints, Ints]]:
        """Return codes and points line by line."""
        for index in range(self.lines):
            here = self.line == index
            yield self.code[here], self.points[here]


def asked_of(job: CompiledJob) -> Asked:
    """Return a job as codes and points."""
    earned = job.tables.credit.astype(np.int64) * np.array(job.weights)[:, None]
    line, code = np.nonzero(earned)
    return Asked(job, line, code, earned[line, code])


class Answer(NamedTuple):
    """The best people by row, best first, and their scores in the engine's own terms."""

    rows: Sequence[int]
    scores: Sequence[float]


class Peer(ABC):
    """An engine under measurement; every call is made on one core.

    ``load`` hands the people over and is not counted, ``build`` makes what is asked, ``prepare``
    a job ready (not counted: a job is compiled beforehand), ``answer`` is what is timed.
    ``expresses_score``: the answer is ranked by the real score. ``how``: the set-up in a line.
    """

    name: str
    expresses_score: bool
    how: str
    # Where the work is done by another process, its CPU time is not seen here.
    works_here = True

    def load(self, world: DrawnWorld, pool: Pool) -> None:
        """Make what would lie ready in any case."""
        return

    @abstractmethod
    def build(self, world: DrawnWorld, pool: Pool) -> None: ...

    @abstractmethod
    def prepare(self, asked: Asked) -> Any: ...

    @abstractmethod
    def answer(self, prepared: Any) -> Answer: ...

    @abstractmethod
    def nbytes(self) -> int: ...

    @abstractmethod
    def close(self) -> None: ...


class PeerUnavailable(Exception):
    """A peer cannot run here; the message says why."""


def exact_scores(pool: Pool, job: CompiledJob) -> Ints:
    """Return everyone's score by the plain engine."""
    rows = np.arange(len(pool))
    parts = [rows[start : start + CHUNK] for start in range(0, len(pool), CHUNK)]
    return np.concatenate([score_pool(pool.select(part), job).scores for part in parts])


def recall(answer: Answer, scores: Ints) -> float:
    """Return the share of the best 20 that was found; ties at the 20th place count as hits."""
    count = min(LIMIT, len(scores))
    if not count:
        return 1.0
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    found = set(answer.rows[:count])
    return sum(int(scores[row]) >= least for row in found) / count


def share_of_best(answer: Answer, scores: Ints) -> float:
    """Return the score of the people found as a share of that of the best 20."""
    count = min(LIMIT, len(scores))
    best = np.partition(scores, len(scores) - count)[len(scores) - count :].sum()
    return float(scores[list(answer.rows[:count])].sum() / best) if best else 1.0


def is_exact(answer: Answer, scores: Ints) -> bool:
    """Tell whether the answer has the scores of the best 20, and who it names has them."""
    best = np.sort(scores)[::-1][:LIMIT]
    named = scores[list(answer.rows)]
    return np.array_equal(named, best) and np.array_equal(np.asarray(answer.scores), best)


def codes_by_person(pool: Pool) -> NDArray[np.uint32]:
    """Return the row of every piece of evidence."""
    return np.repeat(np.arange(len(pool), dtype=np.uint32), np.diff(pool.offsets))


def best_rows(scores: NDArray[Any]) -> Answer:
    """Return the 20 best of everyone's scores, ties by row."""
    count = min(LIMIT, len(scores))
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    rows = np.flatnonzero(scores >= least)
    rows = rows[np.argsort(-scores[rows], kind="stable")][:count]
    return Answer(rows.tolist(), scores[rows].tolist())
