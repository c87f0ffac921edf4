"""The answers that pages, command and API show: plain values, complete as they stand."""

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


@dataclass(frozen=True, slots=True)
class WayIn:
    """A promise: what it is, and the rank it would give in the open list."""

    label: str
    rank: int
    passes: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """The single promises; several where everything missing is promised at once."""
        return tuple(part for part in self.label.split("; ") if part)


@dataclass(frozen=True, slots=True)
class JobNear:
    """A job for a person: how it fits and where the person stands among all who can be asked."""

    public_id: uuid.UUID
    slug: str | None
    title: str
    organization: str
    place: str
    work_mode: str
    role: str
    role_name: str
    fit: int
    score: int
    out_of: int
    rank: int
    rank_of: int
    gates_unmet: tuple[str, ...]
    lines: tuple[LineState, ...]
    ways_in: tuple[WayIn, ...]

    @property
    def musts_met(self) -> int:
        """How many musts are met."""
        return sum(line.is_must and line.state == MET for line in self.lines)

    @property
    def must_count(self) -> int:
        """How many musts there are."""
        return sum(line.is_must for line in self.lines)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A competency that the person's nearest role and jobs ask and the record does not show.

    ``held`` None is not stated; ``job_count`` how many of the listed jobs ask it,
    ``opens`` how many open jobs it would complete.
    """

    competency: str
    name: str
    asked: int
    held: int | None
    state: str
    role_weight: int
    job_count: int


@dataclass(frozen=True, slots=True)
class YearsHeld:
    """Years of experience in one domain; None is not stated."""

    domain: str
    name: str
    years: float | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything on the page *Your advice*.

    ``home`` is "Augusta, ME", "" where no place is known; counts are of distinct competencies.
    """

    resume: uuid.UUID
    headline: str
    as_of: date
    roles: tuple[RoleNear, ...]
    is_health_it: bool
    jobs: tuple[JobNear, ...]
    job_count: int
    gap: tuple[GapRow, ...]
    gap_role: str
    years: tuple[YearsHeld, ...]
    education: str
    home: str
    is_willing_to_move: bool
    competency_count: int
    credential_count: int
    warnings: tuple[str, ...]
    stamp: StampView

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recognized that could be matched."""
        return not self.competency_count and not self.credential_count

    @property
    def places_open(self) -> int:
        """How many of the jobs shown wait for the person to say where they live."""
        return sum(
            any(line.kind == "place" and line.state == NOT_STATED for line in job.lines)
            for job in self.jobs
        )


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
    asked_closed: tuple[tuple[str, str], ...]  # ("Work mode", "remote") and the like
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    stamp: StampView

    @property
    def required_count(self) -> int:
        """How many lines and gates shut people out as they are switched now."""
        return sum(line.decision in ("must", "lower") for line in self.lines)

    @property
    def nearest(self) -> RoleNear:
        """The best-supported role of health IT."""
        return next((role for role in self.roles if role.id != OTHER_WORK), self.roles[0])


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job in full, with the explanation for one person where there is one."""

    job: uuid.UUID
    slug: str | None
    title: str
    organization: str
    place: str
    work_mode: str
    role: RoleNear
    roles: tuple[RoleNear, ...]
    text: tuple[Marked, ...]
    near: JobNear | None
    asks: tuple[LinePrice, ...]
    pool: int
    meet_all: int
    warnings: tuple[str, ...]
    stamp: StampView
