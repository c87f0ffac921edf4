"""Read the log and check its chain."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from preceptor.common.models import LogEntry, LogHead
from preceptor.common.models.log import entry_digest

CHUNK = 5_000
MISSING = "it is missing"
FIELDS = ("number", "kind", "at", "actor", "target", "details", "previous", "digest")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found.

    ``entries`` fit; ``broken`` is the number of the first that does not, with ``why``. ``head``
    is the digest of the last one that fits: noted elsewhere, it proves later that nothing up to
    here was rewritten.
    """

    entries: int
    head: str
    broken: int | None = None
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether everything fits."""
        return self.broken is None


def verify_log(
    *,
    anchor: tuple[int, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verdict:
    """Check every entry against its digest, its predecessor and the head.

    ``anchor`` is a number and the digest that entry had when it was noted: a chain rewritten as
    a whole fits itself, but not the anchor. Reads in pieces, without a transaction: what is
    appended meanwhile is checked too.
    """
    last, digest = 0, ""
    while True:
        for row in _rows(after=last):
            if why := _misfit(row, last, digest, anchor):
                broken = last + 1 if why == MISSING else row[0]
                return Verdict(last, digest, broken, why)
            last, digest = row[0], row[-1]
            if progress is not None and last % CHUNK == 0:
                progress(last)
        head = LogHead.objects.filter(name="log").first() or LogHead(entry_count=0, head="")
        if head.entry_count <= last or not LogEntry.objects.filter(number=last + 1).exists():
            return _against_head(last, digest, head, anchor)


def first_broken_log_entry() -> int | None:
    """Return the number of the first entry that does not fit the chain, None if it is whole."""
    return verify_log().broken


def log_entries(
    *,
    kind: str = "",
    target: uuid.UUID | None = None,
    since: date | datetime | None = None,
    until: date | datetime | None = None,
) -> QuerySet[LogEntry]:
    """Return entries, newest first: of kinds that begin so, about a target, of a time."""
    entries = LogEntry.objects.order_by("-number")
    if kind:
        entries = entries.filter(kind__startswith=kind)
    if target is not None:
        entries = entries.filter(target=target)
    if since is not None:
        entries = entries.filter(at__gte=since)
    if until is not None:
        entries = entries.filter(at__lt=until)
    return entries


def log_count() -> int:
    """Return how many entries there are, as the head of the log has it."""
    head = LogHead.objects.filter(name="log").first()
    return head.entry_count if head else 0


def _rows(*, after: int) -> Iterator[tuple[Any, ...]]:
    while True:
        rows = list(
            LogEntry.objects.filter(number__gt=after)
            .order_by("number")
            .values_list(*FIELDS)[:CHUNK]
        )
        if not rows:
            return
        yield from rows
        after = rows[-1][0]


def _misfit(row: tuple[Any, ...], last: int, digest: str, anchor: tuple[int, str] | None) -> str:
    """Return why an entry does not fit after the last one, "" where it does."""
    number, kind, at, actor, target, details, previous, own = row
    if number != last + 1:
        return MISSING
    if previous != digest:
        return "it does not follow the entry before it"
    computed = entry_digest(
        number=number,
        kind=kind,
        at=at,
        actor=actor,
        target=target,
        details=details,
        previous=previous,
    )
    if computed != own:
        return "its words are not those that were written"
    if anchor == (number, own) or anchor is None or anchor[0] != number:
        return ""
    return "it is not the entry that was noted"


def _against_head(last: int, digest: str, head: LogHead, anchor: tuple[int, str] | None) -> Verdict:
    if head.entry_count > last:
        return Verdict(last, digest, last + 1, MISSING)
    if head.entry_count < last:
        return Verdict(last, digest, head.entry_count + 1, "the head of the log does not know it")
    if head.head != digest:
        return Verdict(last, digest, last + 1, "the head of the log names another entry")
    if anchor is not None and anchor[0] > last:
        return Verdict(last, digest, last + 1, MISSING)
    return Verdict(last, digest)
