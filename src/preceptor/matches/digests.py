"""Digests of answers: what two computations of the same answer are compared by."""

from __future__ import annotations

import hashlib
import json

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
    }
    return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()
