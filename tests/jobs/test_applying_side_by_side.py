"""The same thing done twice at the same moment is done once, on the database as it really is."""

import json
import subprocess
import sys

import pytest
from tests.common.test_side_by_side import ROOT, own_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_sent_moved_or_answered_twice_at_once_happens_once(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.applying_side_by_side"],
        cwd=ROOT,
        env=own_database(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)

    # Four tabs: one application, one event, and everybody gets its id.
    assert len(set(came["tabs"])) == 1
    assert came["first"] == {"stages": 7, "sent": 1, "moves": 1}
    assert len(set(came["same_key"])) == 1
    assert "Error" not in came["tabs"][0] + came["same_key"][0]
    # Sent while the job was closed: refused or ended with it, never left waiting.
    assert came["waiting"] == 0
    assert came["withdrawn"] == ["withdrawn", ""]
    assert len(set(came["yes"])) == 1
    assert came["answered"] == 1
