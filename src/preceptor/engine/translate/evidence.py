"""What a resume states, as pieces of evidence and the columns of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from preceptor.engine.extract.facts import Domain, Resume, Words
from preceptor.engine.match import (
    Domain as MatchDomain,
)
from preceptor.engine.match import (
    Education,
    Evidence,
    Grade,
    PersonRecord,
    Standing,
)
from preceptor.engine.vocabulary import Vocabulary

# The seven steps that matching compares, for the finer words that reading knows.
EDUCATION_RANK: Mapping[str, int] = {
    "secondary": 1,
    "high_school": 1,
    "secondary_vocational": 2,
    "certificate": 2,
    "associate": 3,
    "bachelor": 4,
    "postgraduate_diploma": 4,
    "master": 5,
    "doctorate": 6,
}

MATCH_DOMAIN: Mapping[str, MatchDomain] = {
    "clinical": MatchDomain.CLINICAL,
    "it": MatchDomain.IT,
    "records": MatchDomain.RECORDS,
}

GRADES: Mapping[str, Grade] = {
    "claimed": Grade.CLAIMED,
    "documented": Grade.DOCUMENTED,
    "attested": Grade.ATTESTED,
    "assessed": Grade.ASSESSED,
    "credentialed": Grade.CREDENTIALED,
}

STANDINGS: Mapping[str, str] = {"held": "in_force", "pending": "pending", "expired": "expired"}
MATCH_STANDING: Mapping[str, Standing] = {
    "in_force": Standing.IN_FORCE,
    "pending": Standing.PENDING,
    "expired": Standing.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """One piece of evidence before it has a person; ``level`` None is not stated."""

    competency: str
    level: int | None
    grade: int
    last_used: date | None = None
    standing: str = "in_force"
    expires_on: date | None = None
    words: Words | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The columns of a record. Quarters are None where nothing is stated."""

    quarters: Mapping[Domain, int | None]
    quarters_any: int | None
    education: int
    state: str = ""
    home: tuple[float, float] | None = None
    is_willing_to_move: bool = False
    right_to_work: bool | None = None


def evidence_from(resume: Resume) -> list[EvidenceDraft]:
    """Turn a resume's competencies and credentials into pieces, in the order of the text.

    Every mention is a piece of its own: more mentions never count for less.
    """
    pieces = [
        EvidenceDraft(
            competency=held.competency,
            level=held.level,
            grade=int(GRADES[held.grade]),
            last_used=held.last_used,
            words=held.words,
            rule=held.rule,
        )
        for held in resume.competencies
    ]
    pieces += [
        EvidenceDraft(
            competency=held.credential,
            level=None,
            # What a person writes about a licence is a claim until somebody has checked it.
            grade=int(Grade.CLAIMED),
            standing=STANDINGS[held.status],
            expires_on=held.until,
            words=held.words,
            rule=held.rule,
        )
        for held in resume.credentials
    ]
    return sorted(pieces, key=lambda piece: piece.words.start if piece.words else -1)


def history_from(resume: Resume) -> History:
    """Turn months per domain and the highest completed level into a record's columns."""
    quarters: dict[Domain, int | None] = {
        domain: None if months is None else months // 3 for domain, months in resume.months.items()
    }
    stated = [value for value in quarters.values() if value is not None]
    return History(
        quarters=quarters,
        quarters_any=sum(stated) if stated else None,
        education=EDUCATION_RANK.get(resume.education_highest or "", 0),
    )


def person_record(
    *,
    number: int,
    pieces: Iterable[EvidenceDraft],
    history: History,
    vocabulary: Vocabulary,
) -> PersonRecord:
    """Put pieces and columns together for the matching engine, positions as given."""
    evidence = tuple(
        Evidence(
            competency=vocabulary.number[piece.competency],
            level=piece.level,
            grade=Grade(piece.grade),
            last_used=piece.last_used,
            standing=MATCH_STANDING[piece.standing],
            expires_on=piece.expires_on,
        )
        for piece in pieces
    )
    quarters = {
        MATCH_DOMAIN[domain]: value
        for domain, value in history.quarters.items()
        if value is not None
    }
    if history.quarters_any is not None:
        quarters[MatchDomain.ANY] = history.quarters_any
    return PersonRecord(
        number=number,
        evidence=evidence,
        quarters=quarters,
        education=Education(history.education),
        right_to_work=history.right_to_work,
        state=history.state,
        home=history.home,
        willing_to_move=history.is_willing_to_move,
    )
