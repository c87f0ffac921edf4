"""Refuses a vocabulary that reading or matching could not rely on."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from preceptor.engine.extract.text import fold_words
from preceptor.engine.vocabulary import Alias, Competency, Kind, Role, Vocabulary

SHORTEST_ALIAS, LONGEST_ALIAS = 2, 60
WEIGHTS = range(1, 100)
ROLE_COUNT = 12
WEEK_SENTENCES = 5
QUESTIONS = 5
FEWEST_TITLES = 15
ASKS = range(12, 26)
ID_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROLE_TEXTS = ("summary", "background", "training", "mistaken_for", "category", "source")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry: the rule's short name, the entry's id, one sentence."""

    rule: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """The figures a vocabulary must reach; ``competencies_below`` is where codes outgrow uint16."""

    competencies: int = 600
    competencies_below: int = 2621
    aliases: int = 2500
    weighted_relations: int = 1500


SHIPPED_SIZES = Sizes()


def check_vocabulary(vocabulary: Vocabulary, sizes: Sizes = SHIPPED_SIZES) -> list[Problem]:
    """Return every problem of the vocabulary, by rule and then in its own order; empty is good."""
    rules: tuple[Callable[[Vocabulary], Iterable[Problem]], ...] = (
        _ids,
        _entries,
        _alias_shapes,
        _alias_collisions,
        _relations,
        _cycles,
        _orphans,
        _groups,
        _roles,
    )
    problems = [problem for rule in rules for problem in rule(vocabulary)]
    return [*problems, *_sizes(vocabulary, sizes)]


def vocabulary_figures(vocabulary: Vocabulary) -> dict[str, int]:
    """Return how much the vocabulary holds.

    ``aliases`` counts the ways to write an entry beside its display name, ``weighted_relations``
    the part_of and related pairs (each pair once), ``implications`` the full steps.
    """
    entries = vocabulary.competencies
    kinds = Counter(entry.kind for entry in entries)
    weighted = {
        (type_, *ends)
        for entry in entries
        for type_, ends in [
            *(("part_of", (entry.id, whole)) for whole, _ in entry.part_of),
            *(("related", tuple(sorted((entry.id, other)))) for other, _ in entry.related),
        ]
    }
    return {
        "competencies": len(entries),
        "aliases": sum(
            alias.text != entry.name for entry in entries for alias in set(entry.aliases)
        ),
        "weighted_relations": len(weighted),
        "implications": sum(len(entry.implies) for entry in entries),
        "roles": len(vocabulary.roles),
        "groups": len(vocabulary.groups),
        **{f"kind_{kind}": kinds[kind] for kind in Kind},
    }


@functools.cache
def fold_alias(text: str) -> str:
    """Return the form in which an alias is sought: hyphens, slashes and blanks are one.

    >>> fold_alias("Work-flow  Analyses")
    'work flow analyses'
    """
    return fold_words(text).lower()


def _forms(text: str) -> tuple[str, ...]:
    """Return what an alias finds: itself and its plural."""
    return (text, f"{text}s") if text[-1:].isalpha() else (text,)


def _finds(one: Alias, other: Alias) -> bool:
    """Tell whether one alias finds the words of the other, in the spelling of the other."""
    if one.is_exact:
        return other.is_exact and fold_words(other.text) in _forms(fold_words(one.text))
    return fold_alias(other.text) in _forms(fold_alias(one.text))


def _ids(vocabulary: Vocabulary) -> Iterator[Problem]:
    names = [entry.id for entry in vocabulary.competencies]
    for id_, count in Counter(names).items():
        if count > 1:
            yield Problem("id", id_, f"The id is used {count} times.")
        if not ID_SHAPE.fullmatch(id_):
            yield Problem("id", id_, "An id is lower case words joined by hyphens.")


def _entries(vocabulary: Vocabulary) -> Iterator[Problem]:
    for entry in vocabulary.competencies:
        if not entry.summary:
            yield Problem("summary", entry.id, "The summary is missing.")
        if entry.source not in vocabulary.sources:
            yield Problem("source", entry.id, f"The source {entry.source!r} is not listed.")
        if entry.block not in vocabulary.blocks:
            yield Problem("block", entry.id, f"The block {entry.block!r} is not listed.")
        if entry.kind is Kind.CREDENTIAL and not entry.granted_by:
            yield Problem("credential", entry.id, "Nobody is named who grants it.")
        if entry.kind is not Kind.CREDENTIAL and (entry.granted_by or entry.is_licence):
            yield Problem("credential", entry.id, "Only a credential is granted or is a licence.")
        if entry.level not in range(1, 6):
            yield Problem("credential", entry.id, f"Level {entry.level} is not 1 to 5.")


def _alias_shapes(vocabulary: Vocabulary) -> Iterator[Problem]:
    for entry in vocabulary.competencies:
        for alias in entry.aliases:
            # R and C are languages: a single capital is sought by itself.
            shortest = 1 if alias.is_exact else SHORTEST_ALIAS
            if alias.text != entry.name and not shortest <= len(alias.text) <= LONGEST_ALIAS:
                yield Problem("alias", entry.id, f"{alias.text!r} is not 2 to 60 letters long.")
            if alias.text != " ".join(alias.text.split()):
                yield Problem("alias", entry.id, f"{alias.text!r} has blanks that never match.")
        yield from _repeated(entry)


def _repeated(entry: Competency) -> Iterator[Problem]:
    alike: dict[str, list[Alias]] = defaultdict(list)
    for alias in entry.aliases:
        if not alias.near:
            alike[_stem(alias)].append(alias)
    for aliases in alike.values():
        for one, other in combinations(aliases, 2):
            # A plural name stays beside its singular.
            if _finds(one, other) and other.text != entry.name:
                yield Problem("alias", entry.id, f"{other.text!r} says {one.text!r} again.")
            elif _finds(other, one) and one.text != entry.name:
                yield Problem("alias", entry.id, f"{one.text!r} says {other.text!r} again.")


def _stem(alias: Alias) -> str:
    """Return what aliases share that can find the same words; the plural is sought too."""
    return fold_alias(alias.text).removesuffix("s")


def _alias_collisions(vocabulary: Vocabulary) -> Iterator[Problem]:
    holders: dict[str, list[tuple[Competency, Alias]]] = defaultdict(list)
    for entry in vocabulary.competencies:
        for alias in entry.aliases:
            holders[_stem(alias)].append((entry, alias))
    for claims in holders.values():
        for (one, alias), (other, rival) in combinations(claims, 2):
            if one.id != other.id and _collide(alias, rival):
                yield Problem("collision", other.id, f"{rival.text!r} already means {one.id}.")


def _collide(one: Alias, other: Alias) -> bool:
    return (_finds(one, other) or _finds(other, one)) and not _told_apart(one, other)


def _told_apart(one: Alias, other: Alias) -> bool:
    """Tell whether the words near two equal aliases say which is meant.

    Reading prefers the alias whose near words stand beside it, so one without any may stand
    against one with some.
    """
    first, second = ({word.casefold() for word in alias.near} for alias in (one, other))
    return bool(first or second) and first.isdisjoint(second)


def _relations(vocabulary: Vocabulary) -> Iterator[Problem]:
    for loose in vocabulary.loose:
        message = f"{loose.type} {loose.end}: one of the two ends is no entry."
        yield Problem("unknown id", loose.start, message)
    for entry in vocabulary.competencies:
        for end, weight in (*entry.part_of, *entry.related):
            if weight not in WEIGHTS:
                yield Problem("weight", entry.id, f"The weight {weight} to {end} is not 1 to 99.")
        for end in _ends(entry):
            if end == entry.id:
                yield Problem("cycle", entry.id, "The entry is related to itself.")


def _ends(entry: Competency) -> tuple[str, ...]:
    return (*entry.implies, *dict(entry.part_of), *dict(entry.related))


def _cycles(vocabulary: Vocabulary) -> Iterator[Problem]:
    implies = {entry.id: entry.implies for entry in vocabulary.competencies}
    wholes = {entry.id: tuple(dict(entry.part_of)) for entry in vocabulary.competencies}
    for type_, graph in (("implies", implies), ("part_of", wholes)):
        for id_ in _on_cycles(graph):
            yield Problem("cycle", id_, f"Following {type_} from here leads back here.")


def _on_cycles(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the ids from which a walk leads back, in the graph's order."""
    return [start for start in graph if start in _reached(graph, start)]


def _reached(graph: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        here = ahead.pop()
        # A loop of one is reported where relations are checked.
        if here not in reached and here in graph:
            reached.add(here)
            ahead.extend(end for end in graph[here] if end != here)
    return reached


def _orphans(vocabulary: Vocabulary) -> Iterator[Problem]:
    tied = {asked.competency for role in vocabulary.roles for asked in role.asks}
    for entry in vocabulary.competencies:
        ends = _ends(entry)
        tied.update(ends)
        if ends:
            tied.add(entry.id)
    for entry in vocabulary.competencies:
        if entry.id not in tied:
            yield Problem("orphan", entry.id, "No relation and no role names it.")


def _groups(vocabulary: Vocabulary) -> Iterator[Problem]:
    for id_, count in Counter(group.id for group in vocabulary.groups).items():
        if count > 1:
            yield Problem("group", id_, f"The group's id is used {count} times.")
    for group in vocabulary.groups:
        if len(set(group.members)) < 2 or len(set(group.members)) != len(group.members):
            yield Problem("group", group.id, "A group needs two members or more, each once.")
        for member in group.members:
            if vocabulary.by_id[member].kind is not Kind.CREDENTIAL:
                yield Problem("group", group.id, f"The member {member} is no credential.")


def _roles(vocabulary: Vocabulary) -> Iterator[Problem]:
    if len(vocabulary.role_by_id) != ROLE_COUNT or len(vocabulary.roles) != ROLE_COUNT:
        count = len(vocabulary.roles)
        yield Problem("role", "roles", f"There must be {ROLE_COUNT} roles, not {count}.")
    for role in vocabulary.roles:
        for message in (*_role_texts(role), *_role_asks(role)):
            yield Problem("role", role.id, message)
        others = set(vocabulary.role_by_id) - {role.id}
        for other in sorted(others.symmetric_difference(role.unlike)):
            yield Problem("role", role.id, f"How it differs from {other} does not fit.")


def _role_texts(role: Role) -> Iterator[str]:
    for name in ROLE_TEXTS:
        if not getattr(role, name):
            yield f"The {name} is missing."
    if len(role.week) != WEEK_SENTENCES:
        yield f"The week has {len(role.week)} sentences, not {WEEK_SENTENCES}."
    if len(role.questions) != QUESTIONS:
        yield f"There are {len(role.questions)} questions, not {QUESTIONS}."
    if len({title.casefold() for title in role.titles}) < FEWEST_TITLES:
        yield f"There are fewer than {FEWEST_TITLES} different titles."


def _role_asks(role: Role) -> Iterator[str]:
    if len(role.asks) not in ASKS:
        yield f"It asks {len(role.asks)} competencies, not {ASKS.start} to {ASKS.stop - 1}."
    for asked in role.asks:
        if asked.level not in range(1, 6) or asked.weight not in range(1, 101):
            yield f"Level or weight of {asked.competency} is out of range."


def _sizes(vocabulary: Vocabulary, sizes: Sizes) -> Iterator[Problem]:
    figures = vocabulary_figures(vocabulary)
    for name in ("competencies", "aliases", "weighted_relations"):
        least = getattr(sizes, name)
        if figures[name] < least:
            yield Problem("size", name, f"There are {figures[name]}, fewer than {least}.")
    if figures["competencies"] >= sizes.competencies_below:
        yield Problem("size", "competencies", f"Must stay below {sizes.competencies_below}.")
