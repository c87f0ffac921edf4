"""Ids that may be shown."""

from __future__ import annotations

import uuid

from uuid6 import uuid7


def new_public_id() -> uuid.UUID:
    """Return a random, time-ordered id to show in addresses."""
    return uuid.UUID(int=uuid7().int)
