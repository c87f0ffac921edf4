"""Lines for the competencies that a posting names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from preceptor.engine.extract.facts import Posting, Requirement, RoleSupport
from preceptor.engine.translate.drafts import LineDraft, label_of
from preceptor.engine.translate.rules import LineRules
from preceptor.engine.translate.weights import (
    ENOUGH_STATED,
    VIRTUE_WEIGHT,
    is_from_duties,
    is_virtue,
    weight_of,
)

# What the employer states is priced line by line; beyond a dozen nobody is left to price.
# Years, education and credentials are not counted.
MOST_MUSTS = 12
# Where nothing is stated, the core of the duties is asked and not their whole length.
MOST_FROM_DUTIES = 5


def grouped(requirements: Iterable[Requirement]) -> list[list[Requirement]]:
    """Put the alternatives of one any-of together, and repeated mentions with the first."""
    asked = [item for item in requirements if item.necessity != "mentioned"]
    groups: dict[tuple[str, ...], list[Requirement]] = {}
    members: dict[int, set[str]] = {}
    for item in asked:
        if item.any_of is not None:
            members.setdefault(item.any_of, set()).add(item.competency)
    for item in asked:
        alternatives = members[item.any_of] if item.any_of is not None else {item.competency}
        groups.setdefault(tuple(sorted(alternatives)), []).append(item)
    return list(groups.values())


def necessity_of(group: Sequence[Requirement]) -> str:
    """Return must where any mention makes it one."""
    return "must" if any(item.necessity == "must" for item in group) else "nice"


def deciding(group: Sequence[Requirement]) -> Requirement:
    """Return the first mention that has the group's necessity."""
    necessity = necessity_of(group)
    return next(item for item in group if item.necessity == necessity)


def competency_lines(
    posting: Posting, rules: LineRules, *, roles: Sequence[RoleSupport] = ()
) -> list[LineDraft]:
    """Return one line per competency or any-of group, at the highest level stated.

    What only the duties name is nice where the posting states requirements, and so is every
    general virtue. Of more than twelve musts, or five that only the duties name, the most central
    stay: those in the title, those the role asks, those asked in several wordings; ties in the
    order of the text. The rest become nice, keep their weight, and their rule says so.
    """
    groups = grouped(posting.requirements)
    stated = sum(
        necessity_of(group) == "must" and not is_from_duties(deciding(group)) for group in groups
    )
    drafts = [_line(group, rules, is_stated=stated >= ENOUGH_STATED) for group in groups]
    points = [_centrality(group, posting, roles, rules) for group in groups]
    musts = [at for at, draft in enumerate(drafts) if draft.necessity == "must"]
    musts.sort(key=lambda at: -points[at])
    duties = [at for at in musts if is_from_duties(deciding(groups[at]))]
    beyond = dict.fromkeys(duties[MOST_FROM_DUTIES:], f"beyond {MOST_FROM_DUTIES} duties")
    kept = [at for at in musts if at not in beyond]
    beyond |= dict.fromkeys(kept[MOST_MUSTS:], f"beyond {MOST_MUSTS} musts")
    for at, why in beyond.items():
        drafts[at] = replace(drafts[at], necessity="nice", rule=f"{drafts[at].rule}; {why}")
    return drafts


def _centrality(
    group: Sequence[Requirement], posting: Posting, roles: Sequence[RoleSupport], rules: LineRules
) -> int:
    """Return how near the core of the work a line is, 0 or more; the title counts most."""
    slugs = {item.competency for item in group}
    title = posting.title_words
    in_title = title is not None and any(
        item.words.start < title.end and title.start < item.words.end for item in group
    )
    role = rules.vocabulary.role_by_id.get(roles[0].role) if roles else None
    asks = {asked.competency for asked in role.asks} if role is not None else set()
    return 4 * in_title + 2 * bool(slugs & asks) + min(len(group) - 1, 2)


def _line(group: Sequence[Requirement], rules: LineRules, *, is_stated: bool) -> LineDraft:
    decides = deciding(group)
    slugs = list(dict.fromkeys(item.competency for item in group))
    levels = {
        slug: max((item.level or 1 for item in group if item.competency == slug), default=1)
        for slug in slugs
    }
    necessity, rule = necessity_of(group), decides.rule
    if is_stated and is_from_duties(decides):
        necessity = "nice"
    weight = weight_of(necessity, [rules.breadth[slug] for slug in slugs], len(group))
    if all(is_virtue(rules.vocabulary.by_id[slug]) for slug in slugs):
        necessity, weight, rule = "nice", VIRTUE_WEIGHT, f"{rule}; general virtue"
    return LineDraft(
        kind="competency",
        necessity=necessity,
        weight=weight,
        label=label_of(slugs, rules.vocabulary),
        spec={
            "any_of": [{"competency": slug, "level": levels[slug]} for slug in slugs],
            "minimum_grade": 0,
        },
        rule=rule,
        words=decides.words,
    )
