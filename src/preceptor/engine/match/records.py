"""What is known of a person, as an app hands it to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from preceptor.engine.match.scales import NO_SCHEDULE, Domain, Education, Grade, Schedule
from preceptor.engine.vocabulary import Kind


class Standing(IntEnum):
    """What is said of a credential; its dates may say otherwise on the as-of date."""

    IN_FORCE = 0
    EXPIRED = 1
    PENDING = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence; pieces are added, never merged.

    ``competency`` is its number in the vocabulary. ``level`` 1-5, None where not stated; it is
    not read for a credential. ``last_used`` ages everything but credentials; None is not aged.
    The last three are for credentials: pending before ``issued_on``, expired after
    ``expires_on``, whatever ``standing`` says.
    """

    competency: int
    level: int | None = None
    grade: Grade = Grade.CLAIMED
    last_used: date | None = None
    standing: Standing = Standing.IN_FORCE
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person: numbers and evidence, no name and no text.

    ``number`` is stable and never reused. ``quarters``: whole quarters of dated work per
    domain; a domain that is absent is not stated, a 0 is stated. Without Domain.ANY the
    largest of the others stands for all work, which is the least it can be. ``signed_hours``
    are hours a preceptor signed, per domain (not ANY).
    ``complete_kinds``: the person confirmed that the list of this kind is complete.
    ``right_to_work`` and ``available_from`` None, ``state`` "", ``home`` None: not stated.
    ``home`` is (latitude, longitude) in degrees; ``state`` two capitals.
    ``scopes``: bits saying in which pools the person consented to stand (0: in none).
    """

    number: int
    evidence: tuple[Evidence, ...] = ()
    quarters: Mapping[Domain, int] = field(default_factory=dict)
    signed_hours: Mapping[Domain, int] = field(default_factory=dict)
    complete_kinds: frozenset[Kind] = frozenset()
    education: Education = Education.NOT_STATED
    right_to_work: bool | None = None
    state: str = ""
    home: tuple[float, float] | None = None
    willing_to_move: bool = False
    can_work: Schedule = NO_SCHEDULE
    cannot_work: Schedule = NO_SCHEDULE
    available_from: date | None = None
    scopes: int = 1
