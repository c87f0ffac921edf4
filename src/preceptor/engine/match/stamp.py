"""With what an answer was computed, so that it can be computed again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from preceptor.engine import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer rests on; the same stamp gives the same answer.

    ``last_change`` is the last change row read on top of the snapshot. ``policy`` is a digest
    of the installation's policy (years until evidence ages, and the like).
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
