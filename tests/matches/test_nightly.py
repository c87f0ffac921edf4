"""Runs: finished, killed and gone on with, left behind, one at a time."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from tests.factories import MONDAY, POSTING, make_job, make_vocabulary
from tests.matches.nights import crowd, store_crowd

from preceptor.engine.tiles import TILE
from preceptor.jobs.models import Job
from preceptor.matches.models import Run
from preceptor.matches.nightly import local, work
from preceptor.matches.nightly import run as nights
from preceptor.matches.nightly.crew import TRIES, Lost, Tick, WorkFailed, work_here
from preceptor.matches.nightly.daily import NICENESS, nightly_due, run_when_due
from preceptor.matches.nightly.lease import LEASE, PAUSE, LeaseLost, RunBusy, alone_here
from preceptor.matches.nightly.local import Worker, work_in_processes
from preceptor.matches.nightly.run import RAY, Wish, run_nightly
from preceptor.matches.nightly.start import folder_of, inputs_now, start_run
from preceptor.matches.nightly.work import OF_JOBS, OF_PEOPLE, Done, Task, unit_path
from preceptor.matches.snapshot_files import SnapshotNotWritten

pytestmark = pytest.mark.django_db

# Three tiles, the last one short: three units.
PEOPLE = 2 * TILE + 1000
WISH = Wish(per_job=50, per_person=5)


@pytest.fixture(scope="module")
def everyone():
    return crowd(PEOPLE, pieces=2)


@pytest.fixture(autouse=True)
def world(db, everyone):
    make_vocabulary()
    for number, more in enumerate(["- Python", "- Patient care"]):
        make_job(text=f"{POSTING}\n{more}\n", slug=f"job-{number}")
    return store_crowd(everyone)


class Clock:
    def __init__(self, now=MONDAY):
        self.now = now

    def __call__(self):
        return self.now


def run(**more):
    return run_nightly(clock=Clock(), wish=replace(WISH, **more))


def stopped_after(units, monkeypatch):
    """Let a run be stopped once so many units are done."""

    def some(tasks):
        yield from islice(work_here(tasks), units)
        raise KeyboardInterrupt

    monkeypatch.setattr(nights, "work_here", some)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    return Run.objects.latest("pk")


def test_a_finished_run_says_what_it_did_and_its_units_add_up():
    finished = run()

    assert finished.state == Run.State.FINISHED
    assert (finished.people, finished.jobs, finished.units) == (PEOPLE, 2, 3)
    assert finished.units_done == 3
    assert finished.report["pairs"] == 2 * PEOPLE
    assert finished.report["shortlisted"] == 100
    assert finished.report["ranked_jobs"] == 2 * PEOPLE
    assert finished.report["digest"] == finished.digest
    assert finished.report["starts"] == 1
    assert (folder_of(finished) / "report.txt").read_text().startswith("Run ")
    assert sorted(path.name for path in folder_of(finished).glob("unit-*")) == [
        f"unit-0000{number}-people.columns" for number in range(3)
    ]


def test_the_same_people_and_jobs_are_not_matched_twice_unless_told_to():
    first = run()

    assert run() == first
    again = run(is_repeated=True)
    assert again != first
    assert again.digest == first.digest


def test_a_run_that_was_stopped_goes_on_with_what_is_left(monkeypatch):
    whole = run()
    Run.objects.all().delete()
    left = stopped_after(2, monkeypatch)
    assert (left.state, left.holder) == (Run.State.RUNNING, "")
    assert left.trouble == "KeyboardInterrupt: "
    kept = unit_path(folder_of(left), 0, OF_PEOPLE).stat().st_mtime_ns

    resumed = run()

    assert resumed.pk == left.pk
    assert resumed.digest == whole.digest
    assert resumed.report["units_kept"] == 2
    assert resumed.report["starts"] == 2
    assert resumed.trouble == ""
    assert unit_path(folder_of(resumed), 0, OF_PEOPLE).stat().st_mtime_ns == kept


@pytest.mark.parametrize("kind", [OF_JOBS, OF_PEOPLE])
@pytest.mark.parametrize("harm", ["cut", "flipped", "of another unit"])
def test_a_unit_whose_file_was_harmed_is_done_again(monkeypatch, harm, kind):
    left = stopped_after(2, monkeypatch)
    path = unit_path(folder_of(left), 1, kind)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    else:
        path.write_bytes(unit_path(folder_of(left), 0, kind).read_bytes())

    resumed = run()

    assert resumed.pk == left.pk
    assert resumed.report["units_kept"] == 1
    assert resumed.report["units_redone"] == 1
    assert resumed.digest == run(is_repeated=True).digest


def test_a_unit_harmed_while_the_run_goes_on_is_done_again(monkeypatch):
    whole = run()

    def careless(tasks):
        for event in work_here(tasks):
            if isinstance(event, Done) and event.unit == 2 and len(tasks) > 1:
                unit_path(Path(tasks[0].folder), 0, OF_JOBS).write_bytes(b"")
            yield event

    monkeypatch.setattr(nights, "work_here", careless)
    again = run(is_repeated=True)

    assert again.report["units_redone"] == 1
    assert again.digest == whole.digest


def test_a_run_whose_jobs_have_changed_is_left_behind(monkeypatch):
    left = stopped_after(1, monkeypatch)
    folder = folder_of(left)
    make_job(slug="one-more")

    fresh = run()

    left.refresh_from_db()
    assert left.state == Run.State.SUPERSEDED
    assert left.folder == ""
    assert not folder.exists()
    assert fresh.pk != left.pk
    assert fresh.jobs == 3


def test_a_run_whose_plan_was_lost_is_left_behind(monkeypatch):
    left = stopped_after(1, monkeypatch)
    (folder_of(left) / "plan.json").unlink()

    assert run().pk != left.pk
    left.refresh_from_db()
    assert left.state == Run.State.SUPERSEDED


def test_nobody_matched_with_nothing_is_a_run_too(world):
    Job.objects.all().delete()
    assert run().report["pairs"] == 0

    store_crowd(crowd(0))
    make_job()
    empty = run()
    assert (empty.people, empty.jobs, empty.units) == (0, 1, 0)


def test_two_processes_of_a_machine_cannot_run_at_once(settings):
    with alone_here(Path(settings.RUNS)), pytest.raises(RunBusy, match="Another process"):
        run()


def test_another_machine_is_left_alone_until_it_is_silent(monkeypatch):
    left = stopped_after(1, monkeypatch)
    Run.objects.filter(pk=left.pk).update(holder="other:1:a", held_until=MONDAY + LEASE)

    with pytest.raises(RunBusy, match="other works on this run"):
        run()

    late = Clock(MONDAY + LEASE + timedelta(seconds=1))
    assert run_nightly(clock=late, wish=WISH).pk == left.pk


def test_a_dead_holder_of_this_machine_need_not_be_waited_for(monkeypatch):
    left = stopped_after(1, monkeypatch)
    here = f"{os.uname().nodename}:1:a"
    Run.objects.filter(pk=left.pk).update(holder=here, held_until=MONDAY + LEASE)

    assert run().pk == left.pk


def test_who_was_silent_for_too_long_gives_up_and_finishes_nothing(monkeypatch):
    def taken_over(tasks):
        Run.objects.update(holder="other:1:a", held_until=MONDAY + LEASE)
        yield from work_here(tasks)

    monkeypatch.setattr(nights, "work_here", taken_over)
    with pytest.raises(LeaseLost):
        run()

    left = Run.objects.get()
    assert (left.state, left.digest, left.holder) == (Run.State.RUNNING, "", "other:1:a")


class Kept(Worker):
    """A worker whom a test can find."""

    crew: list[Worker] = []  # noqa: RUF012 each test empties it

    def __init__(self, niceness):
        super().__init__(niceness)
        self.crew.append(self)


def test_a_worker_that_is_killed_costs_its_unit_only(monkeypatch):
    whole = run()
    monkeypatch.setattr(local, "Worker", Kept)
    Kept.crew.clear()
    inputs = inputs_now(per_job=50, per_person=5)
    started = start_run(inputs, holder="", now=MONDAY)
    events = work_in_processes(started.tasks, workers=2)
    seen = [next(events)]
    os.kill(Kept.crew[0].pid, signal.SIGKILL)
    seen += events

    lost = [event for event in seen if isinstance(event, Lost)]
    assert sorted(event.unit for event in seen if isinstance(event, Done)) == [0, 1, 2]
    assert all(event.how == "by SIGKILL" for event in lost)
    assert len(Kept.crew) <= 3
    assert run().digest == whole.digest


PARENT = """
import sys
from preceptor.matches.nightly.local import work_in_processes
from preceptor.matches.nightly.work import Task
tasks = [Task(sys.argv[1], sys.argv[2], unit) for unit in range(3)]
for event in work_in_processes(tasks, workers=2):
    print(event, flush=True)
"""


@pytest.mark.parametrize("events", [0, 2])
def test_a_parent_that_is_killed_leaves_nobody_behind_and_only_whole_units(events):
    whole = run()
    started = start_run(inputs_now(per_job=50, per_person=5), holder="", now=MONDAY)
    folder = folder_of(started.run)
    command = [sys.executable, "-c", PARENT, str(folder), started.plan.digest()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        for _ in range(events):
            parent.stdout.readline()
        while len(workers_of(parent.pid)) < 2:
            time.sleep(0.01)
        workers = workers_of(parent.pid)
        parent.kill()

    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    kept = len(list(folder.glob("unit-*-people.columns")))
    assert kept >= events
    resumed = run()
    assert resumed.pk == started.run.pk
    assert resumed.digest == whole.digest
    assert resumed.report["units_kept"] == kept
    assert list(folder.glob(".*")) == []


def workers_of(pid):
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def test_a_full_disk_stops_the_run_and_nothing_that_was_done_is_lost(monkeypatch):
    write = work.write_columns
    written = []

    def fills_up(path, **more):
        if len(written) == 3:
            raise SnapshotNotWritten("No space left on device")
        written.append(path.name)
        write(path, **more)

    monkeypatch.setattr(work, "write_columns", fills_up)
    with pytest.raises(WorkFailed, match="No space left on device"):
        run()
    monkeypatch.undo()
    left = Run.objects.get()
    assert left.state == Run.State.RUNNING
    assert left.trouble == "WorkFailed: SnapshotNotWritten: No space left on device"

    resumed = run()

    assert resumed.pk == left.pk
    assert resumed.report["units_kept"] == 1
    assert resumed.digest == run(is_repeated=True).digest


def test_a_unit_that_kills_its_workers_ends_the_run(monkeypatch, tmp_path):
    monkeypatch.setattr(local, "Worker", Kept)
    Kept.crew.clear()
    task = Task(str(tmp_path), "none", 0)
    monkeypatch.setattr(
        Kept, "give", lambda self, given: (setattr(self, "task", given), os.kill(self.pid, 9))
    )
    events = work_in_processes([task], workers=1)

    with pytest.raises(WorkFailed, match=f"{TRIES} workers died on unit 0, the last one by SIGKI"):
        list(events)


def test_a_unit_that_cannot_be_done_ends_the_run_with_the_reason(tmp_path):
    task = Task(str(tmp_path), "none", 0)

    with pytest.raises(WorkFailed, match="PlanDamaged"):
        list(work_in_processes([task, task], workers=2))
    with pytest.raises(WorkFailed, match="PlanDamaged"):
        list(work_here([task]))


def test_processes_find_the_same_as_one(monkeypatch):
    assert run().digest == run(is_repeated=True, workers=2).digest


def test_a_cluster_finds_the_same_as_one():
    pytest.importorskip("ray")

    assert run().digest == run(is_repeated=True, backend=RAY, workers=2).digest


def test_the_run_of_the_day_is_due_once_a_day(settings):
    clock = Clock()
    settings.NIGHTLY_WORKERS = 0
    assert not nightly_due(now=clock())
    settings.NIGHTLY_WORKERS = 1
    assert nightly_due(now=clock())

    finished = run_when_due(clock=clock)

    assert finished is not None
    assert finished.as_of == MONDAY.date()
    assert not nightly_due(now=clock())
    assert run_when_due(clock=clock) is None


def test_trouble_lets_the_round_go_on_and_is_tried_again_later(monkeypatch, settings):
    def broken(tasks, *, workers, niceness):
        assert (workers, niceness) == (1, NICENESS)
        yield Tick()
        raise WorkFailed("The disk is full")

    monkeypatch.setattr(nights, "work_in_processes", broken)
    assert run_when_due(clock=Clock()) is None
    monkeypatch.undo()

    assert Run.objects.get().trouble == "WorkFailed: The disk is full"
    assert not nightly_due(now=MONDAY)
    assert nightly_due(now=MONDAY + PAUSE)
    assert run_when_due(clock=Clock(MONDAY + PAUSE)) == Run.objects.get()


def test_old_files_are_deleted_and_rows_stay(settings):
    settings.KEEP_RUNS = 2
    runs = [run(is_repeated=True) for _ in range(3)]
    oldest = Path(settings.RUNS) / runs[0].folder

    assert not oldest.exists()
    assert list(Run.objects.order_by("pk").values_list("folder", flat=True)) == [
        "",
        *(each.folder for each in runs[1:]),
    ]
