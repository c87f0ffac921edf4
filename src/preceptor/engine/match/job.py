"""What a job asks: lines, which are scored, and gates, which are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from preceptor.engine.match.scales import NO_SCHEDULE, Domain, Education, Grade, Schedule

MUST_WEIGHT = 10
NICE_WEIGHT = 4
MOST_WEIGHT = 100
MOST_LINES = 64
MOST_REQUIREMENTS = 24  # musts and gates: the bits of a mask
PROOF_WEIGHTS = (0, 25, 50, 75, 100)

# A full working year: an employer who sets no exchange rate counts signed hours as worked.
HOURS_PER_YEAR = 2080

# The score of 255 * 257 is the largest that fits 16 bits.
MOST_WEIGHTS_SUM = 257


@dataclass(frozen=True, slots=True)
class Alternative:
    """A competency that answers a line; level 1-5, None where not stated (asks 1).

    A credential asks 2 whatever its level here: in force, that is.
    """

    competency: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A competency line: one alternative is enough, with evidence of a grade or better."""

    alternatives: tuple[Alternative, ...]
    minimum_grade: Grade = Grade.CLAIMED


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential line: one of these in force is enough."""

    credentials: tuple[int, ...]
    minimum_grade: Grade = Grade.CLAIMED


@dataclass(frozen=True, slots=True)
class Years:
    """A line asking experience in a domain, in quarters; 1 asks for any at all."""

    domain: Domain
    quarters: int = 1


@dataclass(frozen=True, slots=True)
class SchoolingAlternative:
    """A level completed, and the quarters of experience that must stand beside it."""

    level: Education
    quarters: int = 0
    domain: Domain = Domain.ANY


@dataclass(frozen=True, slots=True)
class Schooling:
    """An education line: one alternative is enough."""

    alternatives: tuple[SchoolingAlternative, ...]


Asks = AnyOf | Credential | Years | Schooling


@dataclass(frozen=True, slots=True)
class Line:
    """One scored line. ``weight`` 1-100; None, unedited, is 10 for a must and 4 for a nice."""

    asks: Asks
    is_must: bool = True
    weight: int | None = None

    @property
    def edited_weight(self) -> int:
        """Return the weight before the sum is brought within bounds."""
        if self.weight is not None:
            return self.weight
        return MUST_WEIGHT if self.is_must else NICE_WEIGHT


@dataclass(frozen=True, slots=True)
class Licence:
    """Gate: one of these licences in force, of any grade."""

    credentials: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RightToWork:
    """Gate: the legal right to work here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Gate: the person can work from, or reach, where the job is.

    Remote: the home state is among ``states`` (two capitals), or none are named.
    On site: one of ``sites`` (latitude, longitude in degrees) lies within ``radius_miles`` of
    home, or the person is willing to move. A job may be both.
    """

    is_remote: bool = False
    states: tuple[str, ...] = ()
    is_on_site: bool = False
    sites: tuple[tuple[float, float], ...] = ()
    radius_miles: int = 50


@dataclass(frozen=True, slots=True)
class Availability:
    """Gate: the person works in all these ways, and from a date on at the latest."""

    asked: Schedule = NO_SCHEDULE
    start_by: date | None = None


Gate = Licence | RightToWork | Place | Availability


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``proof_weight`` 0, 25, 50, 75 or 100; ``hours_per_year`` at least 1.

    ``hours_per_year`` is how many signed hours this employer takes for a year of experience.
    """

    number: int
    lines: tuple[Line, ...]
    gates: tuple[Gate, ...] = ()
    proof_weight: int = 100
    hours_per_year: int = HOURS_PER_YEAR
    revision: int = 0


@dataclass(frozen=True, slots=True)
class AsRead:
    """A job kept within bounds, and the positions (in the job as read) of what had to give.

    ``made_nice``: musts that became nice. ``left_out``: nice lines beyond the 64th.
    ``kept``: for each line of ``job``, its position in the job as read.
    """

    job: Job
    made_nice: tuple[int, ...]
    left_out: tuple[int, ...]
    kept: tuple[int, ...]


def keep_as_read(job: Job) -> AsRead:
    """Return a posting, as it was read, within the bounds that matching needs.

    At most 24 musts and gates: the gates stay, then musts by weight, then line order; the
    rest become nice. At most 64 lines: musts stay, then nice by weight, then line order.
    Raises TooMuchAsked where the gates alone are more than 24.
    """
    if len(job.gates) > MOST_REQUIREMENTS:
        raise TooMuchAsked(f"{len(job.gates)} gates are more than {MOST_REQUIREMENTS}.")
    musts = [index for index, line in enumerate(job.lines) if line.is_must]
    heaviest = sorted(musts, key=lambda index: -job.lines[index].edited_weight)
    made_nice = sorted(heaviest[MOST_REQUIREMENTS - len(job.gates) :])
    lines = [
        replace(line, is_must=line.is_must and index not in made_nice)
        for index, line in enumerate(job.lines)
    ]
    order = sorted(range(len(lines)), key=lambda i: (not lines[i].is_must, -lines[i].edited_weight))
    kept = sorted(order[:MOST_LINES])
    return AsRead(
        job=replace(job, lines=tuple(lines[index] for index in kept)),
        made_nice=tuple(made_nice),
        left_out=tuple(sorted(order[MOST_LINES:])),
        kept=tuple(kept),
    )


class TooMuchAsked(ValueError):
    """A job asks more than can be matched: over 64 lines, or over 24 musts and gates."""


def weights_within_bounds(weights: tuple[int, ...]) -> tuple[int, ...]:
    """Return the weights, brought down where needed so that they sum to at most 257.

    >>> weights_within_bounds((10, 4))
    (10, 4)
    >>> weights_within_bounds((100, 100, 100, 1))
    (85, 85, 85, 1)
    """
    total, count = sum(weights), len(weights)
    if total <= MOST_WEIGHTS_SUM:
        return weights
    room = MOST_WEIGHTS_SUM - count
    return tuple(1 + (weight - 1) * room // (total - count) for weight in weights)


def check_job(job: Job, count: int) -> None:
    """Raise ValueError where a job leaves its scales; ``count`` competencies are known.

    TooMuchAsked, a ValueError, where it has too many lines or musts and gates.
    """
    musts = sum(line.is_must for line in job.lines)
    if len(job.lines) > MOST_LINES:
        raise TooMuchAsked(f"{len(job.lines)} lines are more than {MOST_LINES}.")
    if musts + len(job.gates) > MOST_REQUIREMENTS:
        raise TooMuchAsked(f"{musts + len(job.gates)} musts and gates exceed {MOST_REQUIREMENTS}.")
    if job.proof_weight not in PROOF_WEIGHTS:
        raise ValueError(f"Proof weight {job.proof_weight} is none of {PROOF_WEIGHTS}.")
    if job.hours_per_year < 1:
        raise ValueError("The exchange rate is at least 1 hour per year.")
    for line in job.lines:
        if not 1 <= line.edited_weight <= MOST_WEIGHT:
            raise ValueError(f"Weight {line.weight} is outside 1-{MOST_WEIGHT}.")
        _check_asks(line.asks, count)
    for gate in job.gates:
        if isinstance(gate, Licence):
            _check_known(gate.credentials, count)
        if isinstance(gate, Place) and not (gate.is_remote or gate.is_on_site):
            raise ValueError("A place is remote, on site or both; without one there is no gate.")


def _check_asks(asks: Asks, count: int) -> None:
    if isinstance(asks, AnyOf):
        _check_known(tuple(choice.competency for choice in asks.alternatives), count)
        if any(choice.level not in (None, 1, 2, 3, 4, 5) for choice in asks.alternatives):
            raise ValueError("A level is 1-5, or None where not stated.")
    elif isinstance(asks, Credential):
        _check_known(asks.credentials, count)
    elif isinstance(asks, Years):
        if asks.quarters < 1:
            raise ValueError("Years asked are at least 1 quarter.")
    elif not asks.alternatives or any(choice.quarters < 0 for choice in asks.alternatives):
        raise ValueError("Education needs an alternative, and quarters of at least 0.")


def _check_known(competencies: tuple[int, ...], count: int) -> None:
    if not competencies:
        raise ValueError("An any-of set must name at least one competency.")
    unknown = [number for number in competencies if not 0 <= number < count]
    if unknown:
        raise ValueError(f"Competency {unknown[0]} is not in the vocabulary.")
