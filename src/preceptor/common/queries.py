"""Read the log."""

from __future__ import annotations

from preceptor.common.models import LogEntry, LogHead


def first_broken_log_entry() -> int | None:
    """Return the number of the first entry that does not fit the chain, None if it is whole."""
    previous, expected = "", 1
    for entry in LogEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected or entry.previous != previous:
            return expected
        if entry.computed_digest() != entry.digest:
            return entry.number
        previous, expected = entry.digest, expected + 1
    head = LogHead.objects.filter(name="log").first()
    if head is not None and (head.entry_count, head.head) != (expected - 1, previous):
        return expected
    return None
