"""A crew of processes on this machine. Django-free."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import IO

from preceptor.matches.nightly.crew import TICK_SECONDS, Event, Tick, Tries, WorkFailed
from preceptor.matches.nightly.work import Done, Task

# A worker keeps to one core; the others are for the other workers.
ONE_CORE = dict.fromkeys(
    ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
STOP_SECONDS = 10


class Worker:
    """One process, which does one task at a time."""

    def __init__(self, niceness: int) -> None:
        self.niceness = niceness
        self._process = subprocess.Popen(
            [sys.executable, "-m", "preceptor.matches.nightly.work", str(niceness)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_CORE},
        )
        self.task: Task | None = None

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def answers(self) -> IO[bytes]:
        """Return where the answers come from."""
        assert self._process.stdout is not None  # noqa: S101 it was opened as a pipe
        return self._process.stdout

    def give(self, task: Task) -> None:
        """Hand over a task; whether anybody is there to take it shows in the answer."""
        self.task = task
        assert self._process.stdin is not None  # noqa: S101 it was opened as a pipe
        try:
            self._process.stdin.write(json.dumps(asdict(task)).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return

    def answer(self) -> Done | None:
        """Take the answer, None from a worker that is gone. Raises WorkFailed."""
        line = self.answers.readline()
        if not line.endswith(b"\n"):
            return None
        answer = json.loads(line)
        if "error" in answer:
            raise WorkFailed(str(answer["error"]))
        self.task = None
        return Done(**answer["done"])

    def end(self) -> str:
        """Stop the process, whatever it does; return how it ended."""
        self._process.kill()
        code = self._process.wait(STOP_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)
        return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        # What was not yet written had nobody left to read it.
        return


def work_in_processes(tasks: Sequence[Task], *, workers: int, niceness: int = 0) -> Iterator[Event]:
    """Do all tasks in so many processes; one that dies is replaced, and only its unit redone.

    ``niceness`` 0-19: how far they stand back behind others who want a core. The processes end
    with this one, even if it is killed. Raises WorkFailed.
    """
    waiting = deque(tasks)
    tries = Tries()
    crew = [Worker(niceness) for _ in range(min(workers, len(tasks)))]
    try:
        with selectors.DefaultSelector() as selector:
            for worker in crew:
                selector.register(worker.answers, selectors.EVENT_READ, worker)
                worker.give(waiting.popleft())
            while any(worker.task for worker in crew):
                ready = selector.select(TICK_SECONDS)
                if not ready:
                    yield Tick()
                for key, _ in ready:
                    yield from _hear(key.data, waiting, tries, crew, selector)
    finally:
        for worker in crew:
            worker.end()


def _hear(
    worker: Worker,
    waiting: deque[Task],
    tries: Tries,
    crew: list[Worker],
    selector: selectors.BaseSelector,
) -> Iterator[Event]:
    """Take one answer and hand out the next task; put another in place of a dead worker."""
    done = worker.answer()
    if done is not None:
        yield done
    else:
        selector.unregister(worker.answers)
        crew.remove(worker)
        how = worker.end()
        if worker.task is None:
            # It had nothing left to do.
            return
        waiting.appendleft(worker.task)
        yield tries.lose(worker.task.unit, how)
        worker = Worker(worker.niceness)
        crew.append(worker)
        selector.register(worker.answers, selectors.EVENT_READ, worker)
    if waiting:
        worker.give(waiting.popleft())
