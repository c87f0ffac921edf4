"""Clear from disk whoever is erased from the database."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preceptor.matches.clearing import clear_erased


def clear_soon(**_: Any) -> None:
    """Clear the person from every kept snapshot once the erasure is committed.

    What cannot be cleared at once, the worker's next sweep clears.
    """
    transaction.on_commit(clear_erased, robust=True)
