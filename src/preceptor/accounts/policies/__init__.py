"""Who may do what."""

from preceptor.accounts.policies.access import (
    SignedRequest,
    membership_or_404,
    organization_or_404,
    signed_in,
    trusted_organization_or_404,
)
from preceptor.accounts.policies.hats import (
    counsels_at,
    hires_for,
    is_administrator,
    is_member,
    is_steward,
    mentors_at,
    steward_only,
    teaches_at,
)
from preceptor.accounts.policies.second_factor import (
    has_second_factor,
    lacks_second_factor,
    needs_second_factor,
)

__all__ = [
    "SignedRequest",
    "counsels_at",
    "has_second_factor",
    "hires_for",
    "is_administrator",
    "is_member",
    "is_steward",
    "lacks_second_factor",
    "membership_or_404",
    "mentors_at",
    "needs_second_factor",
    "organization_or_404",
    "signed_in",
    "steward_only",
    "teaches_at",
    "trusted_organization_or_404",
]
