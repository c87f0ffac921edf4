"""The record as it counts: what was read, with the person's corrections over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from preceptor.common.places import PlaceFound, find_place, find_zip
from preceptor.engine.extract.facts import Domain
from preceptor.engine.extract.intervals import month_number, months_by_field
from preceptor.engine.translate.evidence import EDUCATION_RANK, GRADES, STANDINGS
from preceptor.resumes.models import Correction, Fact

DOMAINS: tuple[Domain, ...] = ("clinical", "it", "records")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence; ``fact`` is the row it was read in, None for an added one."""

    competency: str
    level: int | None
    grade: int
    last_used: date | None = None
    standing: str = "in_force"
    expires_on: date | None = None
    fact: int | None = None
    is_from_correction: bool = False


def normal(words: str) -> str:
    """Return words as corrections are keyed: lower case, single blanks, at most 300."""
    return " ".join(words.lower().split())[:300]


def pieces(
    facts: Sequence[Fact], corrections: Sequence[Correction], slugs: Mapping[int, str]
) -> list[Piece]:
    """Return the evidence: every fact that no correction removes, as changed; then what was added.

    A correction with words holds for those words, one without for the competency anywhere.
    ``slugs``: number of a competency's row -> its id in the vocabulary.
    """
    by_key = {(c.kind, c.subject, c.words): c for c in corrections}
    found = []
    for fact in facts:
        if fact.competency_id is None:
            continue
        slug = slugs[fact.competency_id]
        correction = by_key.get((fact.kind, slug, normal(fact.words))) or by_key.get(
            (fact.kind, slug, "")
        )
        if correction is not None and correction.action == Correction.Action.REMOVE:
            continue
        change = correction.value if correction and correction.action == "change" else {}
        found.append(_piece(fact, slug, change))
    found += [
        Piece(
            competency=c.subject,
            level=c.value.get("level"),
            grade=0,
            standing=STANDINGS.get(c.value.get("status", "held"), "in_force"),
            expires_on=_day(c.value.get("until")),
            is_from_correction=True,
        )
        for c in corrections
        if c.action == Correction.Action.ADD
        and c.kind in (Fact.Kind.COMPETENCY, Fact.Kind.CREDENTIAL)
    ]
    return found


def _piece(fact: Fact, slug: str, change: dict[str, Any]) -> Piece:
    value = {**fact.value, **change}
    if fact.kind == Fact.Kind.CREDENTIAL:
        return Piece(
            competency=slug,
            level=None,
            grade=0,
            standing=STANDINGS[value["status"]],
            expires_on=_day(value.get("until")),
            fact=fact.pk,
            is_from_correction=bool(change),
        )
    return Piece(
        competency=slug,
        level=value["level"],
        grade=int(GRADES[value["grade"]]),
        last_used=_day(value.get("last_used")),
        fact=fact.pk,
        is_from_correction=bool(change),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def columns(
    facts: Sequence[Fact],
    corrections: Sequence[Correction],
    *,
    months: Mapping[str, int | None],
    as_of: date,
) -> dict[str, Any]:
    """Return the record's columns: quarters per domain (None not stated) and education.

    ``months``: what the reader counted per domain, None where nothing is stated.
    """
    quarters = _quarters(_recounted(facts, corrections, months, as_of), corrections)
    stated = [value for value in quarters.values() if value is not None]
    level, words = _education(facts, corrections)
    return {
        **{f"quarters_{domain}": value for domain, value in quarters.items()},
        "quarters_any": min(255, sum(stated)) if stated else None,
        "education": level,
        "education_words": words[:200],
    }


def _recounted(
    facts: Sequence[Fact],
    corrections: Sequence[Correction],
    months: Mapping[str, int | None],
    as_of: date,
) -> Mapping[str, int | None]:
    """Return the months with jobs removed or moved to another domain by the person.

    The reader knows more than the jobs (totals that the text states), so what the corrections
    change is added to its count, and the count is not made anew.
    """
    said = {c.words: c for c in corrections if c.kind == Fact.Kind.JOB}
    if not said:
        return months
    jobs = [fact for fact in facts if fact.kind == Fact.Kind.JOB and fact.value["from"]]
    as_read = _months([(fact.value["domain"], fact) for fact in jobs], as_of)
    as_said = _months([(_domain_of(fact, said), fact) for fact in jobs], as_of)
    counted = {
        domain: (months.get(domain) or 0) + as_said.get(domain, 0) - as_read.get(domain, 0)
        for domain in DOMAINS
    }
    return {domain: value if value > 0 else None for domain, value in counted.items()}


def _domain_of(fact: Fact, said: Mapping[str, Correction]) -> str | None:
    correction = said.get(normal(fact.words))
    if correction is None:
        return fact.value["domain"]  # type: ignore[no-any-return]
    if correction.action == Correction.Action.REMOVE:
        return None
    domain: str | None = correction.value.get("domain")
    return domain


def _months(jobs: Sequence[tuple[str | None, Fact]], as_of: date) -> dict[str, int]:
    """Count the months per domain, each month in the first job that claims it."""
    spans = []
    for domain, fact in jobs:
        start = month_number(_day(fact.value["from"]) or as_of)
        end = month_number(_day(fact.value["to"]) or as_of)
        if domain is not None:
            spans.append((domain, (start, max(end, start + 1))))
    return months_by_field(spans)


def _quarters(
    months: Mapping[str, int | None], corrections: Sequence[Correction]
) -> dict[Domain, int | None]:
    said = {c.subject: c.value["years"] for c in corrections if c.kind == Fact.Kind.YEARS}
    quarters: dict[Domain, int | None] = {}
    for domain in DOMAINS:
        counted = months.get(domain)
        value = None if counted is None else counted // 3
        if f"years_{domain}" in said:
            value = int(said[f"years_{domain}"] * 4)
        quarters[domain] = None if value is None else min(value, 255)
    return quarters


def home(facts: Sequence[Fact], corrections: Sequence[Correction]) -> PlaceFound | None:
    """Return where the person lives: as they stated it, else as the document heads it."""
    stated = _said_of_home(corrections).get("zip", "")
    if stated:
        return find_zip(stated)
    read = next((fact for fact in facts if fact.kind == Fact.Kind.PLACE), None)
    return find_place(read.value["place"]) if read else None


def is_willing_to_move(corrections: Sequence[Correction]) -> bool:
    """Return whether the person says that they would move for work; unsaid is no."""
    return bool(_said_of_home(corrections).get("is_willing_to_move", False))


def _said_of_home(corrections: Sequence[Correction]) -> dict[str, Any]:
    said = next((c for c in corrections if c.kind == Fact.Kind.PLACE), None)
    return said.value if said is not None else {}


def _education(facts: Sequence[Fact], corrections: Sequence[Correction]) -> tuple[int, str]:
    said = next((c for c in corrections if c.kind == Fact.Kind.EDUCATION), None)
    if said is not None:
        level = said.value["level"]
        return EDUCATION_RANK.get(level, 0), "as you stated it"
    best, words = 0, ""
    for fact in facts:
        if fact.kind != Fact.Kind.EDUCATION or not fact.value["is_complete"]:
            continue
        rank = EDUCATION_RANK.get(fact.value["level"], 0)
        if rank > best:
            best, words = rank, fact.words
    return best, words
