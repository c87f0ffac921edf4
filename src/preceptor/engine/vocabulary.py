"""The closed vocabulary that reading and matching share: competencies, relations, roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What sort of thing a competency is."""

    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    SYSTEM = "system"
    STANDARD = "standard"
    REGULATION = "regulation"
    TASK = "task"
    TOOL = "tool"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Alias:
    """One way the world writes a competency.

    ``is_exact``: counts only in this capitalization (short forms such as RN or IT).
    ``near``: counts only where one of these words stands in the same line or sentence.
    """

    text: str
    is_exact: bool = False
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Competency:
    """One entry of the vocabulary.

    ``implies`` is a full step: holding this is holding those. ``part_of`` and ``related`` carry
    weights 1-99; the whole implies its parts in full, and ``related`` is symmetric but stated
    once, under either end. Every id named here is in the vocabulary.
    ``aliases`` begins with the display name, unless that text is itself stated as exact or
    bound to near words.
    ``level`` is what a credential in force holds (5 unless stated).
    """

    id: str
    name: str
    kind: Kind
    summary: str = ""
    block: str = ""
    source: str = ""
    aliases: tuple[Alias, ...] = ()
    implies: tuple[str, ...] = ()
    part_of: tuple[tuple[str, int], ...] = ()
    related: tuple[tuple[str, int], ...] = ()
    granted_by: str = ""
    level: int = 5
    is_licence: bool = False


@dataclass(frozen=True, slots=True)
class RoleCompetency:
    """What a role asks: a competency, the level, and how much it weighs (1-100)."""

    competency: str
    level: int
    weight: int


@dataclass(frozen=True, slots=True)
class Role:
    """One of the twelve health-IT workforce roles, in HR's words.

    ``unlike`` says, per other role id, in one sentence how the two differ; the sentence names
    both roles and is the same from either side.
    """

    id: str
    code: str
    name: str
    category: str
    summary: str
    week: tuple[str, ...]
    background: str
    training: str
    mistaken_for: str
    asks: tuple[RoleCompetency, ...]
    titles: tuple[str, ...]
    questions: tuple[str, ...]
    exam: str = ""
    source: str = ""
    unlike: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CredentialGroup:
    """Credentials of which employers usually accept any one."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseRelation:
    """A relation, role's ask or group's member of which an end names no competency.

    Set apart, so that every id in the vocabulary is known; only the checker reads these.
    """

    start: str
    end: str
    type: str


@dataclass(frozen=True)
class Vocabulary:
    """All of it, in one order that numbers the competencies (0, 1, ...)."""

    version: str
    competencies: tuple[Competency, ...]
    roles: tuple[Role, ...]
    groups: tuple[CredentialGroup, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    loose: tuple[LooseRelation, ...] = ()

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Competency id -> its number in this version."""
        return {entry.id: index for index, entry in enumerate(self.competencies)}

    @cached_property
    def by_id(self) -> Mapping[str, Competency]:
        """Competency id -> entry."""
        return {entry.id: entry for entry in self.competencies}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        """Role id -> role."""
        return {role.id: role for role in self.roles}
