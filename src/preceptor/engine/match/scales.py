"""The whole-number scales of matching: levels, grades, domains, education, states, codes."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, IntFlag

from preceptor.engine.vocabulary import Kind

LEVELS = 5
GRADES = 5
# One competency takes 25 codes: five levels times five grades.
CODES_EACH = LEVELS * GRADES
# The largest vocabulary whose codes fit 16 bits: 2,621 * 25 = 65,525.
NARROW_COUNT = 65_536 // CODES_EACH

# What a line asks and what evidence holds when no level is stated.
ASKED_UNSTATED = 1
HELD_UNSTATED = 2
# A credential that is expired or not yet awarded holds this; a credential asked asks the next.
LAPSED_LEVEL = 1
CREDENTIAL_ASKED = 2

FULL = 100  # percent
MOST_CREDIT = 255  # of one line, so that it fits a byte
CREDIT_UNIT = 1_000_000  # S, L and G are percent each

# The next lower of these is the one lower step of a line that asks years.
YEAR_STEPS = (1, 2, 3, 5, 7, 10)
QUARTERS_A_YEAR = 4

KINDS = tuple(Kind)


class Grade(IntEnum):
    """How well a piece of evidence is proved."""

    CLAIMED = 0
    DOCUMENTED = 1
    ATTESTED = 2
    ASSESSED = 3
    CREDENTIALED = 4


# What each grade counts, in percent, where proof has its full weight.
GRADE_BASE = (70, 80, 90, 95, 100)


class Domain(IntEnum):
    """Where years were worked; ANY is all dated work together."""

    CLINICAL = 0
    IT = 1
    RECORDS = 2
    ANY = 3


# Signed hours are kept for these three; for ANY they are added up.
SIGNED_DOMAINS = (Domain.CLINICAL, Domain.IT, Domain.RECORDS)


class Education(IntEnum):
    """The highest education completed."""

    NOT_STATED = 0
    SECONDARY = 1
    CERTIFICATE = 2
    ASSOCIATE = 3
    BACHELOR = 4
    MASTER = 5
    DOCTORATE = 6


class State(IntEnum):
    """Where a person stands on a line or gate. The numbers carry no order."""

    NOT_STATED = 0
    NOT_MET = 1
    PARTLY = 2
    MET = 3


class Schedule(IntFlag):
    """Ways of working that a job may ask and a person may say yes or no to."""

    FULL_TIME = 1
    PART_TIME = 2
    CONTRACT = 4
    EVENINGS = 8
    NIGHTS = 16
    WEEKENDS = 32
    ON_CALL = 64
    TRAVEL = 128


NO_SCHEDULE = Schedule(0)


def level_from_years(years: float) -> int:
    """Return the level that "years of X" give where none is stated, for jobs and evidence.

    >>> [level_from_years(years) for years in (0.5, 1, 2.9, 3, 5, 20)]
    [2, 3, 3, 4, 5, 5]
    """
    return 2 + (years >= 1) + (years >= 3) + (years >= 5)


def lower_quarters(asked: int) -> int | None:
    """Return the quarters one lower step below those asked, or None where there is no step.

    >>> lower_quarters(12), lower_quarters(6), lower_quarters(60), lower_quarters(4)
    (8, 4, 40, None)
    """
    below = [years * QUARTERS_A_YEAR for years in YEAR_STEPS if years * QUARTERS_A_YEAR < asked]
    return below[-1] if below else None


def grade_percent(grade: int, proof_weight: int) -> int:
    """Return what a grade counts in percent under a proof weight of 0-100.

    >>> grade_percent(Grade.CLAIMED, 100), grade_percent(Grade.ATTESTED, 25)
    (70, 98)
    """
    return FULL - proof_weight * (FULL - GRADE_BASE[grade]) // FULL


def level_percent(held: int, asked: int) -> int:
    """Return how far a level held answers a level asked, in percent.

    >>> level_percent(4, 3), level_percent(1, 3)
    (100, 33)
    """
    return FULL if held >= asked else FULL * held // asked


def credit_of(similarity: int, level: int, grade: int) -> int:
    """Return the credit, 0-255, of one piece on one alternative from its three percentages.

    >>> credit_of(100, 100, 100), credit_of(80, 66, 70)
    (255, 94)
    """
    return MOST_CREDIT * similarity * level * grade // CREDIT_UNIT


def encode(competency: int, level: int, grade: int) -> int:
    """Return the code of a piece of evidence.

    >>> encode(3, 2, Grade.ATTESTED), decode(82)
    (82, (3, 2, 2))
    """
    return competency * CODES_EACH + (level - 1) * GRADES + grade


def decode(code: int) -> tuple[int, int, int]:
    """Return the competency, level and grade of a code."""
    competency, rest = divmod(code, CODES_EACH)
    return competency, rest // GRADES + 1, rest % GRADES


def is_aged(last_used: date | None, as_of: date, years: int) -> bool:
    """Tell whether something was last used more than so many calendar years before a date.

    An unknown date is not aged. A 29 February counts as such in every year, so it is aged from
    1 March on.

    >>> [is_aged(date(2020, 3, 1), date(2025, 3, day), 5) for day in (1, 2)]
    [False, True]
    """
    if last_used is None:
        return False
    then = (last_used.year + years, last_used.month, last_used.day)
    return then < (as_of.year, as_of.month, as_of.day)


def state_code(state: str) -> int:
    """Return the number of a home state given by its two capitals; 0 for "" (not stated).

    >>> state_code("OH"), state_code("")
    (20296, 0)
    """
    if state == "":
        return 0
    if len(state) != 2 or not (state.isascii() and state.isalpha() and state.isupper()):
        raise ValueError(f"A state is two capital letters, not {state!r}.")
    return ord(state[0]) << 8 | ord(state[1])
