import uuid
from datetime import UTC, datetime

import pytest

from preceptor.common.models import LogEntry, LogHead
from preceptor.common.queries import first_broken_log_entry
from preceptor.common.services import append_log

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ADA = uuid.UUID("018f0000-0000-7000-8000-000000000001")

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    for number in range(count):
        append_log(kind="test.happened", target=ADA, now=MONDAY, details={"number": number})


def test_entries_are_numbered_and_chained():
    write(3)

    entries = list(LogEntry.objects.order_by("number"))
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == ["", entries[0].digest, entries[1].digest]
    assert first_broken_log_entry() is None


def test_a_changed_entry_is_found():
    write(3)
    LogEntry.objects.filter(number=2).update(details={"number": 99})

    assert first_broken_log_entry() == 2


def test_a_missing_entry_is_found():
    write(3)
    LogEntry.objects.filter(number=2).delete()

    assert first_broken_log_entry() == 2


def test_a_missing_last_entry_is_found():
    write(3)
    LogEntry.objects.filter(number=3).delete()

    assert first_broken_log_entry() == 3


def test_a_forged_head_is_found():
    write(2)
    LogHead.objects.update(head="0" * 64)

    assert first_broken_log_entry() == 3
