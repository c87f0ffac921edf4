"""A queue before the one writer of an SQLite file, for the threads of all processes."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from functools import cache
from pathlib import Path

# Beyond this SQLite's own waiting takes over, and says at its end that the database is locked.
LONGEST_WAIT = 10.0
STEP = 0.0005


class WriteQueue:
    """Lets one writer in at a time; it is order, not safety, which SQLite itself gives.

    Of each process one thread stands at the door. Two locks on files make it a turnstile: who
    comes next waits for ``inside`` while holding ``next``, so that no process passes another
    that came before it. A process that dies leaves both free.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._next = self._inside = -1

    def enter(self) -> bool:
        """Wait for one's turn; False where it did not come, and SQLite is to say so."""
        deadline = time.monotonic() + LONGEST_WAIT
        if not self._turn.acquire(timeout=LONGEST_WAIT):
            return False
        try:
            if self._inside < 0:
                self._next, self._inside = self._opened("next"), self._opened("inside")
            if _locked(self._next, deadline):
                try:
                    if _locked(self._inside, deadline):
                        return True
                finally:
                    fcntl.flock(self._next, fcntl.LOCK_UN)
        except OSError:
            # A folder that cannot hold the files: SQLite waits as it does without them.
            pass
        except BaseException:
            self._turn.release()
            raise
        self._turn.release()
        return False

    def leave(self) -> None:
        """Let the next writer in; ask only after having entered."""
        fcntl.flock(self._inside, fcntl.LOCK_UN)
        self._turn.release()

    def _opened(self, name: str) -> int:
        path = Path(f"{self._database}-{name}")
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(file: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(STEP)
        else:
            return True


@cache
def queue_of(database: str) -> WriteQueue:
    """Return the queue before a database file, one in each process."""
    return WriteQueue(database)


# A forked process shares the file descriptions, and with them the locks, of its parent.
os.register_at_fork(after_in_child=queue_of.cache_clear)
