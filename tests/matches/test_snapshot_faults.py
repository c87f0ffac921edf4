"""Kills, damage and full disks: never a wrong answer, never a lost change, serving goes on.

PRECEPTOR_FAULT_RUNS says how many processes are killed (default 2; a thorough run takes 50).
"""

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from tests.factories import MONDAY, TECHNICIAN, make_person, make_resume, make_vocabulary

from preceptor.matches import snapshot_files
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.opened import snapshot_path
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot, merge_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged, SnapshotNotWritten, open_file
from preceptor.matches.tasks import sweep

ROOT = Path(__file__).parents[2]
RUNS = int(os.environ.get("PRECEPTOR_FAULT_RUNS", "2"))


class Process:
    """A process of fault_process, and what it has said."""

    def __init__(self, environment, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.matches.fault_process", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def hears(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.line()

    def line(self):
        said = self.process.stdout.readline().strip()
        assert said, "the process ended"
        return said

    def close(self):
        self.process.kill()
        rest = self.process.stdout.read()
        self.process.wait()
        self.process.stdout.close()
        self.process.stdin.close()
        return rest.splitlines()


@pytest.fixture
def installation(tmp_path):
    """A database and folder of its own; on PostgreSQL where the tests run there."""
    environment = {**os.environ, "PRECEPTOR_VAR": str(tmp_path), "PRECEPTOR_LOG_LEVEL": "CRITICAL"}
    url = environment.pop("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield environment, tmp_path / "snapshots"
        return
    import psycopg

    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute("DROP DATABASE IF EXISTS preceptor_faults")
        server.execute("CREATE DATABASE preceptor_faults")
        environment["DATABASE_URL"] = urlsplit(url)._replace(path="/preceptor_faults").geturl()
        yield environment, tmp_path / "snapshots"
        server.execute("DROP DATABASE preceptor_faults WITH (FORCE)")


def damage(path, rng):
    """Cut a file, flip one bit of it, or make it one of an older format."""
    content = bytearray(path.read_bytes())
    how = rng.choice(["cut", "flip", "older"])
    if how == "cut":
        content = content[: rng.randrange(len(content))]
    elif how == "flip":
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    else:
        content[8] = 0
    # Beside it and over it: what a process has mapped into memory must not be cut under it.
    aside = path.with_name("damaged.tmp")
    aside.write_bytes(content)
    aside.replace(path)
    return how


@pytest.mark.database
def test_kills_at_any_moment_cost_no_answer_and_no_change(installation):
    environment, folder = installation
    rng = random.Random(os.environ.get("PRECEPTOR_FAULT_SEED", "7"))  # noqa: S311
    ready = Process(environment, "prepare")
    assert ready.line() == "prepared"
    ready.close()
    server = Process(environment, "serve")
    assert server.line() == "serving"
    stamped, done, damaged = [], 0, []
    for run in range(RUNS):
        worker = Process(environment, "work", str(rng.randrange(10**6)))
        assert worker.line() == "working"
        # Somewhere among what it does, and somewhere within that.
        said = [worker.line() for _ in range(rng.randint(0, 20))]
        time.sleep(rng.uniform(0, 0.5))
        said += worker.close()
        done += sum(line.startswith("did") for line in said)
        stamped += [line.split()[1:] for line in said if line.startswith("stamped")]

        assert server.hears("now") == "right", (run, said[-3:])
        if run % 3 == 1:
            newest = max(folder.glob("*.pool"), key=lambda path: path.stat().st_mtime_ns)
            damaged.append(damage(newest, rng))
            assert server.hears("now") == "right", (run, damaged)
        assert server.hears("swept") == "right", (run, said[-3:], damaged)
        for digest, pool in stamped[-4:]:
            answer = server.hears("stamp", digest, pool)
            # What rests on a file that was damaged says that it cannot be computed again.
            assert answer == "right" or (damaged and "NotRecomputable" in answer), (run, answer)
    server.close()
    report = f"{RUNS} kills, {done} steps done, {len(stamped)} stamps, damaged: {damaged}"
    sys.stdout.write(f"{report}\n")


@pytest.fixture
def stored(db):
    make_vocabulary()
    make_resume(person=make_person())
    build_snapshot(now=MONDAY)
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)


@pytest.mark.parametrize("make", [build_snapshot, merge_snapshot])
@pytest.mark.django_db
def test_a_full_disk_while_building_or_merging_costs_nothing(stored, settings, monkeypatch, make):
    before = sorted(path.name for path in settings.SNAPSHOTS.iterdir())
    expected = current_pool().live.everyone().digest()
    write = snapshot_files._write_array

    def fills_up(file, array, span):
        if file.tell() > 50_000:
            raise OSError(28, "No space left on device")
        return write(file, array, span)

    with monkeypatch.context() as patch:
        patch.setattr(snapshot_files, "_write_array", fills_up)
        with pytest.raises(SnapshotNotWritten, match="No space left"):
            make(now=MONDAY)
        Snapshot.objects.update(vocabulary_version="older")
        assert "No space left" in sweep(now=MONDAY).trouble
        Snapshot.objects.update(vocabulary_version=current_version())

    assert sorted(path.name for path in settings.SNAPSHOTS.iterdir()) == before
    assert Snapshot.objects.count() == 1
    assert current_pool().live.everyone().digest() == expected
    make(now=MONDAY)
    assert current_pool().live.everyone().digest() == expected


def current_version():
    from preceptor.competencies.queries import codebook

    return codebook().version


LIMITED = """
import resource, sys
import numpy as np
from pathlib import Path
from preceptor.matches.snapshot_files import SnapshotNotWritten, write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_file(Path(sys.argv[1]), build="b", facts={}, arrays={"a": np.zeros(10**6)})
except SnapshotNotWritten as error:
    print(error)
"""


def test_the_system_refusing_to_write_on_leaves_nothing_behind(tmp_path):
    path = tmp_path / "a.pool"

    said = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )

    assert "a.pool could not be written: File too large" in said.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_every_kind_of_damage_falls_back_and_is_built_anew(stored):
    rng = random.Random(5)  # noqa: S311
    for _ in range(6):
        build_snapshot(now=MONDAY)
        newest = Snapshot.objects.latest("pk")
        expected = current_pool().live.everyone().digest()
        how = damage(snapshot_path(newest), rng)

        with pytest.raises(SnapshotDamaged):
            open_file(snapshot_path(newest))
        assert current_pool().live.everyone().digest() == expected, how
        assert current_pool().snapshot.pk < newest.pk
        assert sweep(now=MONDAY).is_rebuilt
        assert current_pool().live.everyone().digest() == expected


@pytest.mark.django_db
def test_drafts_and_files_of_the_killed_are_deleted_and_those_of_the_living_stay(stored, settings):
    folder = settings.SNAPSHOTS
    kept = {path.name for path in folder.iterdir()}
    (folder / ".20261116-dead.pool.draft").write_bytes(b"half")
    (folder / "notes.txt").write_text("Somebody's own.")
    (folder / "20261116-norow.pool").write_bytes(b"whole, but its row was never written")
    with (folder / ".20261116-alive.pool.draft").open("wb") as alive:
        import fcntl

        fcntl.flock(alive, fcntl.LOCK_EX)
        sweep(now=MONDAY)
        left = {path.name for path in folder.iterdir()}

    kept.add("notes.txt")
    assert left == kept | {".20261116-alive.pool.draft"}
    sweep(now=MONDAY)
    assert {path.name for path in folder.iterdir()} == kept
    assert np.all(open_file(snapshot_path(Snapshot.objects.get())).arrays["number"] > 0)
