"""What people do with accounts at the same time, on the database as it really is."""

import json
import subprocess
import sys

import pytest
from tests.common.test_side_by_side import ROOT, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def came(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.side_by_side"],
        cwd=ROOT,
        env=own_database(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_threads_side_by_side_take_turns(came):
    # Of 24 tries at one moment five are heard: those before the first pause.
    assert sorted(count for mine in came["heard"] for count in mine) == [1, 2, 3, 4, 5]
    # A user has one person, and of six visitors one becomes it.
    assert len(set(came["persons"])) == 1
    assert sorted(came["adopted"]) == [False] * 5 + [True]
    assert came["persons_of_newcomer"] == 1
    # Six administrators leave at once: one cannot.
    assert sorted(came["left"]) == [False] + [True] * 5
    assert came["remaining"] == 1
    # The same address is asked six times: the last invitation stands, and one person accepts it.
    assert len(set(came["invited"])) == 6
    assert sorted(came["accepted"]) == [False] * 5 + [True]
    # Six corrections of one record at once: all are kept, and no evidence is counted twice.
    assert came["corrected"] == 6
    assert came["evidence"][0] == came["evidence"][1] > 0
