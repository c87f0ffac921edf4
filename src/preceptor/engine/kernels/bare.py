"""Loops that allocate nothing, and so need not count who refers to an array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

from preceptor.engine.kernels.jit import kept_while_current

Loop = TypeVar("Loop", bound=Callable[..., Any])


def bare_loop(function: Loop) -> Loop:
    """Compile a loop as ``jit.loop`` does, but without Numba's counting of references.

    Counting took half the time of a block's smaller steps. Such a loop must not make arrays;
    Numba refuses to compile one that does.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
    return kept_while_current(njit(**options)(function), function)
