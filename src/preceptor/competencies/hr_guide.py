"""The role guide's own authored parts: what a good answer contains, ladders, the finder, and
certificates in plain words. Django-free.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from preceptor.competencies.vocabulary_files import load_vocabulary, parse_files
from preceptor.engine.vocabulary import Competency, Role

# How much of the week a statement describes: hardly ever, sometimes, most weeks.
NEVER, SOMETIMES, MOSTLY = 0, 1, 2


class GuideError(ValueError):
    """A file of the guide names something that the vocabulary does not have."""


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """A question, the competency it is about, what a good answer contains, when to ask again."""

    asks: str
    competency: Competency
    good: str
    beware: str


@dataclass(frozen=True, slots=True)
class NextRole:
    """A role that people go on to, and what that asks beyond."""

    role: Role
    step: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where people come from, what the three rungs of a role do, and where they go."""

    came_from: tuple[str, ...]
    rungs: tuple[tuple[str, str], ...]
    next_roles: tuple[NextRole, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A question of the finder; ``weeks`` says for each role how much of its week it describes."""

    id: str
    asks: str
    weeks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in plain words. ``basis`` is official or reported; ``caution`` may be empty."""

    competency: Competency
    proves: str
    not_proves: str
    given_by: str
    how: str
    renewal: str
    caution: str
    basis: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A role as the finder ranks it.

    ``points`` of ``most``: two for an answer that describes the role's week exactly, one for one
    beside it. ``agrees`` and ``differs`` are the statements that speak most for it and against.
    """

    role: Role
    points: int
    most: int
    agrees: tuple[Statement, ...]
    differs: tuple[Statement, ...]

    @property
    def percent(self) -> int:
        """How much of what was answered describes this role, in whole percent."""
        return 100 * self.points // self.most if self.most else 0


@functools.cache
def interview_questions() -> Mapping[str, tuple[InterviewQuestion, ...]]:
    """Return the questions of every role by its id, in the role's own order."""
    vocabulary = load_vocabulary()
    written = _file("interviews.yaml")["roles"]
    found = {}
    for role in vocabulary.roles:
        rows = written.get(role.id, [])
        if len(rows) != len(role.questions):
            raise GuideError(f"interviews.yaml, {role.id}: one entry for each question.")
        found[role.id] = tuple(
            InterviewQuestion(asks, _competency(row["tests"]), row["good"], row["beware"])
            for asks, row in zip(role.questions, rows, strict=True)
        )
    return found


@functools.cache
def ladders() -> Mapping[str, Ladder]:
    """Return the ladder of every role by its id."""
    document = _file("ladder.yaml")
    roles = load_vocabulary().role_by_id
    return {
        role: Ladder(
            came_from=tuple(entry["from"]),
            rungs=tuple(zip(document["rungs"], entry["rungs"], strict=True)),
            next_roles=tuple(NextRole(roles[n["role"]], n["step"]) for n in entry["next"]),
        )
        for role, entry in document["roles"].items()
    }


@functools.cache
def statements() -> tuple[Statement, ...]:
    """Return the finder's questions in order. Raises GuideError for a role that is not there."""
    known = load_vocabulary().role_by_id
    found = tuple(
        Statement(entry["id"], entry["asks"], dict(entry["roles"]))
        for entry in _file("finder.yaml")["questions"]
    )
    for statement in found:
        if unknown := set(statement.weeks) - set(known):
            raise GuideError(f"finder.yaml, {statement.id}: no role {', '.join(sorted(unknown))}.")
    return found


@functools.cache
def certificates() -> Mapping[str, Certificate]:
    """Return the certificates in plain words by the slug of their competency."""
    document = _file("certificates.yaml")
    return {
        entry["id"]: Certificate(
            competency=_competency(entry["id"]),
            caution=entry.get("caution", ""),
            as_of=str(document["as_of"]),
            **{name: entry[name] for name in CERTIFICATE_PARTS},
        )
        for entry in document["certificates"]
    }


CERTIFICATE_PARTS = ("proves", "not_proves", "given_by", "how", "renewal", "basis", "source")


def find_role(answers: Mapping[str, int]) -> tuple[FoundRole, ...]:
    """Return the roles that answers describe, best first, equal ones in the guide's order.

    ``answers``: how much of the week each statement describes, by its id; one that is left out
    counts for no role and against none. Nothing answered: nothing found.

    >>> [found.role.id for found in find_role({"teach": 2, "floor": 2})][:1]
    ['trainer']
    """
    asked = [statement for statement in statements() if statement.id in answers]
    if not asked:
        return ()
    found = [_found(role, asked, answers) for role in load_vocabulary().roles]
    return tuple(sorted(found, key=lambda each: -each.points))


def _found(role: Role, asked: list[Statement], answers: Mapping[str, int]) -> FoundRole:
    points = 0
    agrees, differs = [], []
    for statement in asked:
        week = statement.weeks.get(role.id, NEVER)
        apart = abs(answers[statement.id] - week)
        points += MOSTLY - apart
        # That somebody does not do what a role does not do either says little for it.
        if apart == 0 and week == MOSTLY:
            agrees.append(statement)
        elif apart == MOSTLY:
            differs.append(statement)
    return FoundRole(role, points, MOSTLY * len(asked), tuple(agrees), tuple(differs))


def _competency(slug: str) -> Competency:
    found = load_vocabulary().by_id.get(slug)
    if found is None:
        raise GuideError(f"The guide names {slug}, and the vocabulary has no such competency.")
    return found


def _file(name: str) -> dict[str, Any]:
    path = resources.files("preceptor.competencies") / "guide" / name
    document: dict[str, Any] = parse_files({name: path.read_bytes()})[name]
    return document
