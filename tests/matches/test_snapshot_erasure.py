from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import MONDAY, NURSE, TECHNICIAN, make_person, make_resume, make_vocabulary

from preceptor.accounts.services import erase_person
from preceptor.competencies.queries import codebook
from preceptor.engine.match import Evidence as Piece
from preceptor.engine.match import Job as EngineJob
from preceptor.engine.match import Line, PersonRecord, build_pool, compile_job, score_pool, top
from preceptor.engine.match.job import Alternative, AnyOf
from preceptor.engine.match.scales import Domain
from preceptor.engine.tiles import TiledPool, index_pool, open_top, strict_top, tiled_job
from preceptor.engine.tiles.cleared import cleared, with_nobody, without_nobody
from preceptor.engine.tiles.live import live_pool
from preceptor.matches import clearing, snapshot_files
from preceptor.matches.building import merged_pool
from preceptor.matches.clearing import as_bytes, clear_erased
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.changes import no_changes
from preceptor.matches.queries.opened import opened_pool, snapshot_path
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot, merge_snapshot, stamp_answer
from preceptor.matches.snapshot_files import (
    SnapshotDamaged,
    journal_of,
    locked,
    open_file,
    patch_file,
    write_file,
)
from preceptor.matches.stamped_changes import change_files, read_kept_changes
from preceptor.matches.tasks import sweep


@pytest.fixture
def stored(db, transactional_db):
    make_vocabulary()


def plain(records):
    return build_pool(records, as_of=MONDAY.date(), codebook=codebook())


def some_people(count):
    return [
        PersonRecord(
            number=10 * number,
            evidence=tuple(
                Piece(competency=(number * 7 + each * each) % 40, level=1 + (number + each) % 5)
                for each in range(number % 6)
            ),
            quarters={Domain.IT: number % 9},
            signed_hours={Domain.IT: 40 * (number % 3)},
            right_to_work=True,
            state="ME" if number % 2 else "",
            home=(44 + number % 3, -70.0) if number % 4 else None,
        )
        for number in range(1, count + 1)
    ]


def patched(pool, numbers):
    arrays = {name: array.copy() for name, array in with_nobody(pool.arrays()).items()}
    before = TiledPool.from_arrays(pool.facts(), arrays)
    for name, patch in cleared(before, numbers).items():
        arrays[name].reshape(-1)[patch.places] = patch.values
    return TiledPool.from_arrays(pool.facts(), arrays)


@given(gone=st.sets(st.integers(1, 26)))
def test_whoever_is_cleared_stands_in_no_list_and_everybody_else_stays(gone):
    numbers = [10 * number for number in gone]
    pool = plain(some_people(25))
    left = plain([person for person in some_people(25) if person.number not in numbers])

    tiles = patched(index_pool(pool, competency_count=codebook().count), numbers)
    live = live_pool(tiles)

    assert live.everyone().digest() == left.digest()
    assert set(tiles.number.tolist()) <= {0, *left.number.tolist()}
    assert np.all(np.diff(tiles.number[tiles.by_number].astype(np.int64)) >= 0)
    assert all(tiles.rows_of(np.array([number])) == -1 for number in numbers)
    assert live.size == len(left)
    line = Line(AnyOf(tuple(Alternative(each, 3) for each in range(20))))
    job = compile_job(EngineJob(number=1, lines=(line,)), codebook())
    scored = score_pool(left, job)
    assert open_top(live, tiled_job(job), 30).numbers.tolist() == (
        scored.pool.number[top(scored, 30)].tolist()
    )
    assert strict_top(live, tiled_job(job), 30).numbers.tolist() == (
        scored.pool.number[top(scored, 30, strict=True)].tolist()
    )


@given(first=st.sets(st.integers(1, 25)), second=st.sets(st.integers(1, 25)))
def test_clearing_again_clears_more_and_the_same_person_once(first, second):
    one, two = ([10 * number for number in some] for some in (first, second))
    pool = index_pool(plain(some_people(25)), competency_count=codebook().count)
    once = patched(pool, one)
    arrays = {name: array.copy() for name, array in once.arrays().items()}
    for name, patch in cleared(once, two).items():
        arrays[name].reshape(-1)[patch.places] = patch.values

    twice = live_pool(TiledPool.from_arrays(pool.facts(), arrays))

    left = plain([each for each in some_people(25) if each.number not in {*one, *two}])
    assert twice.everyone().digest() == left.digest()
    assert set(arrays["number"].tolist()) <= {0, *left.number.tolist()}


def test_without_anybody_cleared_a_pool_is_as_it_was_built():
    for count in (0, 3):
        pool = index_pool(plain(some_people(count)), competency_count=codebook().count)
        again = without_nobody(with_nobody(pool.arrays()))
        assert all(np.array_equal(again[name], array) for name, array in pool.arrays().items())
        assert cleared(TiledPool.from_arrays(pool.facts(), with_nobody(pool.arrays())), [7]) == {}


def test_only_a_pool_with_a_standing_for_nobody_can_be_cleared():
    pool = index_pool(plain(some_people(3)), competency_count=codebook().count)

    with pytest.raises(ValueError, match="no standing for nobody"):
        cleared(pool, [10])


def test_a_merge_keeps_people_in_no_scope_and_leaves_out_the_cleared():
    people = some_people(25)
    people[7:9] = [replace(person, scopes=0) for person in people[7:9]]
    tiles = patched(index_pool(plain(people), competency_count=codebook().count), [10, 80, 250])
    nothing = no_changes(0, as_of=MONDAY.date())

    left = [person for person in people if person.number not in (10, 80, 250)]
    expected = index_pool(plain(left), competency_count=codebook().count)
    found = merged_pool(tiles, nothing)
    assert all(np.array_equal(found.arrays()[n], a) for n, a in expected.arrays().items())


def traces(content, person_pool):
    """How a person's own codes, all in a row, and number stand in a file's bytes."""
    codes = person_pool.codes.tobytes()
    return content.count(codes), len(codes)


def test_erasure_clears_the_file_and_the_changes_kept_beside_it(stored, settings):
    ruth, wade = make_person(), make_person(name="Wade Libby")
    make_resume(person=ruth)
    make_resume(person=wade, text=TECHNICIAN)
    snapshot = build_snapshot(now=MONDAY)
    late = make_person(name="Ada Pelletier")
    make_resume(person=late, text=NURSE.replace("Epic", "Cerner"))
    stamp_answer(current=current_pool(), now=MONDAY)
    path = snapshot_path(snapshot)
    (beside,) = change_files(snapshot)
    ruths = current_pool().live.everyone().select(np.array([0]))
    lates = read_kept_changes(beside).people
    assert traces(path.read_bytes(), ruths) == (1, 2 * len(ruths.codes))
    assert traces(beside.read_bytes(), lates) == (1, 2 * len(lates.codes))
    assert ruth.pk in open_file(path).arrays["number"]

    erase_person(person=ruth, now=MONDAY, reason="asked")
    erase_person(person=late, now=MONDAY, reason="asked")

    assert traces(path.read_bytes(), ruths)[0] == 0
    assert traces(beside.read_bytes(), lates)[0] == 0
    assert ruth.pk not in open_file(path).arrays["number"]
    assert len(read_kept_changes(beside).people) == 0
    local = opened_pool(snapshot).rows_of(np.array([wade.pk]))
    assert set(open_file(path).arrays["list_ids"].tolist()) == {int(local[0]), 65_535}
    assert current_pool().live.everyone().number.tolist() == [wade.pk]
    assert not journal_of(path).exists()
    assert sorted(each.name for each in settings.SNAPSHOTS.iterdir()) == sorted(
        [".lock", path.name, beside.name]
    )


def test_whoever_reads_a_file_is_not_disturbed_and_the_sweep_clears_later(stored):
    ruth = make_person()
    make_resume(person=ruth)
    snapshot = build_snapshot(now=MONDAY)
    number = ruth.pk
    with locked(snapshot_path(snapshot), is_exclusive=False):
        erase_person(person=ruth, now=MONDAY, reason="asked")
        assert number in open_file(snapshot_path(snapshot)).arrays["number"]

    sweep(now=MONDAY)

    assert number not in open_file(snapshot_path(snapshot)).arrays["number"]
    assert clear_erased() == 0


def test_a_merge_leaves_out_whoever_was_cleared(stored):
    ruth, wade = make_person(), make_person(name="Wade Libby")
    make_resume(person=ruth)
    make_resume(person=wade, text=TECHNICIAN)
    build_snapshot(now=MONDAY)
    erase_person(person=ruth, now=MONDAY, reason="asked")

    merged = merge_snapshot(now=MONDAY)
    full = build_snapshot(now=MONDAY)

    assert merged.person_count == 1
    mine, theirs = opened_pool(merged).arrays(), opened_pool(full).arrays()
    assert all(np.array_equal(mine[name], theirs[name]) for name in theirs)


def test_a_visitor_who_was_in_no_file_costs_no_writing(stored, monkeypatch):
    make_resume(person=make_person())
    snapshot = build_snapshot(now=MONDAY)
    monkeypatch.setattr(clearing, "patch_file", None)

    erase_person(person=make_person(is_findable=False), now=MONDAY, reason="asked")

    assert Snapshot.objects.get(pk=snapshot.pk).cleared_through > snapshot.cleared_through


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.pool"
    pool = index_pool(plain(some_people(25)), competency_count=codebook().count)
    write_file(path, build="b", facts=pool.facts(), arrays=with_nobody(pool.arrays()))
    return path


class Killed(BaseException):
    """Ends everything, as a signal would."""


@pytest.mark.parametrize("last", range(9))
def test_a_kill_while_clearing_leaves_a_file_that_is_cleared_when_opened(file, monkeypatch, last):
    before = open_file(file)
    pool = TiledPool.from_arrays(before.facts, before.arrays)
    patches = {name: as_bytes(patch) for name, patch in cleared(pool, [30, 50]).items()}
    expected = patched(
        index_pool(plain(some_people(25)), competency_count=codebook().count), [30, 50]
    )
    steps = iter(range(9))

    def kill_after(function):
        def wrapped(*arguments):
            if next(steps) == last:
                raise Killed
            return function(*arguments)

        return wrapped

    with monkeypatch.context() as patch:
        patch.setattr(snapshot_files.os, "fsync", kill_after(snapshot_files.os.fsync))
        patch.setattr(snapshot_files.os, "replace", kill_after(snapshot_files.os.replace))
        patch.setattr(snapshot_files, "_write_at", kill_after(snapshot_files._write_at))
        with pytest.raises(Killed):
            patch_file(file, patches)

    found = open_file(file)
    after = TiledPool.from_arrays(found.facts, found.arrays)
    is_cleared = all(np.array_equal(a, expected.arrays()[n]) for n, a in after.arrays().items())
    is_as_before = all(np.array_equal(a, pool.arrays()[n]) for n, a in after.arrays().items())
    assert is_cleared or is_as_before
    assert is_cleared or last < 2
    assert not journal_of(file).exists()


def test_a_damaged_file_is_not_patched(file):
    found = open_file(file)
    content = bytearray(file.read_bytes())
    content[found.columns[-1].offset] ^= 1
    file.write_bytes(content)

    with pytest.raises(SnapshotDamaged, match="not what was written"):
        patch_file(file, {"number": {0: b"\0\0\0\0"}})
    assert not journal_of(file).exists()
