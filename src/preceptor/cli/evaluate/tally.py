"""Counts right and wrong answers per figure, and what the facts of all texts amount to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from preceptor.cli.evaluate.spans import Fact, covered, wrong_spans

Figures = dict[str, Any]


@dataclass
class Tally:
    """Right answers of all, figure by figure, and every miss with what it was."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, figure: str, is_right: bool, **what: object) -> None:
        """Count one answer; a wrong one is kept as a miss."""
        self.asked[figure] += 1
        self.right[figure] += is_right
        if not is_right:
            self.misses.append({"figure": figure, **what})

    def figures(self) -> Figures:
        """Return the share of right answers per figure, and under ``n`` of how many."""
        shares = {figure: round(self.right[figure] / n, 4) for figure, n in self.asked.items()}
        return {**shares, "n": dict(self.asked)}


@dataclass
class Volume:
    """How much was marked in all texts: recall that is bought by marking everything shows here."""

    known: Collection[str]
    facts: int = 0
    characters: int = 0
    under: int = 0
    wrong: int = 0
    unknown: int = 0

    def add(self, text: str, facts: Sequence[Fact]) -> None:
        """Count the facts of one text."""
        self.facts += len(facts)
        self.characters += len(text)
        self.under += covered(facts)
        self.wrong += wrong_spans(text, facts)
        self.unknown += sum(
            (fact.get("competency") or fact.get("credential")) not in self.known for fact in facts
        )

    def figures(self) -> Figures:
        """Return facts per 1,000 characters, the share covered, and what must be zero."""
        characters = max(1, self.characters)
        return {
            "facts_per_1000_chars": round(1000 * self.facts / characters, 2),
            "covered_share": round(self.under / characters, 4),
            "wrong_spans": self.wrong,
            "unknown_ids": self.unknown,
        }
