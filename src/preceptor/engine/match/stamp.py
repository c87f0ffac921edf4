"""With what an answer was computed, so that it can be computed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from preceptor.engine import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer rests on; the same stamp gives the same answer.

    ``snapshot`` names the pool (its digest will do), ``last_change`` the last change row read
    on top of it, ``policy`` the installation's policy (``digest_policy``).
    """

    snapshot: str
    last_change: int
    vocabulary_version: str
    as_of: date
    policy: str
    job_revision: int
    engine_version: str = ENGINE_VERSION

    def as_dict(self) -> dict[str, str | int]:
        """Return the stamp as plain values for JSON."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}


def digest_policy(policy: Mapping[str, int | str]) -> str:
    """Return a short digest of an installation's policy, whatever the order of its entries.

    >>> digest_policy({"ages_after_years": 5}) == digest_policy({"ages_after_years": 6})
    False
    """
    text = json.dumps(policy, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
