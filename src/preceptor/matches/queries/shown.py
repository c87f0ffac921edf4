"""What pages show of stored rows: quotes, roles, places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from preceptor.accounts.models import Person
from preceptor.common.sentences import within
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job
from preceptor.matches.answers import Quote, RoleNear
from preceptor.matches.line_states import ShownPiece, quote_at
from preceptor.matches.queries.blind import blind_quote
from preceptor.resumes.models import Evidence, Resume
from preceptor.resumes.queries import evidence_of
from preceptor.resumes.queries.blind import blind

TWO_JOBS = re.compile(r"two jobs in one text: (\w+) and (\w+)")


def role_name(role: str) -> str:
    """Return a role's name in HR's words."""
    known = load_vocabulary().role_by_id.get(role)
    return known.name if known else "Work outside health IT"


def said_warnings(warnings: Iterable[str]) -> tuple[str, ...]:
    """Return a reader's warnings as sentences, with the names of roles in place of their ids."""
    return tuple(_said(warning) for warning in warnings)


def _said(warning: str) -> str:
    known = load_vocabulary().role_by_id
    two = TWO_JOBS.fullmatch(warning)
    if two is not None and two[1] in known and two[2] in known:
        first, second = within(known[two[1]].name), within(known[two[2]].name)
        return f"Two jobs in one text: {first}; {second}. Consider a posting for each."
    sentence = warning[:1].upper() + warning[1:]
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def roles_near(roles: list[dict[str, Any]], *, limit: int = 3) -> tuple[RoleNear, ...]:
    """Return the best-supported roles of a stored reading."""
    return tuple(
        RoleNear(
            id=entry["role"],
            name=role_name(entry["role"]),
            percent=round(100 * entry["p"]),
            because=_quotes(entry["because"]),
        )
        for entry in roles[:limit]
    )


def _quotes(because: list[dict[str, Any]]) -> tuple[Quote, ...]:
    """Return the words that decide; what stands in a text twice is quoted once."""
    quotes: dict[str, Quote] = {}
    for words in because:
        text = " ".join(words["text"].split())
        span = (words["span"][0], words["span"][1])
        quotes.setdefault(text.casefold(), Quote("", text, "", span))
    return tuple(quotes.values())


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A person as a list shows them: no name, the newest resume's headline, their evidence."""

    key: str
    place: str
    headline: str
    pieces: tuple[ShownPiece, ...]


def shown_people(numbers: Sequence[int], *, is_blind: bool = True) -> dict[int, ShownPerson]:
    """Return the people of some numbers in three queries; who is no longer there is absent.

    Blind, words that name a person are left out of their headline and quotes.
    """
    if not numbers:
        return {}
    people = Person.objects.in_bulk(list(numbers))
    # Rising, so that the newest resume of each person is the one that stays.
    resumes = {
        resume.person_id: resume
        for resume in Resume.objects.filter(person_id__in=people)
        .select_related("document")
        .order_by("pk")
    }
    pieces: dict[int, list[Evidence]] = defaultdict(list)
    for piece in evidence_of(people):
        pieces[piece.person_id].append(piece)
    return {
        number: ShownPerson(
            key=str(person.public_id)[-6:],
            place=f"{person.city}, {person.state}" if person.city else "",
            headline=_headline(person, resumes.get(number), is_blind=is_blind),
            pieces=_all_shown(pieces[number], resumes.get(number), person if is_blind else None),
        )
        for number, person in people.items()
    }


def _headline(person: Person, resume: Resume | None, *, is_blind: bool) -> str:
    headline = resume.headline if resume is not None else ""
    return blind(headline, person) if is_blind else headline


def shown_pieces(person: Person) -> tuple[ShownPiece, ...]:
    """Return a person's evidence with quotes, in the positions the engine knows."""
    return shown_people([person.pk], is_blind=False)[person.pk].pieces


def _all_shown(
    evidence: Iterable[Evidence], resume: Resume | None, blind_to: Person | None
) -> tuple[ShownPiece, ...]:
    text = resume.document.text if resume is not None else ""
    # Passed over exactly where the pool passes over: competencies that left the vocabulary.
    known = load_vocabulary().number
    return tuple(
        _shown(piece, text, blind_to) for piece in evidence if piece.competency.slug in known
    )


def _shown(piece: Evidence, text: str, blind_to: Person | None) -> ShownPiece:
    quote = None
    if piece.fact is not None and text[piece.fact.start : piece.fact.end] == piece.fact.words:
        quote = quote_at(text, piece.fact.start, piece.fact.end)
    elif piece.is_from_correction:
        words = "as you stated it" if blind_to is None else "as stated by the person"
        quote = Quote("", words, "", (0, 0))
    if blind_to is not None:
        quote = blind_quote(quote, blind_to)
    return ShownPiece(piece.competency.slug, piece.grade, quote)


def place_of(job: Job) -> str:
    """Return where a job is, as far as it is known."""
    if job.city:
        return f"{job.city}, {job.state}"
    return (job.reading.get("location") or "") if job.reading else ""


def organization_of(job: Job) -> str:
    """Return who offers a job, as far as it is known."""
    if job.organization is not None:
        return job.organization.name
    return job.reading.get("employer") or "" if job.reading else ""
