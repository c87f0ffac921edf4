"""The record as its page shows it: every fact with its words, and what the person says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from preceptor.accounts.models import Person
from preceptor.common.marked_text import Mark, Paragraph, mark_text
from preceptor.common.places import find_zip
from preceptor.common.sentences import within
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Kind
from preceptor.resumes.corrected import normal
from preceptor.resumes.models import Correction, Fact

DOMAIN_NAMES = {
    "clinical": "Clinical work",
    "it": "IT work",
    "records": "Records and billing work",
}
STATUS_NAMES = {"held": "in force", "pending": "pending", "expired": "expired"}
EDUCATION_NAMES = {
    "high_school": "Secondary school",
    "certificate": "A certificate",
    "associate": "An associate degree",
    "bachelor": "A bachelor's degree",
    "master": "A master's degree",
    "doctorate": "A doctorate",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Words that were read, how often they stand there, and whether the person took them out."""

    fact: Fact
    count: int
    removed: Correction | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A competency or credential with every place it was read at.

    ``level`` and ``status`` are as they count now; ``read_level`` is the reader's, None where the
    text states none. ``correction`` is what the person said, if anything.
    """

    kind: str
    slug: str
    name: str
    places: tuple[Place, ...]
    level: int | None
    read_level: int | None
    grade: str
    status: str
    is_removed: bool
    is_added: bool
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A dated job of the resume and the kind of work it counts as."""

    fact: Fact
    title: str
    employer: str
    started: date | None
    ended: date | None
    is_current: bool
    domain: str
    is_removed: bool
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class HomeRow:
    """Where the person lives: the town that counts ("" where none is known), what was read.

    ``zip_code`` is what the field holds, a refused one where ``is_refused``; ``is_stated`` is
    whether the person gave it and the text did not.
    """

    town: str
    zip_code: str
    is_refused: bool
    is_willing_to_move: bool
    is_stated: bool
    read: Fact | None


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A correction in words: what it is about, what was read, what the person says."""

    correction: Correction
    about: str
    says: str


def held_rows(facts: Sequence[Fact], corrections: Sequence[Correction], kind: str) -> list[HeldRow]:
    """Return one row per competency or credential, by name; what was added comes with them."""
    by_slug: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind == kind and fact.competency is not None:
            by_slug.setdefault(fact.competency.slug, []).append(fact)
    own = [correction for correction in corrections if correction.kind == kind]
    said = {c.subject: c for c in own if not c.words}
    removed = {(c.subject, c.words): c for c in own if c.words}
    for slug in said:
        by_slug.setdefault(slug, [])
    rows = [
        _held_row(kind, slug, found, said.get(slug), removed) for slug, found in by_slug.items()
    ]
    return sorted(rows, key=lambda row: (row.is_removed, row.name.casefold()))


def _held_row(
    kind: str,
    slug: str,
    facts: Sequence[Fact],
    correction: Correction | None,
    removed: Mapping[tuple[str, str], Correction],
) -> HeldRow:
    levels = [fact.value.get("level") for fact in facts]
    read_level = max((level for level in levels if level is not None), default=None)
    change: dict[str, Any] = correction.value if correction else {}
    value = {**(facts[0].value if facts else {}), **change}
    grades = [fact.value.get("grade", "claimed") for fact in facts]
    return HeldRow(
        kind=kind,
        slug=slug,
        name=competency_name(slug),
        places=_places(slug, facts, removed),
        level=change.get("level", read_level),
        read_level=read_level,
        grade="documented" if "documented" in grades else "claimed",
        status=value.get("status", "held"),
        is_removed=correction is not None and correction.action == Correction.Action.REMOVE,
        is_added=not facts,
        correction=correction,
    )


def _places(
    slug: str, facts: Sequence[Fact], removed: Mapping[tuple[str, str], Correction]
) -> tuple[Place, ...]:
    """Put the same words together, as a correction does."""
    counts = Counter(normal(fact.words) for fact in facts)
    first = {normal(fact.words): fact for fact in reversed(facts)}
    return tuple(
        Place(first[words], count, removed.get((slug, words))) for words, count in counts.items()
    )


def competency_name(slug: str) -> str:
    """Return a competency's name, or its id where the vocabulary no longer has it."""
    entry = load_vocabulary().by_id.get(slug)
    return entry.name if entry else slug


def education_value(rank: int) -> str:
    """Return the choice for an education 0-6 as the record holds it, "" for not stated."""
    return ("", *EDUCATION_NAMES)[rank]


def kind_of(slug: str) -> str:
    """Return under which kind of fact a competency is corrected."""
    is_credential = load_vocabulary().by_id[slug].kind == Kind.CREDENTIAL
    return Fact.Kind.CREDENTIAL if is_credential else Fact.Kind.COMPETENCY


def job_rows(facts: Sequence[Fact], corrections: Sequence[Correction]) -> list[JobRow]:
    """Return the jobs in the order of the text."""
    said = {c.words: c for c in corrections if c.kind == Fact.Kind.JOB}
    rows = []
    for fact in facts:
        if fact.kind != Fact.Kind.JOB:
            continue
        correction = said.get(normal(fact.words))
        value = {**fact.value, **(correction.value if correction else {})}
        rows.append(
            JobRow(
                fact=fact,
                title=value.get("title") or "",
                employer=value.get("employer") or "",
                started=_day(value.get("from")),
                ended=_day(value.get("to")),
                is_current=bool(value.get("is_current")),
                domain=value.get("domain") or "",
                is_removed=correction is not None and correction.action == Correction.Action.REMOVE,
                correction=correction,
            )
        )
    return rows


def schooling(facts: Sequence[Fact]) -> list[Fact]:
    """Return the education that was read, the same words once."""
    found = {
        (normal(fact.words), fact.value["is_complete"]): fact
        for fact in reversed(facts)
        if fact.kind == Fact.Kind.EDUCATION
    }
    return list(reversed(found.values()))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def said_rows(corrections: Iterable[Correction]) -> list[SaidRow]:
    """Return the corrections in words, the newest first."""
    ordered = sorted(corrections, key=lambda c: c.made_at, reverse=True)
    return [SaidRow(c, _about(c), _says(c)) for c in ordered]


def _about(correction: Correction) -> str:
    if correction.kind in (Fact.Kind.COMPETENCY, Fact.Kind.CREDENTIAL):
        name = competency_name(correction.subject)
        return f"{name}, where it says “{correction.words}”" if correction.words else name
    if correction.kind == Fact.Kind.YEARS:
        domain = correction.subject.removeprefix("years_")
        return f"Years of {within(DOMAIN_NAMES.get(domain, domain))}"
    if correction.kind == Fact.Kind.JOB:
        return f"The job “{correction.words}”"
    if correction.kind == Fact.Kind.PLACE:
        return "Where you live"
    return "Education completed"


def _says(correction: Correction) -> str:
    value: dict[str, Any] = correction.value
    if correction.action == Correction.Action.REMOVE:
        return "does not count"
    if correction.kind == Fact.Kind.PLACE:
        return _says_of_home(value)
    if "years" in value:
        return f"{value['years']:g} years"
    if correction.kind == Fact.Kind.EDUCATION:
        return within(EDUCATION_NAMES[value["level"]])
    if "domain" in value:
        domain = value["domain"]
        return within(DOMAIN_NAMES[domain]) if domain else "none of the three kinds of work"
    if "status" in value:
        return STATUS_NAMES[value["status"]]
    level = value.get("level")
    verb = "added" if correction.action == Correction.Action.ADD else "counts"
    return f"{verb} at level {level}" if level else f"{verb}, level not stated"


def _says_of_home(value: Mapping[str, Any]) -> str:
    found = find_zip(value.get("zip", ""))
    town = f"{found.city}, {found.state} {found.zip_code}" if found else "as read"
    move = "willing to move" if value.get("is_willing_to_move") else "not willing to move"
    return f"{town}; {move}"


def home_row(
    person: Person,
    facts: Sequence[Fact],
    corrections: Sequence[Correction],
    *,
    sent_back: Mapping[str, str] | None = None,
) -> HomeRow:
    """Return where the person lives as it counts.

    ``sent_back``: what was given with a ZIP code that was refused, to be corrected.
    """
    said = next((c for c in corrections if c.kind == Fact.Kind.PLACE), None)
    town = f"{person.city}, {person.state} {person.zip_code}".strip() if person.city else ""
    return HomeRow(
        town=town,
        zip_code=person.zip_code if sent_back is None else sent_back.get("zip", ""),
        is_refused=sent_back is not None,
        is_willing_to_move=(
            person.is_willing_to_move if sent_back is None else "is_willing_to_move" in sent_back
        ),
        is_stated=said is not None and bool(said.value.get("zip")),
        read=next((fact for fact in facts if fact.kind == Fact.Kind.PLACE), None),
    )


def marked_facts(text: str, facts: Sequence[Fact]) -> list[Paragraph]:
    """Return the text with the words of every competency and credential marked.

    The key of a piece is the competency, so that it leads to its row.
    """
    marks = [
        Mark(fact.start, fact.end, fact.competency.slug)
        for fact in facts
        if fact.competency is not None
    ]
    return mark_text(text, marks)
