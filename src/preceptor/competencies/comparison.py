"""Lays two workforce roles side by side, in the words HR uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from preceptor.engine.vocabulary import Role, RoleCompetency, Vocabulary


@dataclass(frozen=True, slots=True)
class SharedCompetency:
    """A competency both roles ask; level and weight (1-100) as each asks it."""

    competency: str
    level_a: int
    level_b: int
    weight_a: int
    weight_b: int


@dataclass(frozen=True, slots=True)
class RoleComparison:
    """Two roles side by side.

    ``difference`` says in one sentence how ``a`` differs from ``b``. ``shared`` holds what both
    ask, the heaviest together first; ``only_a`` and ``only_b`` what one asks, heaviest first.
    ``overlap`` is the share of both roles' weight that lies on shared competencies, in whole
    percent, floored.
    """

    a: Role
    b: Role
    difference: str
    shared: tuple[SharedCompetency, ...]
    only_a: tuple[RoleCompetency, ...]
    only_b: tuple[RoleCompetency, ...]
    overlap: int


def compare_roles(vocabulary: Vocabulary, a: str, b: str) -> RoleComparison:
    """Compare two roles by id.

    A role compared with itself shares everything and has an empty difference. Equal weights
    stay in the order of role ``a`` (of ``b`` for ``only_b``).
    Raises KeyError for an unknown role.
    """
    first, second = vocabulary.role_by_id[a], vocabulary.role_by_id[b]
    in_first = {asked.competency: asked for asked in first.asks}
    in_second = {asked.competency: asked for asked in second.asks}
    shared = [
        _shared(asked, in_second[asked.competency])
        for asked in first.asks
        if asked.competency in in_second
    ]
    return RoleComparison(
        a=first,
        b=second,
        difference=first.unlike.get(second.id, ""),
        shared=tuple(sorted(shared, key=lambda pair: -pair.weight_a - pair.weight_b)),
        only_a=_heaviest_first(asked for asked in first.asks if asked.competency not in in_second),
        only_b=_heaviest_first(asked for asked in second.asks if asked.competency not in in_first),
        overlap=_overlap(first, second, shared),
    )


def _shared(first: RoleCompetency, second: RoleCompetency) -> SharedCompetency:
    return SharedCompetency(
        first.competency, first.level, second.level, first.weight, second.weight
    )


def _heaviest_first(asks: Iterable[RoleCompetency]) -> tuple[RoleCompetency, ...]:
    return tuple(sorted(asks, key=lambda asked: -asked.weight))


def _overlap(first: Role, second: Role, shared: list[SharedCompetency]) -> int:
    total = sum(asked.weight for asked in (*first.asks, *second.asks))
    common = sum(pair.weight_a + pair.weight_b for pair in shared)
    return 100 * common // total if total else 0
