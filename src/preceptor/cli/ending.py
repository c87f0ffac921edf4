"""How a command ends: exit codes, errors, progress."""

from __future__ import annotations

import sys
import time

ANSWERED, FAILED, USAGE, UNREADABLE, PROBLEMS = range(5)


class CommandError(Exception):
    """Ends a command with a sentence and an exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


class Progress:
    """A count on standard error: rewritten in place on a terminal, a line every 5 s elsewhere."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total = what, total
        self.is_terminal = sys.stderr.isatty()
        self.said_at = time.monotonic()

    def __call__(self, done: int) -> None:
        """Say how many are done, not more often than is useful."""
        now = time.monotonic()
        is_last = done >= self.total
        if not is_last and now - self.said_at < (0.2 if self.is_terminal else 5):
            return
        self.said_at = now
        end = "\n" if is_last or not self.is_terminal else ""
        start = "\r" if self.is_terminal else ""
        print(
            f"{start}{self.what}: {done:,} of {self.total:,}", end=end, file=sys.stderr, flush=True
        )
