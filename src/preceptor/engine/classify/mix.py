"""Warns where one text seems to hold two jobs."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.classify.cues import NOT_HEALTH_IT
from preceptor.engine.extract.facts import RoleSupport, Words

# Work of these pairs overlaps in one ordinary job, so that both being supported is no sign of two.
_NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("impl_support", "workflow"),
        ("impl_support", "tech_support"),
        ("impl_support", "impl_manager"),
        ("impl_support", "subspecialist"),
        ("impl_support", "trainer"),
        ("impl_support", "him_exchange"),
        ("impl_support", "programmer"),
        ("impl_support", "clinician_consultant"),
        ("impl_manager", "subspecialist"),
        ("workflow", "impl_manager"),
        ("workflow", "clinician_consultant"),
        ("workflow", "trainer"),
        ("clinician_consultant", "clinician_leader"),
        ("clinician_consultant", "subspecialist"),
        ("clinician_leader", "impl_manager"),
        ("clinician_leader", "subspecialist"),
        ("him_exchange", "programmer"),
        ("him_exchange", "research_scientist"),
        ("him_exchange", "privacy_security"),
        ("programmer", "research_scientist"),
        ("programmer", "tech_support"),
        ("programmer", "privacy_security"),
        ("tech_support", "subspecialist"),
        ("tech_support", "privacy_security"),
    )
)
# Both jobs must be this well supported, each by this many sentences of its own. Chosen on glued
# pairs of texts: see docs/reference/classification.md.
_LEAST_SUPPORT = 0.3
_OWN_SENTENCES = 2


def mix_warning(supports: Sequence[RoleSupport]) -> str | None:
    """Return a warning where the two best roles are far apart and each has its own sentences.

    None for an ordinary text; "not health IT" is no second job.
    """
    strong = [
        support
        for support in supports
        if support.role != NOT_HEALTH_IT and support.p >= _LEAST_SUPPORT
    ]
    for at, first in enumerate(strong):
        for second in strong[at + 1 :]:
            if _are_two_jobs(first, second):
                return f"two jobs in one text: {first.role} and {second.role}"
    return None


def _are_two_jobs(first: RoleSupport, second: RoleSupport) -> bool:
    if frozenset((first.role, second.role)) in _NEAR:
        return False
    return (
        _own(first.because, second.because) >= _OWN_SENTENCES
        and _own(second.because, first.because) >= _OWN_SENTENCES
    )


def _own(words: Sequence[Words], others: Sequence[Words]) -> int:
    """Count the words that do not overlap any of the others."""
    return sum(
        all(one.end <= other.start or one.start >= other.end for other in others) for one in words
    )
