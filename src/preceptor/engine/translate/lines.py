"""What a posting asks, as lines that matching can score and price."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.extract.facts import Posting, RoleSupport
from preceptor.engine.translate.competency_lines import competency_lines
from preceptor.engine.translate.credential_lines import credential_lines, licence_lines
from preceptor.engine.translate.drafts import MUST_WEIGHT, NICE_WEIGHT, LineDraft
from preceptor.engine.translate.history_lines import DOMAIN_NAMES, education_lines, year_lines
from preceptor.engine.translate.rules import LineRules
from preceptor.engine.translate.work_lines import usual_domain, work_lines

__all__ = ["DOMAIN_NAMES", "MUST_WEIGHT", "NICE_WEIGHT", "LineDraft", "lines_from"]

MAX_LINES = 64


def lines_from(
    posting: Posting, rules: LineRules, *, roles: Sequence[RoleSupport] = ()
) -> tuple[LineDraft, ...]:
    """Turn a posting's facts into at most 64 lines: musts first, each in the order of the text.

    A competency that is named several times is one line. Of many musts among the competencies
    the central ones stay musts. ``roles``: the roles that the posting supports, best first.
    """
    drafts = [
        *licence_lines(posting.credentials, rules.vocabulary),
        *work_lines(posting, roles, rules),
        *competency_lines(posting, rules, roles=roles),
        *credential_lines(posting.credentials, rules.vocabulary),
        *year_lines(posting, usual_domain(posting, roles, rules)),
        *education_lines(posting),
    ]
    kept = sorted(drafts, key=lambda draft: (draft.necessity != "must", -draft.weight))[:MAX_LINES]
    kept.sort(key=lambda draft: (draft.necessity != "must", _place_in_text(draft)))
    return tuple(kept)


def _place_in_text(draft: LineDraft) -> int:
    return draft.words.start if draft.words else 1 << 30
