from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    MONDAY,
    NURSE,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.accounts.models import Consent
from preceptor.accounts.services import erase_person, give_consent, note_change, withdraw_consent
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.pool import SnapshotDamaged, current_pool
from preceptor.matches.services import build_snapshot, ready_pool, stamp_answer
from preceptor.matches.tasks import sweep
from preceptor.matches.warming import ask_the_board, warm_up
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


def same(one, other):
    return one.digest() == other.digest()


def test_without_a_snapshot_there_is_no_pool_until_one_is_built():
    with pytest.raises(SnapshotDamaged, match="No snapshot"):
        current_pool()

    assert len(ready_pool(now=MONDAY).live.everyone()) == 0
    assert Snapshot.objects.count() == 1


def test_a_snapshot_of_an_older_vocabulary_is_built_anew_and_hinders_no_start():
    make_resume(person=make_person())
    old = build_snapshot(now=MONDAY)
    Snapshot.objects.update(vocabulary_version="older")
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)

    warm_up()
    with pytest.raises(SnapshotDamaged, match="another vocabulary"):
        current_pool()

    assert len(ready_pool(now=MONDAY).live.everyone()) == 2
    assert Snapshot.objects.latest("pk").pk > old.pk


def test_consent_and_withdrawal_are_effective_at_once():
    ruth = make_person(is_findable=False)
    make_resume(person=ruth)
    ready_pool(now=MONDAY)
    assert current_pool().live.everyone().number.tolist() == []

    give_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert current_pool().live.everyone().number.tolist() == [ruth.pk]

    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert current_pool().live.everyone().number.tolist() == []


def test_an_erased_person_is_gone_at_once():
    ruth = make_person()
    make_resume(person=ruth)
    build_snapshot(now=MONDAY)

    erase_person(person=ruth, now=MONDAY, reason="asked")

    assert current_pool().live.everyone().number.tolist() == []


def test_a_changed_record_equals_a_full_rebuild():
    ruth, wade = make_person(), make_person(name="Wade Libby")
    make_resume(person=ruth)
    make_resume(person=wade, text=TECHNICIAN)
    build_snapshot(now=MONDAY)
    take_in_resume(person=ruth, data=TECHNICIAN.encode(), filename="resume.txt", now=MONDAY)

    changed = current_pool().live.everyone()
    build_snapshot(now=MONDAY)

    assert same(changed, current_pool().live.everyone())


def test_a_damaged_snapshot_is_refused_and_built_anew(settings):
    make_resume()
    snapshot = build_snapshot(now=MONDAY)
    path = settings.SNAPSHOTS / snapshot.filename
    path.write_bytes(path.read_bytes()[:-10] + b"0123456789")

    with pytest.raises(SnapshotDamaged, match="not what was written"):
        current_pool()
    assert len(ready_pool(now=MONDAY).live.everyone()) == 1
    assert Snapshot.objects.count() == 2


def test_while_the_newest_snapshot_is_damaged_an_older_one_serves_with_every_change(settings):
    ruth = make_person()
    make_resume(person=ruth)
    older = build_snapshot(now=MONDAY)
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)
    newest = build_snapshot(now=MONDAY)
    expected = current_pool().live.everyone()
    (settings.SNAPSHOTS / newest.filename).write_bytes(b"gone wrong")

    found = current_pool()

    assert found.snapshot == older
    assert same(found.live.everyone(), expected)
    assert sweep(now=MONDAY).is_rebuilt
    assert current_pool().snapshot.pk > newest.pk
    assert same(current_pool().live.everyone(), expected)


def test_a_file_put_in_another_ones_place_is_not_taken_for_it(settings):
    make_resume()
    first = build_snapshot(now=MONDAY)
    second = build_snapshot(now=MONDAY)
    path = settings.SNAPSHOTS / second.filename
    path.write_bytes((settings.SNAPSHOTS / first.filename).read_bytes())

    assert current_pool().snapshot == first
    path.unlink()
    assert current_pool().snapshot == first


def test_a_snapshot_holds_numbers_only(settings):
    make_resume()
    snapshot = build_snapshot(now=MONDAY)

    content = (settings.SNAPSHOTS / snapshot.filename).read_bytes()
    assert b"Ruth" not in content
    assert b"MOODY" not in content


def test_the_same_grounds_give_the_same_stamp_and_a_change_another():
    make_resume()
    ready_pool(now=MONDAY)
    first = stamp_answer(current=current_pool(), now=MONDAY)
    again = stamp_answer(current=current_pool(), now=MONDAY)
    make_resume(person=make_person(name="Wade Libby"), text=NURSE)
    later = stamp_answer(current=current_pool(), now=MONDAY)

    assert first == again
    assert later.digest != first.digest
    assert Stamp.objects.count() == 2


def test_the_sweep_rebuilds_a_snapshot_of_yesterday_once():
    build_snapshot(now=MONDAY, as_of=date(2026, 11, 15))

    assert sweep(now=MONDAY).is_rebuilt
    assert not sweep(now=MONDAY).is_rebuilt


def test_a_change_is_numbered_under_the_lock_of_the_log():
    person = make_person()
    with CaptureQueriesContext(connection) as queries:
        note_change(person=person, now=MONDAY)

    tables = [query["sql"] for query in queries if "accounts_change" in query["sql"]]
    lock = next(i for i, query in enumerate(queries) if "common_loghead" in query["sql"])
    assert len(tables) == 1
    assert lock < [query["sql"] for query in queries].index(tables[0])


def test_a_server_that_starts_asks_everything_once_and_keeps_no_stamp(caplog):
    make_resume()
    make_job()
    build_snapshot(now=MONDAY)

    warm_up()
    ask_the_board(current_pool())

    assert caplog.records == []
    assert Stamp.objects.count() == 0


def test_a_job_that_cannot_be_answered_hinders_no_start(caplog):
    make_resume()
    job = make_job()
    build_snapshot(now=MONDAY)
    job.lines.update(kind="unheard-of")

    warm_up()
    ask_the_board(current_pool())

    assert "Not everything could be asked" in caplog.text
    assert "The open jobs could not be read" in caplog.text
