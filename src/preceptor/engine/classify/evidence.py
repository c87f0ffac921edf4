"""Collects what speaks for each role: points, and the words that earned them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from preceptor.engine.classify.cues import NOT_HEALTH_IT, Cue
from preceptor.engine.classify.model import RoleModel
from preceptor.engine.classify.passages import Passage
from preceptor.engine.extract.facts import RoleSupport, Words

LONGEST_REASON = 240
_REASONS = 3


@dataclass(slots=True)
class Tally:
    """Running sums per role while one text is read."""

    scores: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    reasons: dict[str, list[tuple[float, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, role: str, points: float, span: tuple[int, int] | None = None) -> None:
        """Add points to a role, and the words behind them as a reason."""
        self.scores[role] += points
        if span is not None and points > 0:
            self.reasons[role].append((points, *span))


def best_points(cues: list[Cue]) -> dict[str, Cue]:
    """Return the strongest cue of each role; of equals the one authored first."""
    best: dict[str, Cue] = {}
    for cue in cues:
        if cue.role not in best or cue.points > best[cue.role].points:
            best[cue.role] = cue
    return best


def _by_role(cues: list[Cue]) -> dict[str, list[Cue]]:
    """Sort cues by role, strongest first."""
    found: dict[str, list[Cue]] = defaultdict(list)
    for cue in sorted(cues, key=lambda cue: (-cue.points, cue.number)):
        found[cue.role].append(cue)
    return found


def add_duties(tally: Tally, model: RoleModel, passages: list[Passage]) -> dict[str, float]:
    """Share the duty points out over the roles; return each role's raw points.

    In one sentence a role's strongest cue counts in full, the next half, and so on. A cue counts
    half of what it did before each time it comes again: a posting that says the same thing five
    times does not ask five things. The share is drawn to zero by a prior, so that a single
    sentence in a short text cannot decide alone.
    """
    seen: Counter[int] = Counter()
    raw: dict[str, float] = defaultdict(float)
    found: list[tuple[str, float, Passage]] = []
    for passage in passages:
        if passage.weight == 0:
            continue
        for role, cues in _by_role(model.cues["duty"].holding(passage.terms)).items():
            points = 0.0
            for place, cue in enumerate(cues):
                points += cue.points * passage.weight * 0.5 ** (place + seen[cue.number])
                seen[cue.number] += 1
            raw[role] += points
            found.append((role, points, passage))
    whole = sum(raw.values()) + model.weights.duty_prior
    for role, points, passage in found:
        scale = model.weights.duty
        if role == NOT_HEALTH_IT:
            # Care, money and buildings are named in every health posting; alone they prove less.
            scale *= model.weights.duty_not_health
        tally.add(role, scale * points / whole, (passage.start, passage.end))
    return raw


def add_competencies(tally: Tally, model: RoleModel, named: dict[str, float]) -> None:
    """Share the competencies named (id -> weight) out over the roles that ask for them."""
    raw: dict[str, float] = defaultdict(float)
    for competency, weight in named.items():
        for role, part in model.speaks.get(competency, ()):
            raw[role] += weight * part
    whole = sum(raw.values()) + model.weights.competency_prior
    for role, points in raw.items():
        tally.add(role, model.weights.competency * points / whole)


def supports(tally: Tally, model: RoleModel, text: str) -> tuple[RoleSupport, ...]:
    """Return every role's support, best first; equal scores stay in the model's order."""
    ranked = sorted(model.roles, key=lambda role: -tally.scores[role])
    return tuple(
        RoleSupport(
            role, round(model.support(tally.scores[role]), 4), _because(tally.reasons[role], text)
        )
        for role in ranked
    )


def _because(reasons: list[tuple[float, int, int]], text: str) -> tuple[Words, ...]:
    kept: list[Words] = []
    for _, start, end in sorted(reasons, key=lambda reason: (-reason[0], reason[1])):
        words = _clip(text, start, end)
        if all(words.end <= other.start or words.start >= other.end for other in kept):
            kept.append(words)
        if len(kept) == _REASONS:
            break
    return tuple(kept)


def _clip(text: str, start: int, end: int) -> Words:
    """Cut words to the length a reason may have, between two words where there is a blank."""
    if end - start > LONGEST_REASON:
        cut = text.rfind(" ", start + 1, start + LONGEST_REASON + 1)
        end = cut if cut > start else start + LONGEST_REASON
    return Words(start, end, text[start:end])
