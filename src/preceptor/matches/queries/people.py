"""People as an employer sees them: in a list a card, on their page everything consent allows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from preceptor.accounts.models import Consent, Organization, Person, Schooling, User
from preceptor.accounts.queries import findable_people
from preceptor.accounts.queries.consent import has_consent, known_people, named_people
from preceptor.accounts.queries.seen import id_behind, id_seen_by
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.matches.answers import OTHER_WORK, Quote, YearsHeld
from preceptor.matches.line_states import EDUCATION_NAMES
from preceptor.matches.queries.advice import years_held
from preceptor.matches.queries.shown import ShownPerson, role_name, shown_people
from preceptor.resumes.models import Evidence, Fact, Record, Resume
from preceptor.resumes.queries import evidence_of
from preceptor.resumes.queries.blind import blind
from preceptor.resumes.queries.languages import language_name

CARD_SKILLS = 6
QUOTES = 3
NO_HEADLINE = "Person without a headline"


@dataclass(frozen=True, slots=True)
class Skill:
    """A competency somebody holds: the best level and grade shown for it, and the words."""

    competency: str
    name: str
    level: int | None
    grade: int
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A person in a list, without a name; ``seen_id`` is theirs for one organization only."""

    number: int
    seen_id: uuid.UUID
    key: str
    headline: str
    place: str
    is_willing_to_move: bool
    role: str
    years: tuple[YearsHeld, ...]
    education: str
    available_on: date | None
    displaced_from: str
    skills: tuple[Skill, ...]
    more_skills: int


@dataclass(frozen=True, slots=True)
class PastJob:
    """A dated job of a resume."""

    title: str
    employer: str
    started: date | None
    ended: date | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class School:
    """Where somebody learned: of a program here, or read in the resume."""

    name: str
    cohort: str
    finished_on: date | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's page as one organization sees it.

    Name, mail and phone, where they worked and what school gave which degree only where it may:
    employers with dates name somebody as surely as a name does, to their own employer first.
    """

    person: Person
    card: Card
    skills: tuple[Skill, ...]
    credentials: tuple[Skill, ...]
    jobs: tuple[PastJob, ...]
    studies: tuple[str, ...]
    schools: tuple[School, ...]
    languages: tuple[str, ...] | None
    right_to_work: str
    name: str
    email: str
    phone: str
    is_findable: bool
    may_invite: bool
    may_write: bool

    @property
    def is_named(self) -> bool:
        """Whether the organization may see who it is."""
        return bool(self.name)


def person_for(user: User, organization: Organization, seen_id: uuid.UUID) -> Person | None:
    """Return a person whom the organization may see at all, None for anybody else.

    Who may be found, and who applied to it or said yes, whether or not they may be found.
    """
    if not user.is_authenticated:
        return None
    public_id = id_behind(organization, seen_id)
    person = Person.objects.select_related("user").filter(public_id=public_id).first()
    if person is None:
        return None
    if is_findable(person) or known_people(organization, [person.pk]):
        return person
    return None


def is_findable(person: Person) -> bool:
    """Tell whether a person may be found now."""
    return findable_people().filter(pk=person.pk).exists()


def cards_of(numbers: Sequence[int], organization: Organization) -> list[Card]:
    """Return people as an organization's cards in the order given; the erased are passed over.

    Four queries.
    """
    people = Person.objects.in_bulk(list(numbers))
    headlines: dict[int, tuple[str, str]] = {
        number: (headline, _nearest(roles))
        for number, headline, roles in Resume.objects.filter(person_id__in=people)
        .order_by("pk")
        .values_list("person_id", "headline", "roles")
    }
    records = Record.objects.in_bulk(list(people))
    pieces = Evidence.objects.filter(person_id__in=people).order_by("pk")
    held: dict[int, list[tuple[str, int | None, int]]] = defaultdict(list)
    for number, slug, level, grade in pieces.values_list(
        "person_id", "competency__slug", "level", "grade"
    ):
        held[number].append((slug, level, grade))
    return [
        _card(
            people[number],
            id_seen_by(organization, people[number].public_id),
            headlines.get(number, ("", "")),
            records.get(number),
            best_skills(held[number]),
        )
        for number in numbers
        if number in people
    ]


def _nearest(roles: list[dict[str, Any]]) -> str:
    return next((role["role"] for role in roles if role["role"] != OTHER_WORK), "")


def _card(
    person: Person,
    seen_id: uuid.UUID,
    resume: tuple[str, str],
    record: Record | None,
    skills: Sequence[Skill],
) -> Card:
    return Card(
        number=person.pk,
        seen_id=seen_id,
        key=str(seen_id)[-6:],
        headline=blind(resume[0], person) or NO_HEADLINE,
        place=f"{person.city}, {person.state}" if person.city else "",
        is_willing_to_move=person.is_willing_to_move,
        role=role_name(resume[1]) if resume[1] else "",
        years=years_held(record),
        education=EDUCATION_NAMES[record.education if record else 0],
        available_on=person.available_on,
        displaced_from=person.displaced_from,
        skills=tuple(skills[:CARD_SKILLS]),
        more_skills=max(0, len(skills) - CARD_SKILLS),
    )


def best_skills(held: Iterable[tuple[str, int | None, int]]) -> list[Skill]:
    """Return each competency once with its best level and grade, best proved first."""
    by_id = load_vocabulary().by_id
    best: dict[str, tuple[int, int]] = {}
    for slug, level, grade in held:
        if slug in by_id:
            before = best.get(slug, (0, 0))
            best[slug] = (max(before[0], level or 0), max(before[1], grade))
    skills = [
        Skill(slug, by_id[slug].name, level or None, grade) for slug, (level, grade) in best.items()
    ]
    return sorted(skills, key=lambda each: (-each.grade, -(each.level or 2), each.name))


def profile_of(person: Person, organization: Organization) -> Profile:
    """Return a person's page as an organization sees it now."""
    shown = shown_people([person.pk])[person.pk]
    skills = _skills(person, shown)
    by_id = load_vocabulary().by_id
    facts = _facts(person)
    user = person.user
    is_named = person.pk in named_people(organization, [person.pk])
    may_contact = has_consent(person, Consent.Purpose.CONTACTED)
    return Profile(
        person=person,
        card=cards_of([person.pk], organization)[0],
        skills=tuple(each for each in skills if by_id[each.competency].kind != "credential"),
        credentials=tuple(each for each in skills if by_id[each.competency].kind == "credential"),
        jobs=tuple(_past_jobs(facts, person, is_named=is_named)),
        studies=tuple(
            " ".join(fact.words.split())
            for fact in facts
            if is_named and fact.kind == Fact.Kind.EDUCATION
        ),
        schools=_schools(person),
        languages=None
        if person.languages is None
        else tuple(language_name(code) for code in person.languages),
        right_to_work=person.right_to_work,
        name=(person.name or "Name not stated") if is_named else "",
        email=user.email if is_named and user is not None else "",
        phone=person.phone if is_named else "",
        is_findable=is_findable(person),
        may_invite=may_contact and is_findable(person),
        may_write=may_contact or bool(known_people(organization, [person.pk])),
    )


def _skills(person: Person, shown: ShownPerson) -> list[Skill]:
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for piece in shown.pieces:
        if piece.quote is not None and piece.quote not in quotes[piece.competency]:
            quotes[piece.competency].append(piece.quote)
    held = [(each.competency.slug, each.level, each.grade) for each in evidence_of([person.pk])]
    return [
        Skill(
            each.competency,
            each.name,
            each.level,
            each.grade,
            tuple(quotes[each.competency][:QUOTES]),
        )
        for each in best_skills(held)
    ]


def _facts(person: Person) -> list[Fact]:
    newest = Resume.objects.filter(person=person).order_by("-pk").first()
    if newest is None:
        return []
    kinds = (Fact.Kind.JOB, Fact.Kind.EDUCATION)
    return list(newest.facts.filter(kind__in=kinds).order_by("order"))


def _past_jobs(facts: Iterable[Fact], person: Person, *, is_named: bool) -> Iterable[PastJob]:
    for fact in facts:
        if fact.kind == Fact.Kind.JOB:
            yield PastJob(
                title=blind(fact.value.get("title") or "", person),
                employer=(fact.value.get("employer") or "") if is_named else "",
                started=_day(fact.value.get("from")),
                ended=_day(fact.value.get("to")),
                is_current=bool(fact.value.get("is_current")),
            )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _schools(person: Person) -> tuple[School, ...]:
    rows = Schooling.objects.filter(person=person).select_related("organization").order_by("pk")
    return tuple(
        School(row.organization.name, row.cohort, row.finished_on, row.confirmed_at is not None)
        for row in rows
    )
