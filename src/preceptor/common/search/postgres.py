"""The index in PostgreSQL: one table a kind, a tsvector of our own words, a GIN index.

The vector and the query are written out word by word: neither the parser nor a dictionary of the
database has a part in it, so that the answers are those of SQLite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from preceptor.common.search.analysis import BREAK, Analyzed
from preceptor.common.search.language import Asked, Term

MAKE = (
    "CREATE TABLE {table} (key bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX {table}_by_word ON {table} USING gin (words)",
)
DROP = ("DROP TABLE {table}",)
PUT = "INSERT INTO {table} (key, words) VALUES (%s, %s::tsvector)"
KEY = "key"
WEIGHTS = "ABC"
# Before a whole word, where the others are stems.
WHOLE = "~"


def row(entry: Analyzed) -> Sequence[Any]:
    """Return the values of an entry's row: every word with its places and their weights."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 1
    for weight, stems, words in zip(WEIGHTS, entry.stems, entry.words, strict=True):
        for word in words:
            places[WHOLE + word].append(f"{at}{weight}")
        for each in stems:
            if each != BREAK:
                places[each].append(f"{at}{weight}")
            at += 1
        at += 1
    return (entry.key, " ".join(f"'{word}':{','.join(some)}" for word, some in places.items()))


def keys_sql(table: str, asked: Asked) -> tuple[str, list[Any]]:
    """Return the statement that selects the keys of whatever fits."""
    where, values = _where(asked)
    return f"SELECT key FROM {table} WHERE {where}", values  # noqa: S608


def tiers_sql(table: str, asked: Asked) -> tuple[str, list[Any]]:
    """Return the statement that selects (key, tier): 0 where the first weight alone fits."""
    where, values = _where(asked)
    if not asked.must:
        return f"SELECT key, 0 FROM {table} WHERE {where}", values  # noqa: S608
    tier = "CASE WHEN words @@ %s::tsquery THEN 0 WHEN words @@ %s::tsquery THEN 1 ELSE 2 END"
    tiers = [_must(asked, 1), _must(asked, 2)]
    return f"SELECT key, {tier} FROM {table} WHERE {where}", [*tiers, *values]  # noqa: S608


def forget_sql(table: str) -> str:
    """Return the statement after a deletion for good: none, vacuuming is the database's."""
    return ""


def _where(asked: Asked) -> tuple[str, list[Any]]:
    conditions, values = [], []
    if asked.must:
        conditions.append("words @@ %s::tsquery")
        values.append(_must(asked, 3))
    if asked.without:
        conditions.append("NOT words @@ %s::tsquery")
        values.append(" | ".join(_term(term, 3) for term in asked.without))
    return " AND ".join(conditions) or "TRUE", values


def _must(asked: Asked, weights: int) -> str:
    return " & ".join(_term(term, weights) for term in asked.must)


def _term(term: Term, weights: int) -> str:
    some = WEIGHTS[:weights]
    exact = " <-> ".join(f"'{word}':{some}" for word in term.stems)
    if not term.prefix:
        return f"({exact})"
    return f"({exact} | '{WHOLE}{term.prefix}':*{some})"
