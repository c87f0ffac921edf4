"""Django's SQLite backend, whose transactions wait for their turn instead of trying again."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from preceptor.common.sqlite.queue import WriteQueue, queue_of


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions enter the queue of writers before they begin.

    SQLite lets one writer in and tells the others to try again after a sleep, up to a tenth of a
    second long: under load some try again and again while others pass them.
    """

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self._entered: WriteQueue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            queue = queue_of(str(self.settings_dict["NAME"]))
            self._entered = queue if queue.enter() else None
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._entered is not None:
            entered, self._entered = self._entered, None
            entered.leave()
