"""What an employer leaves with: the price of each line, who is first, who is nearly there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from preceptor.matches.answers.shared import OTHER_WORK, LineState, RoleNear, StampView


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What one line of a posting costs in people.

    Counts are over everybody who can be asked and add up: met + not_met + not_stated = pool
    ("partly" stands with not met). ``lost_alone`` and ``share`` are None for a nice line.
    ``decision`` is must, nice, drop or lower; ``lower_to`` names the lower step, "" if none.
    """

    position: int
    label: str
    kind: str
    is_gate: bool
    decision: str
    was: str
    weight: int
    met: int
    not_met: int
    not_stated: int
    lost_alone: int | None
    share: int | None
    share_exact: str
    if_dropped: int | None
    lower_to: str
    if_lowered: int | None
    span: tuple[int, int] | None
    words: str
    rule: str
    cost: int


@dataclass(frozen=True, slots=True)
class PairPrice:
    """Two lines that together shut people out whom neither shuts out alone."""

    first: str
    second: str
    people: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The cheapest change of at most four lines that reaches the number asked.

    ``clauses``: each change in words; ``sentence``: all of them.
    """

    changes: tuple[tuple[int, str, str], ...]  # (line position, label, "drop" or "lower")
    cost: int
    people: int
    reaches: bool
    goal: int
    clauses: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ProofTerms:
    """How much proof counts here, and what that moves.

    ``weight`` is 0, 25, 50, 75 or 100 and ``hours_per_year`` the signed hours that stand for a
    year; ``posted_`` is what the posting itself says. ``earns``: percent of a line's points by
    grade, claimed first. ``moved``: people at another rank than as posted, ``entered``: people
    on the shortlist who are not on the posted one. ``with_hours``: people with signed hours.
    """

    weight: int
    hours_per_year: int
    posted_weight: int
    posted_hours_per_year: int
    earns: tuple[int, ...]
    moved: int
    entered: int
    with_hours: int

    @property
    def is_as_posted(self) -> bool:
        """Whether nothing was changed."""
        return (self.weight, self.hours_per_year) == (
            self.posted_weight,
            self.posted_hours_per_year,
        )


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """A person on a shortlist, blind: what proves each line, no name."""

    key: str
    rank: int
    score: int
    out_of: int
    headline: str
    place: str
    lines: tuple[LineState, ...]
    gates_unmet: tuple[str, ...]
    passes: bool


@dataclass(frozen=True, slots=True)
class NearMisser:
    """A person who misses exactly one required line, blind; ``lacks`` is that line."""

    key: str
    score: int
    out_of: int
    headline: str
    place: str
    lacks: LineState


@dataclass(frozen=True, slots=True)
class Nearly:
    """Who is nearly there: ``people`` miss exactly one required line, the best are shown."""

    people: int
    shown: tuple[NearMisser, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the posting's text; ``position`` ties it to a line, None for plain text."""

    text: str
    position: int | None
    cost: int


@dataclass(frozen=True, slots=True)
class Price:
    """Everything on the page *Price of a posting*."""

    job: uuid.UUID
    title: str
    roles: tuple[RoleNear, ...]
    is_health_it: bool
    text: tuple[Marked, ...]
    pool: int
    meet_all: int
    if_confirmed: int
    lines: tuple[LinePrice, ...]
    pairs: tuple[PairPrice, ...]
    relaxation: Relaxation | None
    proof: ProofTerms
    shortlist: tuple[Shortlisted, ...]
    nearly: Nearly
    asked_closed: tuple[tuple[str, str], ...]  # ("Work mode", "remote") and the like
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    stamp: StampView

    def without_people(self) -> Price:
        """Return the price with its counts alone, for whom nobody agreed to be found by.

        Anybody may price a posting. Who agreed to be found is found by organizations that a
        steward verified, on their own pages, where every look is noted.
        """
        return replace(self, shortlist=(), nearly=replace(self.nearly, shown=()))

    @property
    def required_count(self) -> int:
        """How many lines and gates shut people out as they are switched now."""
        return sum(line.decision in ("must", "lower") for line in self.lines)

    @property
    def nearest(self) -> RoleNear:
        """The best-supported role of health IT."""
        return next((role for role in self.roles if role.id != OTHER_WORK), self.roles[0])
