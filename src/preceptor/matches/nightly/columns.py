"""The files of a run: columns with checksums, and small texts; whole or not there at all.

Django-free.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from preceptor.matches.snapshot_files import SnapshotDamaged, open_file, write_file

# Drafts end so; what a killed process left of them is never read, and swept up by the next.
DRAFT = ".draft"


class ColumnsDamaged(Exception):
    """A file of a run that is missing, not what was written, or of another run."""


@dataclass(frozen=True, eq=False)
class Columns:
    """A file of columns, open for reading; the arrays are maps of the file."""

    facts: dict[str, int | str]
    arrays: dict[str, NDArray[Any]]

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]


def write_columns(
    path: Path, *, facts: Mapping[str, int | str], arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Write columns in place of whatever stood there. Two who do so at once cannot meet."""
    own = _own_name(path)
    try:
        write_file(own, build="run", facts=facts, arrays=arrays)
        os.replace(own, path)
    finally:
        own.unlink(missing_ok=True)
    _sync(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file in place of whatever stood there."""
    own = _own_name(path)
    try:
        with own.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(own, path)
    finally:
        own.unlink(missing_ok=True)
    _sync(path.parent)


def open_columns(path: Path) -> Columns:
    """Map a file of columns and check every byte. Raises ColumnsDamaged."""
    try:
        found = open_file(path)
    except SnapshotDamaged as error:
        raise ColumnsDamaged(f"{path.name} is missing or not what was written.") from error
    return Columns(found.facts, found.arrays)


def sweep_drafts(folder: Path) -> None:
    """Delete what killed processes left half written."""
    for draft in folder.glob(f".*{DRAFT}"):
        draft.unlink(missing_ok=True)


def _own_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{DRAFT}")


def _sync(folder: Path) -> None:
    """Make sure that a name survives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
