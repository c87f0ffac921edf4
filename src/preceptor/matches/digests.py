"""What is kept of an answer with its stamp: the question, and a digest to compare by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from preceptor.matches.answers import Price


def price_digest(price: Price) -> str:
    """Return the SHA-256 of a price's numbers, in hex; words and people's texts do not count."""
    relaxation = price.relaxation
    numbers = {
        "pool": [price.pool, price.meet_all, price.if_confirmed],
        "lines": [
            [
                line.position,
                line.decision,
                line.weight,
                line.met,
                line.not_met,
                line.not_stated,
                line.lost_alone,
                line.share_exact,
                line.if_dropped,
                line.if_lowered,
            ]
            for line in price.lines
        ],
        "pairs": [pair.people for pair in price.pairs],
        "relaxation": relaxation
        and [
            [(position, how) for position, _, how in relaxation.changes],
            relaxation.cost,
            relaxation.people,
        ],
        "shortlist": [[each.key, each.rank, each.score, each.passes] for each in price.shortlist],
        "nearly": [price.nearly.people, [[each.key, each.score] for each in price.nearly.shown]],
    }
    return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()


def question_of(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stamp's question means to ``price_for``."""
    asked = {name: value for name, value in question.items() if name != "decisions"}
    # JSON has no numbers for names.
    decisions = {int(order): how for order, how in question.get("decisions", {}).items()}
    return {**asked, "decisions": decisions}
