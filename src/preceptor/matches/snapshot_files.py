"""Files of plain columns on disk: self-describing, checked when opened, read by memory map.

A file is laid out as::

    8 bytes   magic
    4 bytes   format version          } little-endian, and covered, with the header, by
    4 bytes   length of the header    } the checksum that follows
    8 bytes   checksum of the above and of the header
    header    JSON, padded with blanks to a whole page: build, facts, and of every array its
              name, type, shape, offset and checksums
    arrays    one after the other, each from a multiple of 64 bytes on, little-endian

Checksums are xxh3_64, one per CHUNK bytes of an array and of the zeros that fill it up to the
next, so that every byte of a file is covered and threads can share the work. They find accidents,
not forgery: whoever can write the folder can write anything.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import mmap
import os
import struct
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import xxhash
from numpy.typing import NDArray

MAGIC = b"\x89POOL\r\n\x1a"
FORMAT = 1
PREFIX = struct.Struct("<8sIIQ")
PAGE = 4096
ALIGNED = 64
CHUNK = 8 << 20
MOST_HEADER = 64 << 20
THREADS = 2

Facts = Mapping[str, int | str]
Arrays = Mapping[str, NDArray[Any]]


class SnapshotDamaged(Exception):
    """A snapshot that is missing, not what was written, of another format or vocabulary."""


class SnapshotNotWritten(Exception):
    """A snapshot that could not be written; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where an array lies: ``span`` bytes from ``offset``, the zeros that follow it included."""

    name: str
    type: str
    shape: tuple[int, ...]
    offset: int
    span: int
    checksums: tuple[str, ...]

    @property
    def size(self) -> int:
        """Return how many bytes the array itself takes."""
        return int(np.prod(self.shape, dtype=np.int64)) * np.dtype(self.type).itemsize


@dataclass(frozen=True, eq=False)
class PoolFile:
    """An opened file: its arrays are read-only maps, alive as long as anything holds them."""

    path: Path
    build: str
    facts: dict[str, int | str]
    columns: tuple[Column, ...]
    arrays: dict[str, NDArray[Any]]
    content: mmap.mmap

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        return len(self.content)


def write_file(path: Path, *, build: str, facts: Facts, arrays: Arrays) -> int:
    """Write arrays to a file that is there in full or not at all; return its bytes.

    ``build`` names this very writing. The file is written beside its place, forced to disk and
    moved; a draft left by a killed process is never read. Raises SnapshotNotWritten.
    """
    draft = draft_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w+b") as file:
            # Who finds a draft that nobody holds may delete it.
            fcntl.flock(file, fcntl.LOCK_EX)
            size = _write(file, build, facts, arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise SnapshotNotWritten(
            f"{path.name} could not be written: {error.strerror or error}. "
            f"Make room for about {_bytes_of(arrays):,} bytes in {path.parent}; "
            "until then the last one serves on."
        ) from error
    return size


def draft_of(path: Path) -> Path:
    """Return where a file is written before it is moved to its place."""
    return path.with_name(f".{path.name}.draft")


def open_file(path: Path) -> PoolFile:
    """Open a file and check every byte of it. Raises SnapshotDamaged, saying what is wrong."""
    try:
        while True:
            with locked(path, is_exclusive=False) as file:
                if not journal_of(path).exists():
                    return _opened(path, file)
            with locked(path, is_exclusive=True) as file:
                _finish_patching(path, file)
    except OSError as error:
        raise SnapshotDamaged(
            f"{path.name} cannot be read: {error.strerror or error}. {REBUILD}"
        ) from error


REBUILD = 'An older one serves until "preceptor snapshot" or the worker has built it anew.'


@contextlib.contextmanager
def locked(path: Path, *, is_exclusive: bool, is_patient: bool = True) -> Iterator[BinaryIO]:
    """Open a file so that nobody changes it in place (or, exclusively, nobody checks it).

    Raises BlockingIOError where somebody has it and we are not patient.
    """
    with path.open("r+b" if is_exclusive else "rb") as file:
        kind = fcntl.LOCK_EX if is_exclusive else fcntl.LOCK_SH
        fcntl.flock(file, kind if is_patient else kind | fcntl.LOCK_NB)
        try:
            yield file
        finally:
            # By word, not by closing: a memory map keeps the file open, and with it the lock.
            fcntl.flock(file, fcntl.LOCK_UN)


def journal_of(path: Path) -> Path:
    """Return where changes to a file are noted before they are made."""
    return path.with_name(f"{path.name}.journal")


def patch_file(
    path: Path, patches: Mapping[str, Mapping[int, bytes]], *, is_patient: bool = True
) -> None:
    """Overwrite parts of a file in place: array -> place in bytes -> new bytes.

    What will be written, checksums included, is first noted beside the file; a process that is
    killed meanwhile leaves a note that the next to open the file carries out. Raises
    SnapshotDamaged, SnapshotNotWritten, and BlockingIOError where the file is in use and we are
    not patient.
    """
    with locked(path, is_exclusive=True, is_patient=is_patient) as file:
        _finish_patching(path, file)
        journal = _noted(_opened(path, file), patches)
        write_file(journal_of(path), build="journal", facts={}, arrays=journal)
        _finish_patching(path, file)


def _noted(opened: PoolFile, patches: Mapping[str, Mapping[int, bytes]]) -> dict[str, NDArray[Any]]:
    """Return everything to write, from the first byte of the file on, as arrays."""
    content = opened.content
    columns, writes = [], {}
    for column in opened.columns:
        own = {column.offset + place: new for place, new in patches.get(column.name, {}).items()}
        writes.update(own)
        columns.append(_resealed(column, content, own))
    start = min((column.offset for column in columns), default=len(content))
    writes[0] = head_of(opened.build, opened.facts, columns, start)
    places = sorted(writes)
    return {
        "places": np.array(places, dtype=np.int64),
        "lengths": np.array([len(writes[place]) for place in places], dtype=np.int64),
        "bytes": np.frombuffer(b"".join(writes[place] for place in places), dtype=np.uint8),
    }


def _resealed(column: Column, content: mmap.mmap, writes: Mapping[int, bytes]) -> Column:
    """Return a column with the checksums it will have after some writes."""
    by_chunk: dict[int, dict[int, bytes]] = {}
    for place, new in writes.items():
        # No value lies across two chunks: both are multiples of every size of value.
        chunk, within = divmod(place - column.offset, CHUNK)
        by_chunk.setdefault(chunk, {})[within] = new
    checksums = list(column.checksums)
    for chunk, own in by_chunk.items():
        start = column.offset + chunk * CHUNK
        part = bytearray(content[start : min(start + CHUNK, column.offset + column.span)])
        for within, new in own.items():
            part[within : within + len(new)] = new
        checksums[chunk] = xxhash.xxh3_64_hexdigest(part)
    return replace(column, checksums=tuple(checksums))


def _finish_patching(path: Path, file: BinaryIO) -> None:
    """Make the changes that are noted beside a file; making them twice does nothing more."""
    journal = journal_of(path)
    if not journal.exists():
        return
    noted = open_file(journal).arrays
    ends = np.cumsum(noted["lengths"])
    content = noted["bytes"].tobytes()
    for place, length, end in zip(
        noted["places"].tolist(), noted["lengths"].tolist(), ends.tolist(), strict=True
    ):
        _write_at(file, place, content[end - length : end])
    file.flush()
    os.fsync(file.fileno())
    journal.unlink()


def _write_at(file: BinaryIO, place: int, content: bytes) -> None:
    file.seek(place)
    file.write(content)


# Reading


def _opened(path: Path, file: BinaryIO) -> PoolFile:
    header, start = _header(path, file)
    size = os.fstat(file.fileno()).st_size
    try:
        build, facts = str(header["build"]), dict(header["facts"])
        columns = tuple(
            Column(
                entry["name"],
                entry["type"],
                tuple(entry["shape"]),
                entry["offset"],
                entry["span"],
                tuple(entry["checksums"]),
            )
            for entry in header["arrays"]
        )
    except (KeyError, TypeError) as error:
        raise SnapshotDamaged(f"{path.name} has no complete header: {error}. {REBUILD}") from error
    end = max((column.offset + column.span for column in columns), default=start)
    if size != end:
        what = "is cut short" if size < end else "is too long"
        raise SnapshotDamaged(f"{path.name} {what}: {size:,} of {end:,} bytes. {REBUILD}")
    content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _check(path, memoryview(content), columns)
    arrays = {column.name: _array(content, column) for column in columns}
    return PoolFile(path, build, facts, columns, arrays, content)


def _header(path: Path, file: BinaryIO) -> tuple[dict[str, Any], int]:
    """Return the header and where the arrays begin."""
    prefix = file.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        raise SnapshotDamaged(f"{path.name} is cut short: {len(prefix)} bytes. {REBUILD}")
    magic, version, length, checksum = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise SnapshotDamaged(f"{path.name} is no snapshot: it begins {magic!r}. {REBUILD}")
    if version != FORMAT:
        raise SnapshotDamaged(
            f"{path.name} is of format {version}; this version reads format {FORMAT}. {REBUILD}"
        )
    text = file.read(min(length, MOST_HEADER))
    if len(text) < length:
        raise SnapshotDamaged(f"{path.name} is cut short within its header. {REBUILD}")
    if _header_checksum(version, text) != checksum:
        raise SnapshotDamaged(
            f"{path.name} is not what was written: its header (bytes 0 to "
            f"{PREFIX.size + length:,}) has another checksum. {REBUILD}"
        )
    header: dict[str, Any] = json.loads(text)
    return header, PREFIX.size + length


def _check(path: Path, content: memoryview, columns: tuple[Column, ...]) -> None:
    """Compare every chunk with its checksum, two threads at a time."""
    chunks = [
        (column.name, start, min(CHUNK, column.offset + column.span - start), checksum)
        for column in columns
        for start, checksum in zip(
            range(column.offset, column.offset + column.span, CHUNK), column.checksums, strict=True
        )
    ]

    def is_as_written(chunk: tuple[str, int, int, str]) -> bool:
        _, start, length, checksum = chunk
        return xxhash.xxh3_64_hexdigest(content[start : start + length]) == checksum

    if len(content) > 2 * CHUNK:
        with ThreadPoolExecutor(THREADS) as threads:
            verdicts = list(threads.map(is_as_written, chunks))
    else:
        verdicts = [is_as_written(chunk) for chunk in chunks]
    for (name, start, length, _), is_good in zip(chunks, verdicts, strict=True):
        if not is_good:
            raise SnapshotDamaged(
                f"{path.name} is not what was written: array {name}, bytes {start:,} to "
                f"{start + length:,}, has another checksum. {REBUILD}"
            )


def _array(content: mmap.mmap, column: Column) -> NDArray[Any]:
    count = int(np.prod(column.shape, dtype=np.int64))
    flat = np.frombuffer(content, dtype=column.type, count=count, offset=column.offset)
    return flat.reshape(column.shape)


# Writing


def _write(file: BinaryIO, build: str, facts: Facts, arrays: Arrays) -> int:
    plain = {name: _little_endian(array) for name, array in arrays.items()}
    start = _start(build, facts, plain)
    columns = [_unsealed(name, array, 0) for name, array in plain.items()]
    # The header comes first and its length is known; the checksums in it, once all is written.
    file.seek(start)
    sealed = []
    offset = start
    for column, array in zip(columns, plain.values(), strict=True):
        checksums = _write_array(file, array, column.span)
        sealed.append(
            Column(column.name, column.type, column.shape, offset, column.span, checksums)
        )
        offset += column.span
    file.seek(0)
    file.write(head_of(build, facts, sealed, start))
    return offset


def _unsealed(name: str, array: NDArray[Any], offset: int) -> Column:
    span = -(-array.nbytes // ALIGNED) * ALIGNED
    blanks = ("0" * 16,) * -(-span // CHUNK)
    return Column(name, array.dtype.str, array.shape, offset, span, blanks)


def _start(build: str, facts: Facts, arrays: Arrays) -> int:
    """Return where the arrays begin: after the header, on a whole page."""
    # Offsets are written with as many digits as the largest may take.
    blank = [_unsealed(name, array, 10**15) for name, array in arrays.items()]
    least = PREFIX.size + len(_header_text(build, facts, blank))
    return -(-least // PAGE) * PAGE


def head_of(build: str, facts: Mapping[str, int | str], columns: list[Column], start: int) -> bytes:
    """Return the first ``start`` bytes of a file: prefix and header."""
    text = _header_text(build, facts, columns).ljust(start - PREFIX.size)
    return PREFIX.pack(MAGIC, FORMAT, len(text), _header_checksum(FORMAT, text)) + text


def _header_text(build: str, facts: Facts, columns: list[Column]) -> bytes:
    entries = [
        {
            "name": column.name,
            "type": column.type,
            "shape": column.shape,
            "offset": column.offset,
            "span": column.span,
            "checksums": column.checksums,
        }
        for column in columns
    ]
    return json.dumps({"build": build, "facts": dict(facts), "arrays": entries}).encode()


def _header_checksum(version: int, text: bytes) -> int:
    return xxhash.xxh3_64_intdigest(struct.pack("<II", version, len(text)) + text)


def _write_array(file: BinaryIO, array: NDArray[Any], span: int) -> tuple[str, ...]:
    """Write an array and the zeros after it; return the checksum of every chunk."""
    content = memoryview(array.reshape(-1).view(np.uint8).data)
    checksums = []
    for start in range(0, span, CHUNK):
        part: bytes | memoryview = content[start : start + CHUNK]
        wanted = min(CHUNK, span - start)
        if len(part) < wanted:
            part = bytes(part).ljust(wanted, b"\0")
        checksums.append(xxhash.xxh3_64_hexdigest(part))
        file.write(part)
    return tuple(checksums)


def _little_endian(array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in "biuf":
        raise TypeError(f"An array of {array.dtype} cannot be stored.")
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _bytes_of(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays.values())


def _sync_folder(folder: Path) -> None:
    """Force a move to disk, so that it outlives a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
