"""What several processes and threads do at the same time, on the database as it really is."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from preceptor.common.services import enqueue_work

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


def own_database(folder):
    """Return the environment of a process that may write, apart from what this test holds.

    SQLite's test database lives in memory: the process gets a copy in a file.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "preceptor.settings",
        "PRECEPTOR_VAR": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return {**environment, "DATABASE_URL": f"sqlite:///{path}"}
    known = connection.settings_dict
    address = f"{known['HOST']}:{known['PORT']}/{known['NAME']}"
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return {**environment, "DATABASE_URL": f"postgres://{known['USER']}{secret}@{address}"}


@pytest.fixture
def came(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.common.side_by_side"],
        cwd=ROOT,
        env=own_database(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_threads_side_by_side_take_turns(came):
    jobs = [pk for mine in came["jobs"] for pk in mine]
    mails = [pk for mine in came["mails"] for pk in mine]

    # Each job and each mail is claimed by one.
    assert (len(jobs), len(set(jobs))) == (30, 30)
    assert (len(mails), len(set(mails))) == (30, 30)
    # A form that was sent six times at once did one thing, and all got its answer.
    assert came["applied"] == 1
    assert len(set(came["answers"])) == 1
    # Of sixty tries with a limit of 25, exactly 25 were let through.
    assert sum(came["taken"]) == 25
    # What falls due was asked for once; keyed work waits once.
    assert sum(came["due"]) == 1
    assert len(set(came["keyed"])) == 1
    assert came["is_whole"] is True


def process(environment, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.common.kill_workers", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
    )


def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(tmp_path):
    mark = tmp_path / "mark"
    enqueue_work(
        task="tests.common.working.sleep_once", arguments={"mark": str(mark)}, now=timezone.now()
    )
    environment = own_database(tmp_path)
    first = process(environment, "--work")
    until = time.monotonic() + 120
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.02)
    first.kill()
    first.communicate()

    said, _ = process(environment, "--finish").communicate(timeout=120)

    # The first attempt's entry went with its worker.
    assert json.loads(said) == {"entries": 1, "attempts": [2]}
