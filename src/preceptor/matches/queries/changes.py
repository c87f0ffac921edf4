"""Whoever changed since a snapshot, as columns; read again only where something is newer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from preceptor.accounts.models import Change, Person
from preceptor.accounts.queries import changed_people, findable_people
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import POOL_COLUMNS, Pool, build_pool, with_changes
from preceptor.resumes.columns import pool_chunks


@dataclass(frozen=True, eq=False)
class Changes:
    """What change rows after ``after`` up to ``through`` did to a snapshot.

    ``people``: the changed who may be found, as they stood then; ``gone``: the changed who may
    not be found any more, or not yet. Both by person number.
    """

    after: int
    through: int
    people: Pool
    gone: frozenset[int]

    @property
    def is_none(self) -> bool:
        """Whether nobody changed."""
        return not len(self.people) and not self.gone

    def followed_by(self, later: Changes) -> Changes:
        """Return these changes and later ones as one; the later word counts."""
        returned = later.people.number.tolist()
        return Changes(
            self.after,
            max(self.through, later.through),
            with_changes(self.people, later.people, later.gone),
            self.gone.difference(returned) | later.gone,
        )

    def without(self, numbers: Iterable[int]) -> Changes:
        """Return these changes without any trace of some people."""
        cleared = set(numbers)
        people = with_changes(self.people, no_people(self.people.as_of), cleared)
        return Changes(self.after, self.through, people, self.gone - cleared)


def no_changes(after: int, *, as_of: date) -> Changes:
    """Return the changes of a snapshot on which nothing has happened."""
    return Changes(after, after, no_people(as_of), frozenset())


def read_changes(after: int, *, as_of: date) -> Changes | None:
    """Return what changed after a change row, None where nothing did.

    People and change rows are read as of one moment, so that the answer is that of
    ``through`` and of no other change, whoever reads it.
    """
    with one_moment():
        numbers, through = changed_people(after=after)
        if through == after:
            return None
        people = joined_people(numbers, as_of=as_of)
    gone = frozenset(numbers).difference(people.number.tolist())
    return Changes(after, through, people, gone)


def erased_since(after: int, through: int) -> list[int]:
    """Return the numbers of the people who were erased between two change rows, rising."""
    person = Person.objects.filter(pk=OuterRef("person_number"))
    rows = Change.objects.filter(~Exists(person), number__gt=after, number__lte=through)
    return sorted(set(rows.values_list("person_number", flat=True)))


def joined_people(numbers: Sequence[int], *, as_of: date) -> Pool:
    """Return those of some people (rising numbers) who may be found, as one pool."""
    chunks = pool_chunks(
        findable_people(),
        as_of=as_of,
        codebook=codebook(),
        numbers=load_vocabulary().number,
        only=numbers,
    )
    return joined([no_people(as_of), *chunks])


def joined(chunks: Sequence[Pool]) -> Pool:
    """Return pools of rising person numbers as one; at least one pool is needed."""
    starts = np.cumsum([0, *(len(chunk.codes) for chunk in chunks)])
    offsets = [chunk.offsets[:-1] + start for chunk, start in zip(chunks, starts, strict=False)]
    columns = {
        name: np.concatenate([getattr(chunk, name) for chunk in chunks])
        for name in POOL_COLUMNS
        if name != "offsets"
    }
    return Pool(
        as_of=chunks[0].as_of,
        vocabulary_version=chunks[0].vocabulary_version,
        offsets=np.concatenate([*offsets, starts[-1:]]),
        **columns,
    )


def no_people(as_of: date) -> Pool:
    """Return the pool of nobody."""
    return build_pool([], as_of=as_of, codebook=codebook())


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Read all that stands within as of one moment; within a transaction, as that sees it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not Django's own transaction: that would ask to write, and wait for whoever writes.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
