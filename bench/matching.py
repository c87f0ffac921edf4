"""How fast the plain engine answers, beside SQL over the same pool where SQL can say it."""

from __future__ import annotations

import sqlite3
from datetime import date
from random import Random

import numpy as np

from bench.clock import median_cpu_seconds
from preceptor.competencies.queries import codebook
from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Evidence,
    Grade,
    Job,
    Line,
    PersonRecord,
    Pool,
    build_pool,
    cheapest_relaxation,
    compile_job,
    price,
    score_pool,
    top,
)

TODAY = date(2026, 11, 20)
PIECES = 30
LINES = 14
COMMON = 200


def measure(*, people: int) -> dict[str, float]:
    """Return milliseconds of CPU per question on a drawn pool."""
    draw = Random(3)  # noqa: S311 - a drawing, not a secret
    pool = _pool(draw, people)
    job = compile_job(_job(draw), codebook())
    scored = score_pool(pool, job)
    prices = price(scored)
    score = median_cpu_seconds(lambda: top(score_pool(pool, job), 20))
    every = median_cpu_seconds(lambda: cheapest_relaxation(price(score_pool(pool, job))), runs=3)
    sql = _sqlite(pool, job)
    return {
        "people": float(people),
        "pieces a person": PIECES,
        "score, rank, top 20, ms": 1000 * score,
        "SQLite, the same score in SQL, ms": 1000 * sql,
        "ratio to SQLite": sql / score,
        "all counterfactuals, ms": 1000 * every,
        "people who meet all": float(prices.passing),
    }


def _pool(draw: Random, people: int) -> Pool:
    count = min(COMMON * 4, codebook().count)
    # Few competencies are common and most are rare, as in real pools.
    weights = [1 / (rank + 5) for rank in range(count)]
    records = [
        PersonRecord(
            number=number,
            evidence=tuple(
                Evidence(each, level=draw.randint(1, 5), grade=Grade(draw.randint(0, 4)))
                for each in draw.choices(range(count), weights, k=PIECES)
            ),
        )
        for number in range(people)
    ]
    return build_pool(records, as_of=TODAY, codebook=codebook())


def _job(draw: Random) -> Job:
    asked = draw.sample(range(COMMON), k=LINES)
    return Job(
        number=1,
        lines=tuple(
            Line(AnyOf((Alternative(each, level=draw.randint(1, 4)),)), is_must=rank < LINES // 2)
            for rank, each in enumerate(asked)
        ),
    )


def _sqlite(pool: Pool, job: object) -> float:
    """Score in SQL: best credit per person and line, summed with weights."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table piece (code int, person int)")
    people = np.repeat(pool.number, np.diff(pool.offsets)).tolist()
    connection.executemany(
        "insert into piece values (?, ?)", zip(pool.codes.tolist(), people, strict=True)
    )
    connection.execute("create index by_code on piece (code, person)")
    connection.execute(
        "create table credit (line int, code int, credit int, primary key (line, code))"
    )
    tables = job.tables.credit  # type: ignore[attr-defined]
    weights = job.weights  # type: ignore[attr-defined]
    for line, row in enumerate(tables):
        worth = [(line, int(code), int(row[code]) * weights[line]) for code in np.flatnonzero(row)]
        connection.executemany("insert into credit values (?, ?, ?)", worth)
    question = (
        "select person, sum(best) as score from (select line, person, max(credit) as best"
        " from credit join piece using (code) group by line, person)"
        " group by person order by score desc, person limit 20"
    )
    return median_cpu_seconds(lambda: connection.execute(question).fetchall(), runs=3)
