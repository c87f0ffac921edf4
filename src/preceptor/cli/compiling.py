"""Say so when a command waits for the engine to be compiled, which happens once per machine."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

COMPILING = "preceptor: compiling the engine for this machine, once; this takes up to a minute\n"


def say_when_compiling() -> None:
    """Write one line to the standard error as soon as a loop has to be compiled."""
    # Loading the compiler to watch it would slow down every command that needs none.
    if "numba" not in sys.modules:
        return
    event: Any = import_module("numba.core.event")

    class Notice(event.Listener):  # type: ignore[misc]
        """Speaks once."""

        has_spoken = False

        def on_start(self, event: Any) -> None:
            if not self.has_spoken:
                sys.stderr.write(COMPILING)
                sys.stderr.flush()
            self.has_spoken = True

        def on_end(self, event: Any) -> None:
            """Nothing is said of the end: the answer says it."""

    event.register("numba:compile", Notice())
