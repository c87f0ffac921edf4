"""Turns the plain mappings of the vocabulary files into the engine's dataclasses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from preceptor.engine.vocabulary import (
    Alias,
    Competency,
    CredentialGroup,
    Kind,
    LooseRelation,
    Role,
    RoleCompetency,
    Vocabulary,
)

Entry = Mapping[str, Any]

SECTIONS = ("version", "sources", "blocks", "competencies", "groups", "roles", "relations")
WEIGHTED_TYPES = ("part_of", "related")
RELATION_TYPES = ("implies", *WEIGHTED_TYPES)

COMPETENCY_KEYS = frozenset(
    {"id", "name", "kind", "block", "source", "summary", "aliases", "exact", "near"}
    | {"granted_by", "licence", "level", *RELATION_TYPES}
)
ROLE_KEYS = frozenset(
    {"id", "code", "name", "category", "summary", "week", "background", "training"}
    | {"mistaken_for", "asks", "titles", "questions", "exam", "source", "unlike"}
)
GROUP_KEYS = frozenset({"id", "name", "members"})
RELATION_KEYS = frozenset({"from", "to", "type", "weight"})


class VocabularyError(ValueError):
    """A vocabulary file does not have the shape that the format asks for."""


@dataclass(slots=True)
class _Links:
    """The relations that start at one competency, gathered from all files."""

    implies: dict[str, None] = field(default_factory=dict)
    part_of: dict[str, int] = field(default_factory=dict)
    related: dict[str, int] = field(default_factory=dict)

    def add(self, type_: str, end: str, weight: int) -> None:
        if type_ == "implies":
            self.implies[end] = None
            return
        weights = self.part_of if type_ == "part_of" else self.related
        # A pair stated twice takes the larger weight.
        weights[end] = max(weight, weights.get(end, weight))


def merge_documents(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Merge parsed files, in name order, into one document with every section present.

    Lists are joined and mappings united; a file that is empty adds nothing.
    Raises VocabularyError for a section that the format does not know, and for a source or
    block key that two files give different texts.
    """
    merged: dict[str, Any] = {
        "version": "", "sources": {}, "blocks": {},
        "competencies": [], "groups": [], "roles": [], "relations": [],
    }  # fmt: skip
    for name in sorted(documents):
        document = documents[name] or {}
        if not isinstance(document, Mapping):
            raise VocabularyError(f"{name}: the file must hold a mapping of sections.")
        for section, content in document.items():
            if section not in SECTIONS:
                raise VocabularyError(f"{name}: unknown section {section!r}.")
            _merge_section(merged, section, content, name)
    return merged


def _merge_section(merged: dict[str, Any], section: str, content: Any, name: str) -> None:
    if section == "version":
        merged["version"] = str(content)
    elif section in ("sources", "blocks"):
        for key, text in (content or {}).items():
            if merged[section].setdefault(key, text) != text:
                raise VocabularyError(f"{name}: {section} key {key!r} has two meanings.")
    else:
        merged[section].extend(content or [])


def build_vocabulary(merged: Mapping[str, Any], *, version: str) -> Vocabulary:
    """Build the vocabulary from a merged document; the order of the files numbers the entries.

    Tolerant of what the checker reports (unknown ids, collisions), strict on shape: raises
    VocabularyError for an unknown or missing key or a value of the wrong type.
    """
    entries: Sequence[Entry] = merged["competencies"]
    links, loose = _gather_links(entries, merged["relations"])
    roles = _mirrored([_role(entry) for entry in merged["roles"]])
    groups = [_group(entry) for entry in merged["groups"]]
    loose += [
        LooseRelation(role.id, asked.competency, "asks")
        for role in roles
        for asked in role.asks
        if asked.competency not in links
    ]
    loose += [
        LooseRelation(group.id, member, "member")
        for group in groups
        for member in group.members
        if member not in links
    ]
    return Vocabulary(
        version=version,
        competencies=tuple(_competency(entry, links[entry["id"]]) for entry in entries),
        roles=tuple(
            replace(role, asks=tuple(asked for asked in role.asks if asked.competency in links))
            for role in roles
        ),
        groups=tuple(
            replace(group, members=tuple(member for member in group.members if member in links))
            for group in groups
        ),
        sources=dict(merged["sources"]),
        blocks=dict(merged["blocks"]),
        loose=tuple(loose),
    )


def _gather_links(
    entries: Sequence[Entry], relations: Sequence[Entry]
) -> tuple[dict[str, _Links], list[LooseRelation]]:
    links = {_text(entry, "id"): _Links() for entry in entries}
    loose = []
    for start, end, type_, weight in [*_inline_relations(entries), *_apart(relations)]:
        if start in links and end in links:
            links[start].add(type_, end, weight)
        else:
            loose.append(LooseRelation(start, end, type_))
    return links, loose


def _inline_relations(entries: Iterable[Entry]) -> Iterable[tuple[str, str, str, int]]:
    for entry in entries:
        for end in _texts(entry, "implies"):
            yield entry["id"], end, "implies", 100
        for type_ in WEIGHTED_TYPES:
            for end, weight in (entry.get(type_) or {}).items():
                yield entry["id"], end, type_, _whole(entry, type_, weight)


def _apart(relations: Iterable[Entry]) -> Iterable[tuple[str, str, str, int]]:
    for relation in relations:
        _refuse_unknown_keys(relation, RELATION_KEYS)
        start, end, type_ = (_text(relation, key) for key in ("from", "to", "type"))
        if type_ not in RELATION_TYPES:
            raise VocabularyError(f"{start} to {end}: unknown relation type {type_!r}.")
        weight = 100 if type_ == "implies" else relation.get("weight")
        yield start, end, type_, _whole(relation, "weight", weight)


def _competency(entry: Entry, links: _Links) -> Competency:
    _refuse_unknown_keys(entry, COMPETENCY_KEYS)
    try:
        kind = Kind(_text(entry, "kind"))
    except ValueError:
        raise VocabularyError(f"{entry['id']}: unknown kind {entry['kind']!r}.") from None
    return Competency(
        id=_text(entry, "id"),
        name=_text(entry, "name"),
        kind=kind,
        summary=_text(entry, "summary", ""),
        block=_text(entry, "block", ""),
        source=_text(entry, "source", ""),
        aliases=tuple(_aliases(entry)),
        implies=tuple(links.implies),
        part_of=tuple(links.part_of.items()),
        related=tuple(links.related.items()),
        granted_by=_text(entry, "granted_by", ""),
        level=_whole(entry, "level", entry.get("level", 5)),
        is_licence=bool(entry.get("licence", False)),
    )


def _aliases(entry: Entry) -> Iterable[Alias]:
    exact = _texts(entry, "exact")
    near = entry.get("near") or {}
    if entry["name"] not in exact and entry["name"].lower() not in map(str.lower, near):
        yield Alias(entry["name"])
    for text in _texts(entry, "aliases"):
        yield Alias(text)
    for text in exact:
        yield Alias(text, is_exact=True)
    for text, words in near.items():
        if not isinstance(text, str) or not isinstance(words, Sequence) or isinstance(words, str):
            raise VocabularyError(f"{entry['id']}: near must list words under each alias.")
        yield Alias(text, is_exact=text.isupper(), near=tuple(str(word) for word in words))


def _role(entry: Entry) -> Role:
    _refuse_unknown_keys(entry, ROLE_KEYS)
    return Role(
        id=_text(entry, "id"),
        code=_text(entry, "code"),
        name=_text(entry, "name"),
        category=_text(entry, "category", ""),
        summary=_text(entry, "summary", ""),
        week=tuple(_texts(entry, "week")),
        background=_text(entry, "background", ""),
        training=_text(entry, "training", ""),
        mistaken_for=_text(entry, "mistaken_for", ""),
        asks=tuple(_asked(entry, competency) for competency in (entry.get("asks") or {}).items()),
        titles=tuple(_texts(entry, "titles")),
        questions=tuple(_texts(entry, "questions")),
        exam=_text(entry, "exam", ""),
        source=_text(entry, "source", ""),
        unlike=dict(entry.get("unlike") or {}),
    )


def _mirrored(roles: Sequence[Role]) -> list[Role]:
    """Let the sentence that tells two roles apart, stated once, stand under both of them."""
    told = {(role.id, other): text for role in roles for other, text in role.unlike.items()}
    both = {(other, role): text for (role, other), text in told.items()} | told
    return [
        replace(role, unlike={other: text for (id_, other), text in both.items() if id_ == role.id})
        for role in roles
    ]


def _asked(role: Entry, item: tuple[str, Any]) -> RoleCompetency:
    competency, numbers = item
    if not isinstance(numbers, Sequence) or len(numbers) != 2:
        raise VocabularyError(f"{role['id']}: asks {competency!r} must be [level, weight].")
    level, weight = (_whole(role, competency, number) for number in numbers)
    return RoleCompetency(competency, level, weight)


def _group(entry: Entry) -> CredentialGroup:
    _refuse_unknown_keys(entry, GROUP_KEYS)
    return CredentialGroup(
        _text(entry, "id"), _text(entry, "name"), tuple(_texts(entry, "members"))
    )


def _refuse_unknown_keys(entry: Entry, known: frozenset[str]) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        label = entry.get("id") or entry.get("from") or "an entry"
        raise VocabularyError(f"{label}: unknown keys {', '.join(unknown)}.")


def _text(entry: Entry, key: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise VocabularyError(
            f"{entry.get('id', 'an entry')}: {key} must be a text, not {value!r}."
        )
    return value.strip()


def _texts(entry: Entry, key: str) -> list[str]:
    values = entry.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        # YAML reads 5010, NO and 1.0 as numbers and truth values: such aliases need quotes.
        raise VocabularyError(f"{entry.get('id', 'an entry')}: {key} must be a list of texts.")
    return values


def _whole(entry: Entry, key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        label = entry.get("id") or entry.get("from") or "an entry"
        raise VocabularyError(f"{label}: {key} must be a whole number, not {value!r}.")
    return value
