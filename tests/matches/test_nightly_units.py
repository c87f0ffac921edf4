"""What a unit finds, how units are joined, and the files between."""

import errno
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace

import numpy as np
import pytest
from tests.factories import POSTING, make_job, make_vocabulary
from tests.matches.nights import crowd
from tests.matches.plain_nights import plain_unit

from preceptor.competencies.queries import codebook
from preceptor.engine.tiles import TILE, index_pool
from preceptor.matches.nightly import merge
from preceptor.matches.nightly.columns import Columns, ColumnsDamaged, open_columns, write_columns
from preceptor.matches.nightly.inputs import open_jobs_now
from preceptor.matches.nightly.kernel import load_jobs, match_unit, pack_jobs
from preceptor.matches.nightly.merge import joined_jobs, result_digest
from preceptor.matches.nightly.plan import Plan, PlanDamaged, read_plan, units_of, write_plan
from preceptor.matches.nightly.unit import JOB_COLUMNS
from preceptor.matches.snapshot_files import SnapshotNotWritten

PLAN = Plan("/snapshot", "build", "jobs", "file", 10, 2, 50, 20, ((0, 1), (1, 2)))


@pytest.fixture
def jobs(db):
    make_vocabulary()
    for number, more in enumerate(["- Python", "- Patient care", "- Windows Server"]):
        make_job(text=f"{POSTING}\n{more}\n", slug=f"job-{number}")
    return open_jobs_now()


def test_a_unit_finds_what_the_plain_engine_finds_both_ways(jobs):
    pool = index_pool(crowd(700), competency_count=codebook().count)

    found = match_unit(
        pool, load_jobs(pack_jobs(jobs.compiled)), range(1), per_job=30, per_person=2
    )

    plain = plain_unit(pool, jobs.compiled, range(1), per_job=30, per_person=2)
    for name, column in {**plain.of_jobs(), **plain.of_people()}.items():
        assert getattr(found, name).tolist() == column.tolist(), name
        assert getattr(found, name).dtype == column.dtype, name


def test_joined_units_are_what_one_pass_over_everyone_finds(jobs, monkeypatch):
    # Two jobs at a time, so that the joining itself is cut as well.
    monkeypatch.setattr(merge, "JOBS_AT_ONCE", 2)
    pool = index_pool(crowd(TILE + 5000), competency_count=codebook().count)
    batch = load_jobs(pack_jobs(jobs.compiled))
    tiles = [match_unit(pool, batch, range(n, n + 1), per_job=50, per_person=3) for n in range(2)]
    whole = match_unit(pool, batch, range(2), per_job=50, per_person=3)

    joined = joined_jobs([Columns({}, unit.of_jobs()) for unit in tiles], jobs=3, per_job=50)

    for name in JOB_COLUMNS:
        assert joined[name].tolist() == getattr(whole, name).tolist(), name
    alone = joined_jobs([Columns({}, whole.of_jobs())], jobs=3, per_job=50)
    assert result_digest(
        joined, [Columns({}, unit.of_people()) for unit in tiles]
    ) == result_digest(alone, [Columns({}, whole.of_people())])


def test_nobody_on_a_list_is_told_from_person_and_score_nought():
    unit = {
        "open_counts": np.array([1], dtype=np.uint16),
        "open_reaching": np.array([0], dtype=np.uint16),
        "open_numbers": np.array([[0, 0]], dtype=np.uint32),
        "open_scores": np.array([[0, 0]], dtype=np.uint16),
        "strict_counts": np.array([0], dtype=np.uint16),
        "strict_numbers": np.array([[0, 0]], dtype=np.uint32),
        "strict_scores": np.array([[0, 0]], dtype=np.uint16),
    }

    joined = joined_jobs([Columns({}, unit)] * 1, jobs=1, per_job=2)

    assert joined["open_counts"].tolist() == [1]
    assert joined["open_reaching"].tolist() == [0]
    assert joined["strict_counts"].tolist() == [0]


def test_without_units_every_list_is_empty():
    joined = joined_jobs([], jobs=2, per_job=3)

    assert joined["open_counts"].tolist() == [0, 0]
    assert joined["open_numbers"].shape == (2, 3)
    assert joined_jobs([], jobs=0, per_job=3)["strict_numbers"].shape == (0, 3)


@pytest.mark.parametrize("at", [0, 9, 30, -1])
def test_a_file_with_one_bit_changed_is_refused(tmp_path, at):
    path = tmp_path / "some.columns"
    write_columns(path, facts={"unit": 3}, arrays={"numbers": np.arange(5000)})
    assert open_columns(path)["numbers"].tolist() == list(range(5000))

    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)

    with pytest.raises(ColumnsDamaged, match="not what was written"):
        open_columns(path)


def test_a_file_that_is_cut_short_or_missing_is_refused(tmp_path):
    path = tmp_path / "some.columns"
    write_columns(path, facts={}, arrays={"numbers": np.arange(5000)})
    path.write_bytes(path.read_bytes()[:-8])

    with pytest.raises(ColumnsDamaged):
        open_columns(path)
    with pytest.raises(ColumnsDamaged):
        open_columns(tmp_path / "none.columns")


def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "some.columns"
    write_columns(path, facts={}, arrays={"numbers": np.arange(3)})

    def is_full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", is_full)
    with pytest.raises(SnapshotNotWritten, match="No space left"):
        write_columns(path, facts={}, arrays={"numbers": np.arange(9)})
    monkeypatch.undo()

    assert open_columns(path)["numbers"].tolist() == [0, 1, 2]
    assert [each.name for each in tmp_path.iterdir()] == ["some.columns"]


@pytest.mark.parametrize(
    ("tiles", "most", "units"),
    [
        (0, 4, ()),
        (1, 4, ((0, 1),)),
        (3, 4, ((0, 1), (1, 2), (2, 3))),
        (6, 4, ((0, 1), (1, 3), (3, 4), (4, 6))),
    ],
)
def test_tiles_are_cut_into_units_without_a_gap(tiles, most, units):
    assert units_of(tiles, most=most) == units


def test_a_plan_is_read_as_it_was_written_and_another_is_refused(tmp_path):
    write_plan(tmp_path, PLAN)

    assert read_plan(tmp_path, PLAN.digest()) == PLAN
    with pytest.raises(PlanDamaged, match="not the one"):
        read_plan(tmp_path, replace(PLAN, people=11).digest())
    with pytest.raises(PlanDamaged, match="cannot be read"):
        read_plan(tmp_path / "none")


def test_inputs_are_the_same_wherever_files_lie_and_however_they_are_cut():
    moved = replace(PLAN, snapshot="/elsewhere", units=((0, 2),))

    assert moved.inputs() == PLAN.inputs()
    assert replace(PLAN, per_job=49).inputs() != PLAN.inputs()
    assert replace(PLAN, jobs_digest="other").inputs() != PLAN.inputs()


def test_a_worker_needs_no_web_framework_and_says_what_is_wrong(tmp_path):
    task = {"folder": str(tmp_path), "plan": "none", "unit": 0}
    code = "import sys; from preceptor.matches.nightly import work; code = work.main(); "
    code += "sys.exit(code or 'django' in sys.modules)"

    answer = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answer.stdout)["error"].startswith("PlanDamaged")
    assert asdict(PLAN)["units"] == ((0, 1), (1, 2))
