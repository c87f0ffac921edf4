"""How every loop is compiled, and when what was compiled is out of date."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])

IMPORTED = re.compile(r"^from preceptor\.engine\.kernels\.(\w+) import", re.MULTILINE)


def loop(function: Loop) -> Loop:
    """Compile a loop: kept on disk, and without Python's lock, so that threads run side by side.

    What is kept is used again until a file changes from which the loop takes other loops or
    constants. Numba by itself looks at the loop's own file only, and would run what another
    file said before.
    """
    return kept_while_current(njit(cache=True, nogil=True)(function), function)


def kept_while_current(compiled: Any, function: Loop) -> Loop:
    """Return a compiled loop that is compiled anew as soon as what it builds on has changed."""
    kept = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if kept is not None:
        kept._source_stamp = source_digest(Path(inspect.getfile(function)))
    return cast("Loop", compiled)


def source_digest(file: Path) -> str:
    """Return a digest of a file of loops and of all the files of loops that it builds on."""
    digest = hashlib.sha256()
    for each in sorted(_built_on(file)):
        digest.update(each.name.encode() + b"\0" + _text(each).encode() + b"\0")
    return digest.hexdigest()


def _built_on(file: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        one = waiting.pop()
        found.add(one)
        near = (one.with_name(f"{name}.py") for name in IMPORTED.findall(_text(one)))
        waiting += [each for each in near if each not in found]
    return found


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
