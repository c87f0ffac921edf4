import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from preceptor.cli.commands import audit
from preceptor.cli.commands.audit import described
from preceptor.common.models import LogEntry, LogHead
from preceptor.common.queries import first_broken_log_entry, log_entries, verify_log
from preceptor.common.services import append_log

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ADA = uuid.UUID("018f0000-0000-7000-8000-000000000001")
RUTH = uuid.UUID("018f0000-0000-7000-8000-000000000002")

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    for number in range(count):
        append_log(
            kind="test.happened",
            target=ADA,
            by=RUTH,
            now=MONDAY + timedelta(microseconds=number),
            details={"number": number, "of": "réseau"},
        )


def test_entries_are_numbered_and_chained():
    write(3)

    entries = list(LogEntry.objects.order_by("number"))
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == ["", entries[0].digest, entries[1].digest]
    assert first_broken_log_entry() is None


def test_an_empty_log_is_whole():
    verdict = verify_log()

    assert (verdict.is_whole, verdict.entries, verdict.head) == (True, 0, "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "test.other"),
        ("at", MONDAY + timedelta(seconds=1)),
        ("actor", ADA),
        ("actor", None),
        ("target", RUTH),
        ("target", None),
        ("details", {"number": 99}),
        ("details", {}),
        ("previous", "0" * 64),
        ("digest", "0" * 64),
    ],
)
def test_a_change_of_any_field_is_found(field, value):
    write(4)
    LogEntry.objects.filter(number=2).update(**{field: value})

    assert first_broken_log_entry() == 2


def test_a_changed_entry_with_a_digest_made_anew_breaks_the_next_one():
    write(4)
    forged = LogEntry.objects.get(number=2)
    forged.kind = "test.other"
    LogEntry.objects.filter(number=2).update(kind=forged.kind, digest=forged.computed_digest())

    verdict = verify_log()

    assert (verdict.broken, verdict.why) == (3, "it does not follow the entry before it")


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_missing_entry_is_found(number):
    write(4)
    LogEntry.objects.filter(number=number).delete()

    verdict = verify_log()

    assert (verdict.broken, verdict.why) == (number, "it is missing")
    assert verdict.entries == number - 1


def test_two_entries_that_changed_places_are_found():
    write(4)
    second, third = LogEntry.objects.filter(number__in=(2, 3)).order_by("number")
    LogEntry.objects.filter(number=2).update(number=99)
    LogEntry.objects.filter(number=3).update(number=2)
    LogEntry.objects.filter(number=99).update(number=3)

    assert second.digest != third.digest
    assert first_broken_log_entry() == 2


def test_a_log_that_was_emptied_is_found():
    write(2)
    LogEntry.objects.all().delete()

    assert first_broken_log_entry() == 1


def test_an_entry_put_in_at_the_end_is_found():
    write(2)
    last = LogEntry.objects.get(number=2)
    forged = LogEntry(number=3, kind="test.forged", at=MONDAY, previous=last.digest)
    forged.digest = forged.computed_digest()
    forged.save(force_insert=True)

    assert first_broken_log_entry() == 3


@pytest.mark.parametrize("change", [{"head": "0" * 64}, {"entry_count": 1}, {"entry_count": 5}])
def test_a_forged_head_is_found(change):
    write(2)
    LogHead.objects.update(**change)

    assert verify_log().is_whole is False


def test_a_chain_rewritten_as_a_whole_fits_itself_but_not_the_anchor():
    write(4)
    noted = LogEntry.objects.get(number=4)
    previous = ""
    for entry in LogEntry.objects.order_by("number"):
        entry.details, entry.previous = {"forged": True}, previous
        entry.digest = previous = entry.computed_digest()
        entry.save()
    LogHead.objects.update(head=previous)

    assert verify_log().is_whole
    assert verify_log(anchor=(4, noted.digest)).broken == 4


def test_a_chain_that_ends_before_the_anchor_is_found():
    write(2)

    assert verify_log(anchor=(7, "0" * 64)).broken == 3


def test_an_entry_may_be_erased_from_the_map_of_people_and_the_chain_stays_whole():
    append_log(kind="accounts.person_erased", target=uuid.uuid4(), now=MONDAY)

    assert verify_log().is_whole


@pytest.mark.parametrize(
    "details",
    [{"name": "Ruth Moody"}, {"share": 0.5}, {"to": ["ruth@example.org"]}, {"id": RUTH}, {1: 2}],
)
def test_the_log_takes_no_names_no_words_and_no_broken_numbers(details):
    with pytest.raises(ValueError, match="ids, counts and words of ours"):
        append_log(kind="test.happened", now=MONDAY, details=details)


def test_entries_are_found_by_kind_target_and_day():
    write(2)
    append_log(kind="jobs.opened", target=RUTH, now=MONDAY + timedelta(days=1))

    def numbers(**asked):
        return [entry.number for entry in log_entries(**asked)]

    assert numbers() == [3, 2, 1]
    assert numbers(kind="jobs.") == [3]
    assert numbers(target=ADA) == [2, 1]
    assert numbers(since=MONDAY + timedelta(days=1)) == [3]
    assert numbers(until=MONDAY + timedelta(days=1)) == [2, 1]


def audited(monkeypatch, capsys, *words):
    import argparse

    monkeypatch.setattr(audit, "ready_database", lambda **_: None)
    parser = argparse.ArgumentParser()
    audit.add_arguments(parser)
    code = audit.run(parser.parse_args(words))
    return code, capsys.readouterr().out


def test_the_command_says_that_the_chain_is_whole(monkeypatch, capsys):
    write(2)

    code, said = audited(monkeypatch, capsys, "verify", "--json")

    head = LogEntry.objects.get(number=2).digest
    assert code == 0
    assert json.loads(said) == {"entries": 2, "head": head, "broken": None, "why": ""}


def test_the_command_names_the_first_broken_entry_and_ends_with_4(monkeypatch, capsys):
    write(3)
    LogEntry.objects.filter(number=2).update(kind="test.other")

    code, said = audited(monkeypatch, capsys, "verify")

    assert code == 4
    assert said == (
        "Broken at entry 2: its words are not those that were written. 1 entry before it fit.\n"
    )


def test_the_command_shows_what_happened_to_something(monkeypatch, capsys):
    write(1)
    append_log(kind="jobs.opened", target=RUTH, now=MONDAY)

    code, said = audited(monkeypatch, capsys, "show", "--target", str(RUTH))

    assert (code, said) == (0, f"       2 2026-11-16 09:00:00 jobs.opened {RUTH} by the site\n")


def test_a_whole_chain_names_the_head_to_note():
    write(1)

    assert f"Head 1:{LogEntry.objects.get().digest}" in described(verify_log())


def test_a_check_reads_in_pieces(django_assert_num_queries, monkeypatch):
    write(5)
    monkeypatch.setattr("preceptor.common.queries.log.CHUNK", 2)

    with django_assert_num_queries(5):  # 2 + 2 + 1 entries, the end, the head
        assert verify_log().entries == 5
