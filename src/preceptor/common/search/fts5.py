"""The index in SQLite: one FTS5 table a kind, a column a weight, and one for whole words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preceptor.common.search.analysis import Analyzed
from preceptor.common.search.language import Asked, Term

# Nothing is ranked by the database, so it need not keep how long the columns are.
COLUMNS = "a, b, c, aw, bw, cw"
MAKE = (f"CREATE VIRTUAL TABLE {{table}} USING fts5({COLUMNS}, tokenize='ascii', columnsize=0)",)
DROP = ("DROP TABLE {table}",)
PUT = f"INSERT INTO {{table}} (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
KEY = "rowid"


def row(entry: Analyzed) -> Sequence[Any]:
    """Return the values of an entry's row."""
    return (entry.key, *map(" ".join, entry.stems), *map(" ".join, entry.words))


def keys_sql(table: str, asked: Asked) -> tuple[str, list[Any]]:
    """Return the statement that selects the keys of whatever fits."""
    return _keys(table, asked, 3)


def tiers_sql(table: str, asked: Asked) -> tuple[str, list[Any]]:
    """Return the statement that selects (key, tier): 0 where the first weight alone fits."""
    parts, values = [], []
    for tier in range(3):
        statement, some = _keys(table, asked, tier + 1, f", {tier} AS tier")
        parts.append(statement)
        values += some
    union = " UNION ALL ".join(parts)
    return f"SELECT rowid, MIN(tier) FROM ({union}) GROUP BY rowid", values  # noqa: S608


def forget_sql(table: str) -> str:
    """Return the statement that leaves no word of what was deleted in the table's segments."""
    return f"INSERT INTO {table} ({table}) VALUES ('optimize')"  # noqa: S608


def _keys(table: str, asked: Asked, weights: int, more: str = "") -> tuple[str, list[Any]]:
    conditions, values = [], []
    if asked.must:
        conditions.append(f"{table} MATCH %s")
        values.append(" AND ".join(_term(term, weights) for term in asked.must))
    if asked.without:
        # Whatever stands anywhere in it: what is left out is left out of every tier.
        conditions.append(f"rowid NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)")  # noqa: S608
        values.append(" OR ".join(_term(term, 3) for term in asked.without))
    where = " AND ".join(conditions) or "1 = 1"
    return f"SELECT rowid{more} FROM {table} WHERE {where}", values  # noqa: S608


def _term(term: Term, weights: int) -> str:
    columns = " ".join("abc"[:weights])
    exact = f'{{{columns}}} : "{" ".join(term.stems)}"'
    if not term.prefix:
        return f"({exact})"
    words = " ".join(f"{column}w" for column in "abc"[:weights])
    return f'({exact} OR {{{words}}} : "{term.prefix}" *)'
