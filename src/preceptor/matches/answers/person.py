"""What a person leaves with: nearest roles, jobs with reasons, what opens doors."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from preceptor.jobs.queries.preferred import Moved
from preceptor.matches.answers.shared import MET, NOT_STATED, LineState, RoleNear, StampView

# How many choices of the panel are not folded away.
CHOICES_IN_FULL = 8


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
    moved: Moved | None = None

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
class DoorRow:
    """A competency and what adding it would open.

    ``label`` says what to add and ``shown`` how it is shown, both in words.
    ``opens``: open jobs near of which the person would then meet all that is required;
    ``nearer``: of which they would meet one thing more, those opened among them; ``titles``
    of the first few opened, with the address of each.
    """

    competency: str
    label: str
    shown: str
    opens: int
    nearer: int
    titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Doors:
    """What would open most doors near a person.

    ``jobs`` of ``job_count`` open ones lie within ``miles`` of the person's home, are remote or
    do not say where they are; all of them where no home is known. ``passing``: of how many the
    person meets all that is required already; ``single``: how many more open with one more
    competency. ``rows``: the one that opens most first.
    """

    miles: int
    jobs: int
    job_count: int
    passing: int
    single: int
    rows: tuple[DoorRow, ...]


@dataclass(frozen=True, slots=True)
class WideDoorRow:
    """A competency and what it would open if everybody who can be asked had it.

    ``ways``: pairs of a person and an open job of which the person would then meet all that
    is required; ``jobs``: how many jobs are among them.
    """

    competency: str
    label: str
    shown: str
    ways: int
    jobs: int


@dataclass(frozen=True, slots=True)
class WideDoors:
    """What would open most doors around a place, for a program.

    ``jobs`` of ``job_count`` open ones lie within ``miles`` of ``place``, are remote or do not
    say where they are. ``ways``: pairs of a person and such a job that fit already.
    """

    place: str
    miles: int
    jobs: int
    job_count: int
    people: int
    ways: int
    rows: tuple[WideDoorRow, ...]
    stamp: StampView


@dataclass(frozen=True, slots=True)
class PromiseChoice:
    """Something a person could add for a job, and the rank that it alone would give.

    ``key`` names it in an address; ``label`` says what to add and ``shown`` how it is shown;
    ``asked`` is the line or gate it is for.
    """

    key: str
    label: str
    shown: str
    asked: str
    is_required: bool
    rank: int
    passes: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WhyNotMe:
    """Why a person is not nearer the top of a job, and what would change it.

    ``rank`` of ``rank_of`` people is theirs now, ``then`` theirs with everything chosen added at
    once; ``passes`` and ``then_passes``: nothing required is missing now, and then;
    ``then_missing`` names what is.
    ``choices``: the best alone first; ``together``: keys of one choice for everything that is
    required and missing, empty where that is nothing or cannot be added.
    """

    rank: int
    rank_of: int
    passes: bool
    choices: tuple[PromiseChoice, ...]
    together: tuple[str, ...]
    then: int
    then_passes: bool
    then_missing: tuple[str, ...]

    @property
    def chosen(self) -> tuple[PromiseChoice, ...]:
        """What is chosen."""
        return tuple(choice for choice in self.choices if choice.is_chosen)

    @property
    def has_chosen_further(self) -> bool:
        """Whether something beyond the first few is chosen."""
        return any(choice.is_chosen for choice in self.choices[CHOICES_IN_FULL:])


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
    doors: Doors
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
