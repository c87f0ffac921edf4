"""Looks things up in the vocabulary: search, relations both ways, who asks for what.

Plain functions over the vocabulary as it was loaded; no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from preceptor.engine.vocabulary import Competency, Kind, Role, RoleCompetency, Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """A competency that a search found; ``written`` is the alias that matched, if not its name."""

    competency: Competency
    written: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another competency and what one counts for in the other, in percent (100 is in full)."""

    other: Competency
    weight: int


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """Relations of one direction, strongest first, under the words a page shows."""

    title: str
    note: str
    relations: tuple[Relation, ...]

    @property
    def is_full(self) -> bool:
        """Whether every one of them counts in full."""
        return all(relation.weight == 100 for relation in self.relations)


@dataclass(frozen=True, slots=True)
class Asking:
    """A role that asks a competency, and how."""

    role: Role
    asked: RoleCompetency


def find_competencies(vocabulary: Vocabulary, text: str, kind: Kind | None = None) -> list[Found]:
    """Return competencies whose name or alias holds the text, best first; all of them for "".

    A whole name comes before a whole alias, then what begins with the text, then a word that
    does, then any place in it. Equal ones come by name. Capitals do not count.
    """
    wanted = " ".join(text.casefold().split())
    ranked = []
    for entry in vocabulary.competencies:
        if kind is None or entry.kind == kind:
            hit = _best_hit(entry, wanted)
            if hit is not None:
                ranked.append((hit[0], entry.name.casefold(), Found(entry, hit[1])))
    return [found for _, _, found in sorted(ranked, key=lambda row: row[:2])]


def _best_hit(entry: Competency, wanted: str) -> tuple[int, str] | None:
    if not wanted:
        return 0, ""
    hits = [(2 * rank, "") for rank in _ranks(entry.name, wanted)]
    hits += [
        (2 * rank + 1, alias.text) for alias in entry.aliases for rank in _ranks(alias.text, wanted)
    ]
    return min(hits, default=None)


def _ranks(text: str, wanted: str) -> Iterable[int]:
    folded = text.casefold()
    if wanted in folded:
        if folded == wanted:
            yield 0
        elif folded.startswith(wanted):
            yield 1
        elif f" {wanted}" in folded:
            yield 2
        else:
            yield 3


def relation_groups(vocabulary: Vocabulary, competency: str) -> list[RelationGroup]:
    """Return what is stated about a competency in either direction, empty groups left out.

    Raises KeyError for an unknown competency.
    """
    entry = vocabulary.by_id[competency]
    back = _backward(vocabulary)
    name = entry.name
    groups = [
        (
            "Holding it is holding",
            f"Whoever holds {name} holds these in full.",
            _full(entry.implies),
        ),
        (
            "It is held with",
            f"Whoever holds one of these holds {name} in full.",
            back.implies[competency],
        ),
        ("It is part of", f"What {name} alone counts for in the whole.", entry.part_of),
        (
            "Its parts",
            f"Holding {name} is holding these; each counts for a part of it.",
            back.part_of[competency],
        ),
        (
            "Related",
            "What one counts for where the other is asked.",
            (*entry.related, *back.related[competency]),
        ),
    ]
    return [
        RelationGroup(title, note, _relations(vocabulary, ends))
        for title, note, ends in groups
        if ends
    ]


def _full(ids: Iterable[str]) -> list[tuple[str, int]]:
    return [(id_, 100) for id_ in ids]


def _relations(vocabulary: Vocabulary, ends: Iterable[tuple[str, int]]) -> tuple[Relation, ...]:
    strongest: dict[str, int] = {}
    for id_, weight in ends:
        strongest[id_] = max(weight, strongest.get(id_, 0))
    relations = (Relation(vocabulary.by_id[id_], weight) for id_, weight in strongest.items())
    return tuple(sorted(relations, key=lambda each: (-each.weight, each.other.name.casefold())))


@dataclass(frozen=True, slots=True)
class _Backward:
    implies: Mapping[str, list[tuple[str, int]]]
    part_of: Mapping[str, list[tuple[str, int]]]
    related: Mapping[str, list[tuple[str, int]]]


def _backward(vocabulary: Vocabulary) -> _Backward:
    implies, part_of, related = (defaultdict[str, list[tuple[str, int]]](list) for _ in range(3))
    for entry in vocabulary.competencies:
        for id_ in entry.implies:
            implies[id_].append((entry.id, 100))
        for id_, weight in entry.part_of:
            part_of[id_].append((entry.id, weight))
        for id_, weight in entry.related:
            related[id_].append((entry.id, weight))
    return _Backward(implies, part_of, related)


def roles_asking(vocabulary: Vocabulary, competency: str) -> list[Asking]:
    """Return the roles that ask a competency, the one it weighs most in first."""
    asking = [
        Asking(role, asked)
        for role in vocabulary.roles
        for asked in role.asks
        if asked.competency == competency
    ]
    return sorted(asking, key=lambda each: -each.asked.weight)


def roles_by_category(vocabulary: Vocabulary) -> list[tuple[str, list[Role]]]:
    """Return the roles under their categories, both in the vocabulary's order."""
    groups: dict[str, list[Role]] = {}
    for role in vocabulary.roles:
        groups.setdefault(role.category, []).append(role)
    return list(groups.items())
