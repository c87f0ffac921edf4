"""The role classifier: authored cues, compiled once, and the weights that add them up.

Every role gets a score that is a plain sum: title, words that name the post in the text, share
of the duty sentences, share of the competencies named, and for "not health IT" what is missing.
A logistic link turns each score into a support of its own. docs/reference/classification.md
tells the recipe and how it was checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from preceptor.engine.classify.cues import (
    NOT_HEALTH_IT,
    CueBook,
    CueIndex,
    Family,
    all_terms,
    compile_cues,
)
from preceptor.engine.classify.passages import ZoneWords
from preceptor.engine.classify.terms import TermTable
from preceptor.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Weights:
    """One scale per family of features. The values are reasoned, not fitted.

    A title cue of 8 points alone should reach a support of about 0.9; duties that all speak for
    one role should outweigh a title cue of middling strength; competencies only break ties.
    """

    title: float = 1.0
    named: float = 0.55
    duty: float = 9.0
    duty_prior: float = 3.5
    duty_not_health: float = 0.6
    competency: float = 2.0
    competency_prior: float = 3.0
    tail: float = 0.75
    bias_not_health: float = 2.5
    bias_not_health_resume: float = 1.5
    no_health: float = 14.0
    no_information: float = 5.0
    midpoint: float = 5.0
    temperature: float = 1.6


@dataclass(frozen=True)
class RoleModel:
    """Everything :func:`classify_posting` and :func:`classify_resume` need beside the text."""

    roles: tuple[str, ...]
    table: TermTable
    cues: Mapping[Family, CueIndex]
    zones: ZoneWords
    health: frozenset[int]
    information: frozenset[int]
    no_health: frozenset[int]
    speaks: Mapping[str, tuple[tuple[str, float], ...]]
    weights: Weights = field(default_factory=Weights)

    @classmethod
    def build(
        cls, book: CueBook, vocabulary: Vocabulary | None = None, weights: Weights | None = None
    ) -> RoleModel:
        """Compile a cue book; a vocabulary adds what its roles ask as weak evidence."""
        table = TermTable(all_terms(book))

        def numbers(*groups: str) -> frozenset[int]:
            terms = (term for group in groups for term in book.groups.get(group, ()))
            return frozenset(map(table.number, terms))

        return cls(
            roles=book.roles,
            table=table,
            cues=compile_cues(book, table),
            zones=ZoneWords.build(book, table),
            health=numbers("health", "ehr"),
            information=numbers("information", "ehr"),
            no_health=numbers("not_health_context"),
            speaks=_speaks(vocabulary) if vocabulary else {},
            weights=weights or Weights(),
        )

    def support(self, score: float) -> float:
        """Turn a score into a support in (0, 1)."""
        return 1.0 / (1.0 + math.exp((self.weights.midpoint - score) / self.weights.temperature))


def _speaks(vocabulary: Vocabulary) -> dict[str, tuple[tuple[str, float], ...]]:
    """Tell for each competency which roles it speaks for, adding up to one.

    A competency that every role asks says nothing: what counts is the excess over the mean.
    """
    asked: dict[str, dict[str, float]] = {}
    for role in vocabulary.roles:
        total = sum(ask.weight for ask in role.asks) or 1
        for ask in role.asks:
            asked.setdefault(ask.competency, {})[role.id] = ask.weight / total
    roles = len(vocabulary.roles) or 1
    speaks = {}
    for competency, shares in asked.items():
        mean = sum(shares.values()) / roles
        excess = {role: share - mean for role, share in shares.items() if share > mean}
        whole = sum(excess.values())
        if whole > 0:
            speaks[competency] = tuple((role, part / whole) for role, part in excess.items())
    return speaks


__all__ = ["NOT_HEALTH_IT", "RoleModel", "Weights"]
