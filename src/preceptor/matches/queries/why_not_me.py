"""Why a person is not nearer the top of a job: what they could add, and the rank it gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Pool,
    Promise,
    promises_for_gate,
    promises_for_line,
)
from preceptor.engine.questions import kept_promises
from preceptor.matches.answers import PromiseChoice, WhyNotMe
from preceptor.matches.queries.explained import Explained
from preceptor.matches.queries.pool import ReadyJob
from preceptor.matches.ways import is_a_past, promise_words


def why_not(found: Explained, chosen: Collection[str] = ()) -> WhyNotMe:
    """Return everything a person could add for a job, and where what is chosen puts them.

    ``chosen``: keys of promises; one that is not offered is passed over, and of several for one
    line each counts. Another working life is not offered: nobody can add one.
    """
    ready, others, ways, alone = found.ready, found.others, found.ways, found.alone.pool
    job = ready.compiled
    vocabulary = load_vocabulary()
    offered = {
        key: (way.promises[0], way.open_rank, way.strict_rank is not None)
        for way in ways.single
        for key in [_key(ready, alone, way.promises[0])]
        if not is_a_past(way.promises, vocabulary)
    }
    kept = [promise for key, (promise, _, _) in offered.items() if key in chosen]
    then = kept_promises(others, found.scored, kept) if kept else ways.now
    labels = [line.label for line in ready.job.lines.all()]
    return WhyNotMe(
        rank=ways.now.open_rank,
        rank_of=others.size + 1,
        passes=ways.now.strict_rank is not None,
        choices=tuple(
            PromiseChoice(
                key=key,
                label=words[0],
                shown=words[1],
                asked=labels[_position(ready, promise)],
                is_required=promise.line is None or job.job.lines[promise.line].is_must,
                rank=rank,
                passes=passes,
                is_chosen=key in chosen,
            )
            for key, (promise, rank, passes) in offered.items()
            for words in [promise_words(promise, vocabulary)]
        ),
        together=tuple(
            key
            for promise in (ways.together.promises if ways.together else ())
            for key in [_key(ready, alone, promise)]
            if key in offered
        ),
        then=then.open_rank,
        then_passes=then.strict_rank is not None,
        then_missing=_missing(ready, labels, then.unmet),
    )


def _position(ready: ReadyJob, promise: Promise) -> int:
    """Return the position of the stored line that a promise is for."""
    if promise.line is not None:
        return ready.built.lines[promise.line]
    return ready.built.gates[promise.gate or 0]


def _key(ready: ReadyJob, alone: Pool, promise: Promise) -> str:
    """Return how an address names a promise: the order of its line, and which way to meet it."""
    if promise.line is not None:
        ways = promises_for_line(ready.compiled, alone, promise.line)
    else:
        ways = promises_for_gate(ready.compiled, alone, promise.gate or 0)
    line = ready.job.lines.all()[_position(ready, promise)]
    return f"{line.order}.{ways.index(promise)}"


def _missing(ready: ReadyJob, labels: Sequence[str], unmet: int) -> tuple[str, ...]:
    """Return the labels of the required lines that a mask says are missed."""
    return tuple(labels[at] for bit, at in enumerate(ready.built.requirements) if unmet >> bit & 1)
