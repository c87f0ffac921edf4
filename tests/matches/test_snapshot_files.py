import errno
import json

import numpy as np
import pytest

from preceptor.matches import snapshot_files
from preceptor.matches.snapshot_files import (
    FORMAT,
    PREFIX,
    SnapshotDamaged,
    SnapshotNotWritten,
    open_file,
    write_file,
)

FACTS = {"as_of": "2026-11-16", "vocabulary_version": "test", "competency_count": 3}
ARRAYS = {
    "number": np.arange(1, 1001, dtype=np.uint32),
    "is_known": np.array([True, False, True]),
    "table": np.arange(12, dtype=np.int64).reshape(3, 4),
    "nothing": np.zeros((0, 3), dtype=np.uint16),
    "codes": np.arange(5000, dtype=np.uint16),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "snapshots" / "a.pool"


@pytest.fixture
def written(path):
    write_file(path, build="b1", facts=FACTS, arrays=ARRAYS)
    return path


def drafts(path):
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def test_what_is_opened_is_what_was_written(written):
    opened = open_file(written)

    assert (opened.build, opened.facts, opened.size) == ("b1", FACTS, written.stat().st_size)
    assert list(opened.arrays) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert opened.arrays[name].dtype == array.dtype
        assert np.array_equal(opened.arrays[name], array)
        assert not opened.arrays[name].flags.writeable
    assert drafts(written) == []


def test_arrays_lie_where_memory_maps_read_them_well(written):
    opened = open_file(written)

    assert all(column.offset % 64 == 0 for column in opened.columns)
    assert opened.columns[0].offset % 4096 == 0


def test_an_opened_file_outlives_its_name(written):
    opened = open_file(written)
    written.unlink()

    assert opened.arrays["number"].sum() == ARRAYS["number"].sum()


def test_big_endian_and_strided_arrays_are_stored_plainly(path):
    write_file(
        path,
        build="b",
        facts={},
        arrays={"big": np.arange(9, dtype=">u4"), "every_other": np.arange(10)[::2]},
    )
    opened = open_file(path)

    assert opened.arrays["big"].tolist() == list(range(9))
    assert opened.arrays["big"].dtype == np.dtype("<u4")
    assert opened.arrays["every_other"].tolist() == [0, 2, 4, 6, 8]


def test_objects_are_not_stored(path):
    with pytest.raises(TypeError, match="object"):
        write_file(path, build="b", facts={}, arrays={"names": np.array(["a", None])})


def test_a_file_without_arrays_is_a_file(path):
    write_file(path, build="b", facts={"n": 1}, arrays={})

    assert open_file(path).facts == {"n": 1}


def test_large_arrays_are_checked_in_parts_by_two_threads(path, monkeypatch):
    monkeypatch.setattr(snapshot_files, "CHUNK", 1024)
    write_file(path, build="b", facts=FACTS, arrays=ARRAYS)
    content = bytearray(path.read_bytes())
    column = next(each for each in open_file(path).columns if each.name == "codes")
    assert len(column.checksums) == 10

    content[column.offset + 3 * 1024 + 5] ^= 4
    path.write_bytes(content)

    start = column.offset + 3 * 1024
    with pytest.raises(SnapshotDamaged, match=rf"array codes, bytes {start:,} to {start + 1024:,}"):
        open_file(path)


def test_every_flipped_bit_is_found(written):
    content = written.read_bytes()
    # Each byte of prefix and header's text and ends, and bytes all over the arrays.
    places = [*range(PREFIX.size + 40), *range(40, len(content), 97), len(content) - 1]
    for at in places:
        damaged = bytearray(content)
        damaged[at] ^= 1 << at % 8
        written.write_bytes(damaged)
        with pytest.raises(SnapshotDamaged, match=r"a\.pool"):
            open_file(written)


def test_every_truncation_is_found(written):
    content = written.read_bytes()
    for length in [0, 1, 23, 24, 30, 4095, 4096, 5000, len(content) - 1]:
        written.write_bytes(content[:length])
        with pytest.raises(SnapshotDamaged, match="cut short"):
            open_file(written)
    written.write_bytes(content + b"\0")
    with pytest.raises(SnapshotDamaged, match="too long"):
        open_file(written)


def test_another_format_is_named(written):
    content = bytearray(written.read_bytes())
    content[8:12] = (FORMAT + 1).to_bytes(4, "little")
    written.write_bytes(content)

    with pytest.raises(SnapshotDamaged, match=f"is of format {FORMAT + 1}; .* reads format"):
        open_file(written)


def test_a_foreign_file_is_named(path):
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100)

    with pytest.raises(SnapshotDamaged, match="is no snapshot"):
        open_file(path)


def test_a_missing_file_and_a_folder_are_said_to_be_so(path):
    with pytest.raises(SnapshotDamaged, match="No such file"):
        open_file(path)
    path.mkdir(parents=True)
    with pytest.raises(SnapshotDamaged, match="Is a directory"):
        open_file(path)


def test_a_header_that_lacks_a_part_is_refused(path, monkeypatch):
    def incomplete(build, facts, columns):
        return json.dumps({"build": build, "facts": dict(facts)}).encode()

    monkeypatch.setattr(snapshot_files, "_header_text", incomplete)
    write_file(path, build="b", facts=FACTS, arrays=ARRAYS)

    with pytest.raises(SnapshotDamaged, match="no complete header"):
        open_file(path)


def test_a_full_disk_leaves_the_last_file_and_no_draft(written, monkeypatch):
    before = written.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(snapshot_files, "_write_array", full)
    with pytest.raises(SnapshotNotWritten, match=r"No space left.*Make room"):
        write_file(written, build="b2", facts=FACTS, arrays=ARRAYS)

    assert written.read_bytes() == before
    assert drafts(written) == []
