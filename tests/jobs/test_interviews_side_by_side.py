"""Many choose the same time at the same moment: one has it, on the database as it really is."""

import json
import subprocess
import sys

import pytest
from tests.common.test_side_by_side import ROOT, own_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_who_choose_one_time_one_has_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.interviews_side_by_side"],
        cwd=ROOT,
        env=own_database(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    came = json.loads(done.stdout)

    assert sorted(came["six for one time"]) == [*["SlotGone"] * 5, "done"]
    assert came["invited"] == 2
    assert came["one in four tabs"] == ["done"] * 4
    assert came["has"] == 1
    assert came["two for each other's"] == ["SlotGone", "SlotGone"]
    assert came["they have"] == [0, 1]
    assert came["both booked and cancelled"] == 0
    assert sorted(came["the same times four times"]) == [*["SlotClash"] * 3, "done"]
    assert came["times added"] == 2
