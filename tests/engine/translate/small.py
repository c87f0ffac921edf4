"""A small vocabulary, and short ways to write the facts of postings and resumes."""

from __future__ import annotations

from datetime import date

from preceptor.engine.extract.facts import (
    EducationAsked,
    HeldCompetency,
    HeldCredential,
    HeldJob,
    Posting,
    Requirement,
    Resume,
    RoleSupport,
    Words,
    YearsAsked,
)
from preceptor.engine.match import from_vocabulary
from preceptor.engine.translate import LineRules, Occupations
from preceptor.engine.vocabulary import Competency, Kind, Role, RoleCompetency, Vocabulary

TODAY = date(2026, 7, 1)


def entry(id_: str, kind: Kind = Kind.SKILL, **more) -> Competency:
    return Competency(id=id_, name=id_.replace("-", " ").capitalize(), kind=kind, **more)


# Nine dialects answer for SQL in full, so its breadth is 1000.
DIALECTS = tuple(entry(f"dialect-{n}", Kind.TOOL, implies=("sql",)) for n in range(9))
SKILLS = tuple(entry(f"skill-{n:02}") for n in range(70))


def role(id_: str, *asks: str) -> Role:
    return Role(
        id=id_, code="", name=f"The {id_}", category="", summary="", week=(), background="",
        training="", mistaken_for="", titles=(), questions=(),
        asks=tuple(RoleCompetency(each, 3, 50) for each in asks),
    )  # fmt: skip


VOCABULARY = Vocabulary(
    version="small",
    competencies=(
        entry("sql", Kind.TOOL),
        entry("python", Kind.TOOL),
        entry("teamwork", block="tier3-teamwork"),
        entry("work-coding", Kind.KNOWLEDGE),
        entry("work-analysis", Kind.KNOWLEDGE),
        entry("work-nursing", Kind.KNOWLEDGE),
        entry("near-analyst", Kind.KNOWLEDGE),
        entry("near-coder", Kind.KNOWLEDGE),
        entry("rn", Kind.CREDENTIAL, is_licence=True),
        entry("lpn", Kind.CREDENTIAL, is_licence=True),
        entry("cpc", Kind.CREDENTIAL),
        *DIALECTS,
        *SKILLS,
    ),
    roles=(role("analyst", "sql", "skill-09"), role("coder")),
)
OCCUPATIONS = Occupations.build(
    {"work-coding": ["coder|coding"], "work-analysis": ["analyst"], "work-nursing": ["nurse"]},
    {},
    near_role={"analyst": ("work-analysis", "work-coding"), "coder": ("work-coding",)},
    domains={"work-coding": "records", "work-nursing": "clinical"},
)
RULES = LineRules.build(VOCABULARY, OCCUPATIONS, from_vocabulary(VOCABULARY))


def at(place: int, text: str = "words") -> Words:
    return Words(place, place + len(text), text)


def asks(competency: str, place: int = 100, *, necessity="must", rule="item", **more):
    """A competency (or credential) that a posting names; a sentence every hundred places."""
    return Requirement(competency, necessity, at(place, competency), rule, **more)


def years(least: float, domain=None, *, necessity="must", place: int = 900) -> YearsAsked:
    return YearsAsked(least, None, domain, necessity, at(place), "years")


def school(level: str, years=None, *, necessity="must", place: int = 950) -> EducationAsked:
    return EducationAsked(level, years, necessity, at(place), "education")


def posting(*requirements: Requirement, title: str = "", **more) -> Posting:
    facts = {
        "title": title,
        "title_words": at(0, title) if title else None,
        "requirements": requirements,
        "credentials": (),
        "years": (),
        "years_min": None,
        "education": (),
        "education_min": None,
        "education_or_experience": False,
        "clinical_background": "not_required",
        "clinical_words": None,
        "work_mode": "unspecified",
        "work_mode_words": None,
        "location": None,
        "location_words": None,
        "entry_friendly": False,
        "entry_reasons": (),
        "warnings": (),
    }
    return Posting(**(facts | more))


def support(role_id: str, p: float = 0.9, because: str = "the reason") -> RoleSupport:
    return RoleSupport(role_id, p, (at(50, because),) if because else ())


def worked(title: str, started: date | None, ended: date | None = None, *, place: int = 0):
    """A dated job; without an end it goes on."""
    return HeldJob(title, "", started, ended, ended is None, None, at(place, title), "job")


def holds(competency: str, place: int = 0, *, level=None, grade="claimed", last_used=None):
    return HeldCompetency(competency, level, grade, last_used, at(place, competency), "skills")


def certified(credential: str, place: int = 0, *, status="held", until=None) -> HeldCredential:
    return HeldCredential(credential, status, at(place, credential), "named", until)


def resume(*jobs: HeldJob, headline: str = "", **more) -> Resume:
    facts = {
        "headline": headline,
        "headline_words": at(0, headline) if headline else None,
        "competencies": (),
        "credentials": (),
        "jobs": jobs,
        "education": (),
        "education_highest": None,
        "months": {"clinical": None, "it": None, "records": None},
        "stated_years": (),
        "place": None,
        "place_words": None,
        "as_of": TODAY,
    }
    return Resume(**(facts | more))
