"""The ids under which organizations know people: another one for each organization.

Two of them that lay their lists beside each other find nobody twice, and an id says nothing of when
a person came, as the public id does.
"""

from __future__ import annotations

import uuid

from preceptor.accounts.models import Organization
from preceptor.common.tokens import keyed_digest_of

# Four rounds make a permutation that nobody tells from a random one (M. Luby and C. Rackoff, How to
# construct pseudorandom permutations, SIAM J. Comput. 17 (1988), 373-386).
ROUNDS = 4
HALF = 64
MASK = (1 << HALF) - 1


def id_seen_by(organization: Organization, public_id: uuid.UUID) -> uuid.UUID:
    """Return the id of a person in the addresses of an organization."""
    left, right = public_id.int >> HALF, public_id.int & MASK
    for number in range(ROUNDS):
        left, right = right, left ^ _mixed(organization, number, right)
    return uuid.UUID(int=left << HALF | right)


def id_behind(organization: Organization, seen: uuid.UUID) -> uuid.UUID:
    """Return the public id behind one seen by an organization; nobody's for a made-up one."""
    left, right = seen.int >> HALF, seen.int & MASK
    for number in reversed(range(ROUNDS)):
        left, right = right ^ _mixed(organization, number, left), left
    return uuid.UUID(int=left << HALF | right)


def _mixed(organization: Organization, number: int, half: int) -> int:
    digest = keyed_digest_of(f"person seen by {organization.public_id} {number} {half}")
    return int(digest[: HALF // 4], 16)
