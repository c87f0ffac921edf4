"""A drawn vocabulary for pools of any size: popularity by role, credentials, similarities."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.match import Codebook, Similarity
from preceptor.engine.vocabulary import Kind

COMPETENCIES = 2_600
ROLES = 12
# How many people a role has, of a hundred.
ROLE_SHARES = (18, 14, 12, 10, 9, 8, 7, 6, 5, 4, 4, 3)

# A Zipf-like curve with a cut tail. At 30 pieces a person it has the most popular competency
# held by 44 % of people, the 21st by 15 %, the 101st by 5 %, half of all by fewer than 0.5 %.
EXPONENT, OFFSET, CUT = 0.85, 5, 3_000
# Everybody shares the most popular; of the others a role knows few. Shares of 100.
COMMON = 110
OWN, OTHER = 88, 12

# Every 26th by popularity, from the 14th on, is a credential.
FIRST_CREDENTIAL, CREDENTIAL_STEP, CREDENTIALS = 13, 26, 40
# A competency answers for about six others this far.
PERCENTS = (80, 70, 60, 50, 40, 30)
PARTNERS = 3  # drawn by each; drawn by others as often

KINDS = tuple(Kind)
SLOTS = 65_536


@dataclass(frozen=True, eq=False)
class DrawnVocabulary:
    """A codebook, and who is likely to hold what.

    ``shares`` float64 (roles, competencies): of a role's pieces of evidence, rows sum to 1.
    ``slots`` uint16 (roles, 65,536): competencies as often as their share; any of a row drawn
    evenly is a piece of that role. ``by_popularity`` competencies, the most popular first.
    """

    codebook: Codebook
    shares: NDArray[np.float64]
    slots: NDArray[np.uint16]
    by_popularity: NDArray[np.int64]
    credentials: NDArray[np.int64]

    @property
    def is_credential(self) -> NDArray[np.bool_]:
        """Return which competencies are credentials."""
        held = np.zeros(self.codebook.count, dtype=np.bool_)
        held[self.credentials] = True
        return held

    def held_shares(self, pieces: float = 30.0) -> NDArray[np.float64]:
        """Return the share of people who hold each competency, at so many pieces a person."""
        roles = np.array(ROLE_SHARES) / sum(ROLE_SHARES)
        held: NDArray[np.float64] = roles @ (1 - np.exp(-pieces * self.shares))
        return held


def drawn_vocabulary(seed: int = 3, count: int = COMPETENCIES) -> DrawnVocabulary:
    """Return a vocabulary; the same for the same seed and count."""
    draw = Random(seed)  # noqa: S311 - a drawing that can be repeated
    by_popularity = np.array(draw.sample(range(count), count), dtype=np.int64)
    home = _home_roles(draw, count)
    ranked = _shares_by_rank(home, count)
    shares = np.zeros_like(ranked)
    shares[:, by_popularity] = ranked
    ranks = np.arange(FIRST_CREDENTIAL, count, CREDENTIAL_STEP)[:CREDENTIALS]
    credentials = np.sort(by_popularity[ranks])
    kinds = _kinds(draw, count, credentials)
    home_of = np.zeros(count, dtype=np.int64)
    home_of[by_popularity] = home
    codebook = Codebook(
        version=f"drawn-{seed}-{count}",
        kinds=kinds,
        credential_levels=np.full(count, 5, dtype=np.uint8),
        similarity=_similarity(draw, home_of, set(credentials.tolist())),
    )
    slots = np.stack([_slots(row) for row in shares])
    return DrawnVocabulary(codebook, shares, slots, by_popularity, credentials)


def _home_roles(draw: Random, count: int) -> NDArray[np.int64]:
    """Return the role that each competency, by popularity, is mostly of."""
    return np.array(draw.choices(range(ROLES), ROLE_SHARES, k=count), dtype=np.int64)


def _shares_by_rank(home: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    rank = np.arange(1, count + 1, dtype=np.float64)
    whole = np.exp(-rank / CUT) / (rank + OFFSET) ** EXPONENT
    role_shares = np.array(ROLE_SHARES) / sum(ROLE_SHARES)
    is_own = home == np.arange(ROLES)[:, None]
    # What a role lacks of the others' competencies it has more of its own.
    spread = np.where(is_own, OWN / 100 / role_shares[:, None], OTHER / 100)
    spread[:, :COMMON] = 1
    shares: NDArray[np.float64] = whole * spread
    return shares / shares.sum(axis=1, keepdims=True)


def _kinds(draw: Random, count: int, credentials: NDArray[np.int64]) -> NDArray[np.uint8]:
    others = [place for place, kind in enumerate(KINDS) if kind is not Kind.CREDENTIAL]
    kinds = np.array(draw.choices(others, k=count), dtype=np.uint8)
    kinds[credentials] = KINDS.index(Kind.CREDENTIAL)
    return kinds


def _similarity(draw: Random, home: NDArray[np.int64], credentials: set[int]) -> Similarity:
    """Return symmetric ties within a role; credentials are tied to credentials."""
    count = len(home)
    percent = {(number, number): 100 for number in range(count)}
    groups: dict[int, list[int]] = {}
    for number, role in enumerate(home.tolist()):
        groups.setdefault(-1 if number in credentials else role, []).append(number)
    for group in groups.values():
        for number in group:
            for other in draw.sample(group, min(PARTNERS, len(group))):
                if (number, other) not in percent:
                    tie = draw.choice(PERCENTS)
                    percent[number, other] = percent[other, number] = tie
    pairs = sorted(percent)
    asked = np.array([pair[0] for pair in pairs], dtype=np.int64)
    return Similarity(
        count=count,
        offsets=np.searchsorted(asked, np.arange(count + 1)),
        held=np.array([pair[1] for pair in pairs], dtype=np.int64),
        percent=np.array([percent[pair] for pair in pairs], dtype=np.int64),
    )


def _slots(shares: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Return every competency as often as its share of the slots, by largest remainder."""
    exact = shares * SLOTS
    counts = np.floor(exact).astype(np.int64)
    left = SLOTS - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:left]] += 1
    return np.repeat(np.arange(len(shares)), counts).astype(np.uint16)
