"""Writers of an SQLite file take their turns: threads of one process, and other processes."""

import multiprocessing
import threading
import time

import pytest
from django.db import DatabaseError, connection, connections, transaction

from preceptor.common.sqlite import queue as queues
from preceptor.common.sqlite.base import DatabaseWrapper
from preceptor.common.sqlite.queue import WriteQueue


def add_one(database, counter, times):
    queue = WriteQueue(database)
    for _ in range(times):
        assert queue.enter()
        # Read, let others run, write: only turns make the sum right.
        number = int(counter.read_text())
        time.sleep(0.0005)
        counter.write_text(str(number + 1))
        queue.leave()


def test_one_at_a_time_is_in_among_threads_and_processes(tmp_path):
    database, counter = str(tmp_path / "some.sqlite3"), tmp_path / "counter"
    counter.write_text("0")
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=add_one, args=(database, counter, 40)) for _ in range(2)]
    workers += [threading.Thread(target=add_one, args=(database, counter, 40)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert counter.read_text() == "200"


def test_who_died_inside_keeps_nobody_out(tmp_path):
    database = str(tmp_path / "some.sqlite3")
    spawn = multiprocessing.get_context("spawn")
    is_in = spawn.Event()
    writer = spawn.Process(target=enter_and_stay, args=(database, is_in))
    writer.start()
    assert is_in.wait(30)
    writer.kill()
    writer.join(30)

    assert WriteQueue(database).enter()


def enter_and_stay(database, is_in):
    WriteQueue(database).enter()
    is_in.set()
    time.sleep(60)


def test_who_waits_too_long_is_left_to_sqlite(tmp_path, monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 0.05)
    database = str(tmp_path / "some.sqlite3")
    first, second = WriteQueue(database), WriteQueue(database)
    assert first.enter()

    assert second.enter() is False
    first.leave()
    assert second.enter()


def test_a_folder_without_room_for_the_files_is_no_error(tmp_path):
    assert WriteQueue(str(tmp_path / "nowhere" / "some.sqlite3")).enter() is False


@pytest.fixture
def wrapper(tmp_path):
    settings = connection.settings_dict | {
        "ENGINE": "preceptor.common.sqlite",
        "NAME": str(tmp_path / "own.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
    connections["own"] = DatabaseWrapper(settings, "own")
    yield connections["own"]
    connections["own"].close()
    del connections["own"]


def is_free(wrapper):
    waits = WriteQueue(wrapper.settings_dict["NAME"])
    entered = waits.enter()
    if entered:
        waits.leave()
    return entered


@pytest.mark.django_db(databases=[])
def test_a_transaction_holds_its_turn_until_it_ends_however_it_ends(
    wrapper, monkeypatch, django_db_blocker
):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 0.05)
    with django_db_blocker.unblock():
        with transaction.atomic(using="own"):
            wrapper.cursor().execute("CREATE TABLE kept (number INTEGER UNIQUE)")
            assert not is_free(wrapper)
            with transaction.atomic(using="own"):
                wrapper.cursor().execute("INSERT INTO kept VALUES (1)")
            assert not is_free(wrapper)
        assert is_free(wrapper)

        with pytest.raises(DatabaseError), transaction.atomic(using="own"):
            wrapper.cursor().execute("INSERT INTO kept VALUES (1)")
        assert is_free(wrapper)

        with transaction.atomic(using="own"):
            wrapper.close()
        assert is_free(wrapper)
        wrapper.cursor().execute("SELECT number FROM kept")
