"""What reading gives: facts, each with the words it came from and the rule that made it.

A span is a pair of code-point offsets (start, end) into the text that was read;
``text`` is exactly what stands there. Education levels, roles and closed values are
plain strings so that a fact serializes as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Necessity = Literal["must", "nice", "mentioned"]
WorkMode = Literal["remote", "hybrid", "onsite", "flexible", "unspecified"]
ClinicalBackground = Literal["required", "preferred", "not_required"]
CredentialStatus = Literal["held", "pending", "expired"]
Grade = Literal["claimed", "documented", "attested", "assessed", "credentialed"]
Domain = Literal["clinical", "it", "records"]

EDUCATION_LEVELS = (
    "secondary",
    "secondary_vocational",
    "high_school",
    "certificate",
    "associate",
    "bachelor",
    "postgraduate_diploma",
    "master",
    "doctorate",
    "professional_licence",
)


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Words of the text: where they stand and what they are."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> tuple[int, int]:
        """The pair (start, end)."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class RoleSupport:
    """How well a text supports one role (0..1, one against the rest), and the words that decide."""

    role: str
    p: float
    because: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A competency (or credential) that a posting names.

    ``any_of`` numbers the group of which one is enough; ``level`` 1-5 or None if not stated;
    ``quarters`` is the experience asked in this very competency, if any.
    """

    competency: str
    necessity: Necessity
    words: Words
    rule: str
    level: int | None = None
    any_of: int | None = None
    quarters: int | None = None
    within_months: int | None = None
    is_licence: bool = False
    is_end_user: bool = False


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """Experience in years that a posting asks, least number that opens the door."""

    least: float
    most: float | None
    domain: Domain | None
    necessity: Necessity
    words: Words
    rule: str


@dataclass(frozen=True, slots=True)
class EducationAsked:
    """One way in by education: the level, and the years that must stand beside it."""

    level: str
    years: float | None
    necessity: Necessity
    words: Words
    rule: str


@dataclass(frozen=True, slots=True)
class Posting:
    """All that was read in one posting. ``None`` is "not stated", never "no"."""

    title: str
    title_words: Words | None
    requirements: tuple[Requirement, ...]
    credentials: tuple[Requirement, ...]
    years: tuple[YearsAsked, ...]
    years_min: int | None
    education: tuple[EducationAsked, ...]
    education_min: str | None
    education_or_experience: bool
    clinical_background: ClinicalBackground
    clinical_words: Words | None
    work_mode: WorkMode
    work_mode_words: Words | None
    location: str | None
    location_words: Words | None
    entry_friendly: bool
    entry_reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    employer: str = ""


@dataclass(frozen=True, slots=True)
class HeldCompetency:
    """A competency a resume states."""

    competency: str
    level: int | None
    grade: Grade
    last_used: date | None
    words: Words
    rule: str


@dataclass(frozen=True, slots=True)
class HeldCredential:
    """A credential a resume states, in force or not at the as-of date."""

    credential: str
    status: CredentialStatus
    words: Words
    rule: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class HeldJob:
    """A dated job of a resume; ``ended`` None is to the as-of date, domain None none of three."""

    title: str
    employer: str
    started: date | None
    ended: date | None
    is_current: bool
    domain: Domain | None
    words: Words
    rule: str


@dataclass(frozen=True, slots=True)
class HeldEducation:
    """A degree or course; ``is_complete`` False for one under way or given up."""

    level: str
    subject: str
    ended: date | None
    is_complete: bool
    words: Words
    rule: str


@dataclass(frozen=True, slots=True)
class Resume:
    """All that was read in one resume. Months per domain are None where nothing is stated."""

    headline: str
    headline_words: Words | None
    competencies: tuple[HeldCompetency, ...]
    credentials: tuple[HeldCredential, ...]
    jobs: tuple[HeldJob, ...]
    education: tuple[HeldEducation, ...]
    education_highest: str | None
    months: dict[Domain, int | None]
    stated_years: tuple[tuple[Domain | None, float, Words], ...]
    place: str | None
    place_words: Words | None
    as_of: date
    warnings: tuple[str, ...] = ()
