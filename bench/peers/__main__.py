"""Ask the engine and its peers the same: ``python -m bench.peers --people N [--json]``."""

from __future__ import annotations

import argparse
import json
import os
import sys

# Polars reads it when it is imported; the others are told when they are made.
for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

from bench.peers.asked import PeerUnavailable, asked_of, exact_scores  # noqa: E402
from bench.peers.run import PEERS, Question, make, measure  # noqa: E402
from bench.pools import drawn_world  # noqa: E402
from bench.postings import drawn_jobs, lines_only  # noqa: E402
from preceptor.engine.match import compile_job  # noqa: E402

EVERYBODY = 0xFFFFFFFF


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, metavar="N")
    parser.add_argument("--jobs", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS), metavar="A,B", help="which, in order")
    parser.add_argument("--seconds", type=float, default=60.0, help="to ask one peer, about")
    parser.add_argument("--json", action="store_true", help="one list of objects")
    options = parser.parse_args()
    chosen = options.peers.split(",")
    unknown = [name for name in chosen if name not in PEERS]
    if unknown:
        parser.error(f"{unknown[0]} is none of {', '.join(PEERS)}")
    stay_on_one_core()
    question = draw_question(options.people, options.jobs, options.seed)
    figures = []
    for name in chosen:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            figures.append(measure(make(name), question, seconds=options.seconds))
        except PeerUnavailable as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
    print(json.dumps(figures, indent=1) if options.json else as_table(figures))


def stay_on_one_core() -> None:
    """Keep this process, with all its threads, on the last of its cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def draw_question(people: int, jobs: int, seed: int) -> Question:
    """Return the people who consented, the jobs without gates, and the exact scores."""
    world = drawn_world(seed)
    pool = world.pool(0, people).within(EVERYBODY)
    codebook = world.vocabulary.codebook
    compiled = [compile_job(job, codebook) for job in lines_only(drawn_jobs(world, jobs))]
    scores = [exact_scores(pool, job) for job in compiled]
    return Question(world, pool, [asked_of(job) for job in compiled], scores)


def as_table(figures: list[dict[str, object]]) -> str:
    """Return the main figures as lines of text."""
    head = ("recall", "p50 ms", "p95 ms", "build s", "bytes", "jobs")
    keys = ("recall_at_20", "p50_ms", "p95_ms", "build_s", "bytes_per_person", "jobs")
    rows = [f"{each['name']:<20}" + "".join(f"{each[key]:>12}" for key in keys) for each in figures]
    return "\n".join([" " * 20 + "".join(f"{word:>12}" for word in head), *rows])


if __name__ == "__main__":
    main()
