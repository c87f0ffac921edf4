"""Keep and ask the index of a kind: jobs, people, whatever is to be found by words.

It is written in the transaction of the change it follows, and never the truth: a command builds
it anew. Every change gets a rising number, by which what is kept in memory learns of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.expressions import RawSQL

from preceptor.common.models import IndexEntry, IndexHead
from preceptor.common.search import fts5, postgres
from preceptor.common.search.analysis import Entry, analyzed
from preceptor.common.search.language import Asked

CHUNK = 500


@dataclass(frozen=True, slots=True)
class IndexState:
    """Where the index of a kind stands: another ``epoch`` means that it was built anew."""

    epoch: uuid.UUID | None
    version: int


def table_of(kind: str) -> str:
    """Return the name of a kind's table. Raises ValueError for what is no plain word."""
    if not (kind.isascii() and kind.isalpha() and kind.islower()):
        raise ValueError(f"{kind!r} is no kind of index")
    return f"search_{kind}"


def dialect() -> Any:
    """Return the statements for the database in use."""
    return postgres if connection.vendor == "postgresql" else fts5


@transaction.atomic
def put_entries(*, kind: str, entries: Iterable[Entry]) -> int:
    """Index some rows anew in the caller's transaction; return how many had changed.

    Also those whose words are the same get a new number: what else is known of them may differ.
    """
    found = {entry.key: analyzed(entry) for entry in entries}
    if not found:
        return 0
    version = _next_version(kind)
    before = dict(IndexEntry.objects.filter(kind=kind, key__in=found).values_list("key", "digest"))
    changed = [each for key, each in found.items() if before.get(key) != each.digest]
    table, speech = table_of(kind), dialect()
    _delete(table, [each.key for each in changed if before.get(each.key)])
    with connection.cursor() as cursor:
        cursor.executemany(speech.PUT.format(table=table), [speech.row(each) for each in changed])
    IndexEntry.objects.bulk_create(
        [
            IndexEntry(kind=kind, key=each.key, version=version, digest=each.digest)
            for each in found.values()
        ],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["version", "digest"],
    )
    return len(changed)


@transaction.atomic
def drop_entries(*, kind: str, keys: Collection[int], for_good: bool = False) -> int:
    """Take rows out of the index; return how many stood there. What stands not there is passed.

    ``for_good``: no word of them stays in the database's own files either, for an erasure.
    """
    there = list(
        IndexEntry.objects.filter(kind=kind, key__in=keys)
        .exclude(digest="")
        .values_list("key", flat=True)
    )
    if not there:
        return 0
    version = _next_version(kind)
    _delete(table_of(kind), there)
    # The row stays without words, so that what is kept in memory learns that it went.
    IndexEntry.objects.filter(kind=kind, key__in=there).update(version=version, digest="")
    if for_good and (statement := dialect().forget_sql(table_of(kind))):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    return len(there)


@transaction.atomic
def clear_index(*, kind: str) -> None:
    """Empty the index of a kind and begin a new epoch: everything kept in memory is void."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table_of(kind)}")  # noqa: S608 - a name of our own
    IndexEntry.objects.filter(kind=kind).delete()
    IndexHead.objects.filter(kind=kind).delete()
    _next_version(kind)


def index_state(kind: str) -> IndexState:
    """Return where the index of a kind stands; version 0 for one that was never written."""
    row = IndexHead.objects.filter(kind=kind).values_list("epoch", "version").first()
    return IndexState(*row) if row else IndexState(None, 0)


def changed_entries(kind: str, *, after: int) -> dict[int, bool]:
    """Return what changed after a version: key -> whether it still stands in the index."""
    rows = IndexEntry.objects.filter(kind=kind, version__gt=after).order_by("version", "key")
    return {key: bool(digest) for key, digest in rows.values_list("key", "digest")}


def matching(kind: str, asked: Asked) -> RawSQL:
    """Return the keys that fit, for ``pk__in``; everything indexed where nothing is asked."""
    statement, values = dialect().keys_sql(table_of(kind), asked)
    return RawSQL(statement, values)  # noqa: S611 - names of our own, words as parameters


def matched(kind: str, asked: Asked) -> dict[int, int]:
    """Return the keys that fit with their tier: 0 the first weight alone, 1 with the second, 2."""
    statement, values = dialect().tiers_sql(table_of(kind), asked)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Keys where an index and what it follows differ."""

    missing: tuple[int, ...]
    different: tuple[int, ...]
    left_over: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.different or self.left_over)


def disagreement(kind: str, entries: Iterable[Entry]) -> Disagreement:
    """Compare the index of a kind with everything that should stand in it."""
    should = {entry.key: analyzed(entry).digest for entry in entries}
    noted = dict(
        IndexEntry.objects.filter(kind=kind).exclude(digest="").values_list("key", "digest")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {dialect().KEY} FROM {table_of(kind)}")  # noqa: S608
        held = {key for (key,) in cursor.fetchall()}
    return Disagreement(
        missing=tuple(sorted(key for key in should if key not in noted or key not in held)),
        different=tuple(sorted(k for k in should if k in noted and noted[k] != should[k])),
        left_over=tuple(sorted((held | noted.keys()) - should.keys())),
    )


def _next_version(kind: str) -> int:
    """Return the next number of a kind; whoever has it writes alone until the transaction ends."""
    IndexHead.objects.get_or_create(kind=kind)
    IndexHead.objects.filter(kind=kind).update(version=F("version") + 1)
    return IndexHead.objects.values_list("version", flat=True).get(kind=kind)


def _delete(table: str, keys: list[int]) -> None:
    key = dialect().KEY
    with connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({marks})", some)  # noqa: S608
