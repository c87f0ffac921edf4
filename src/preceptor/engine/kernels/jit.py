"""How every loop is compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def loop(function: Loop) -> Loop:
    """Compile a loop: kept on disk, and without Python's lock, so that threads run side by side."""
    return cast("Loop", njit(cache=True, nogil=True)(function))
