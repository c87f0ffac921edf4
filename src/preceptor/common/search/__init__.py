"""Find things by their words, alike on SQLite (FTS5) and PostgreSQL (text search).

    asked = read_query('trainer "go live" -epic')
    Job.objects.filter(pk__in=matching("jobs", asked))

An app makes the table of its kind in a migration with ``MakeIndex("jobs")``, puts an ``Entry`` for
each row in the transaction that changes it, and drops what is no longer to be found.
"""

from preceptor.common.search.analysis import Entry
from preceptor.common.search.index import (
    Disagreement,
    IndexState,
    changed_entries,
    clear_index,
    disagreement,
    drop_entries,
    index_state,
    matched,
    matching,
    put_entries,
)
from preceptor.common.search.language import Asked, Term, read_query

__all__ = [
    "Asked",
    "Disagreement",
    "Entry",
    "IndexState",
    "Term",
    "changed_entries",
    "clear_index",
    "disagreement",
    "drop_entries",
    "index_state",
    "matched",
    "matching",
    "put_entries",
    "read_query",
]
