"""Lines for the kind of work that a posting is."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.extract.facts import Domain, Posting, RoleSupport, Words
from preceptor.engine.match import level_from_years
from preceptor.engine.translate.drafts import LineDraft
from preceptor.engine.translate.rules import LineRules
from preceptor.engine.translate.work import clipped

# People compare what somebody did before anything else: these two together weigh about as much
# as the ten heaviest of the lines that a posting spells out.
TITLE_WEIGHT = 60
ROLE_WEIGHT = 30
# A title that names more kinds of work than this names none of them.
MOST_KINDS = 4
# Where no years are asked, some practice is enough.
USUAL_LEVEL = 2
NOT_HEALTH_IT = "not_health_it"


def work_lines(posting: Posting, roles: Sequence[RoleSupport], rules: LineRules) -> list[LineDraft]:
    """Return a line per kind of work that the title names, and one for the role that decides.

    They are nice: a title says what the work is, not that one must have done it. The title's
    weight is shared by its kinds; the role takes it all where the title names none.
    The level asked follows from the years asked.
    """
    level = level_from_years(posting.years_min) if posting.years_min else USUAL_LEVEL
    kinds = rules.occupations.of_title(posting.title)[:MOST_KINDS] if posting.title_words else ()
    drafts = [
        _line(
            (kind,),
            level,
            weight=TITLE_WEIGHT // len(kinds),
            label=rules.vocabulary.by_id[kind].name,
            rule="title; kind of work",
            words=posting.title_words,
        )
        for kind in kinds
    ]
    best = roles[0] if roles else None
    near = rules.occupations.near_role.get(best.role, ()) if best is not None else ()
    if best is not None and near:
        drafts.append(
            _line(
                near,
                level,
                weight=ROLE_WEIGHT if kinds else TITLE_WEIGHT,
                label=f"Work near the role: {rules.vocabulary.role_by_id[best.role].name}",
                rule="role; kind of work",
                words=best.because[0] if best.because else posting.title_words,
            )
        )
    return drafts


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
