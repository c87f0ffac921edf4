"""What answers to people and to employers have in common."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

# The four states of a line for a person, as MODEL names them.
OTHER_WORK = "not_health_it"
MET, PARTLY, NOT_MET, NOT_STATED = "met", "partly", "not_met", "not_stated"


@dataclass(frozen=True, slots=True)
class StampView:
    """What an answer was computed from."""

    digest: str
    as_of: date
    people: int
    vocabulary_version: str
    engine_version: str
    snapshot: uuid.UUID
    last_change: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text, with what stands around them; ``span`` counts from the text's start."""

    before: str
    words: str
    after: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RoleNear:
    """A role, how well a text supports it in whole percent, and the words that decide."""

    id: str
    name: str
    percent: int
    because: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class LineState:
    """One line or gate of a job for one person.

    ``credit`` is 0-255. ``quote`` is the best evidence in the person's words, if any;
    ``held`` says it in a word ("level 3, documented"), ``needed`` what would meet it.
    """

    position: int
    label: str
    kind: str
    is_must: bool
    is_gate: bool
    state: str
    credit: int
    weight: int
    points: int
    grade: int | None
    held: str
    needed: str
    quote: Quote | None
