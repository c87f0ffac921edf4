"""Lines for the kind of work that a posting is."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.extract.facts import Domain, Posting, RoleSupport, Words
from preceptor.engine.match import level_from_years
from preceptor.engine.translate.drafts import LineDraft
from preceptor.engine.translate.occupations import role_competency
from preceptor.engine.translate.rules import LineRules
from preceptor.engine.translate.work import clipped

# People compare what somebody did before anything else: these two together weigh about as much
# as the ten heaviest of the lines that a posting spells out.
TITLE_WEIGHT = 50
ROLE_WEIGHT = 40
# Of a title that names more kinds of work the first count.
MOST_KINDS = 4
# Where no years are asked, some practice is enough.
USUAL_LEVEL = 2


def work_lines(posting: Posting, roles: Sequence[RoleSupport], rules: LineRules) -> list[LineDraft]:
    """Return a line per kind of work that the title names, and one for the role that decides.

    They are nice: a title says what the work is, not that one must have done it. The title's
    weight is shared by its kinds. Where it names none the role has both weights, and where the
    role adds no kind to it (or is none of the twelve) the title has both.
    The level asked follows from the years asked.
    """
    level = level_from_years(posting.years_min) if posting.years_min else USUAL_LEVEL
    kinds = rules.occupations.of_title(posting.title)[:MOST_KINDS] if posting.title_words else ()
    role = _role_beyond(roles, kinds, rules)
    for_title = TITLE_WEIGHT + (0 if role else ROLE_WEIGHT)
    drafts = [
        _line(
            (kind,),
            level,
            weight=for_title // len(kinds),
            label=rules.vocabulary.by_id[kind].name,
            rule="title; kind of work",
            words=posting.title_words,
        )
        for kind in kinds
    ]
    if role is not None:
        drafts.append(
            _line(
                (role_competency(role.role), *rules.occupations.near_role[role.role]),
                level,
                weight=ROLE_WEIGHT + (0 if kinds else TITLE_WEIGHT),
                label=f"Work near the role: {rules.vocabulary.role_by_id[role.role].name}",
                rule="role; kind of work",
                words=role.because[0] if role.because else posting.title_words,
            )
        )
    return drafts


def _role_beyond(
    roles: Sequence[RoleSupport], kinds: Sequence[str], rules: LineRules
) -> RoleSupport | None:
    """Return the deciding role if it adds to the kinds of the title; None outside health IT."""
    near = rules.occupations.near_role.get(roles[0].role, ()) if roles else ()
    return None if set(near) <= set(kinds) else roles[0]


def _line(
    kinds: Sequence[str], level: int, *, weight: int, label: str, rule: str, words: Words | None
) -> LineDraft:
    return LineDraft(
        kind="competency",
        necessity="nice",
        weight=weight,
        label=label,
        spec={
            "any_of": [{"competency": kind, "level": level} for kind in kinds],
            "minimum_grade": 0,
        },
        rule=rule,
        words=clipped(words) if words else None,
    )


def usual_domain(posting: Posting, roles: Sequence[RoleSupport], rules: LineRules) -> Domain:
    """Return the field of the posting's work: of its title's first kind, else of its role."""
    kinds = rules.occupations.of_title(posting.title)
    if not kinds and roles:
        kinds = rules.occupations.near_role.get(roles[0].role, ())
    return rules.occupations.domains.get(kinds[0], "it") if kinds else "it"
