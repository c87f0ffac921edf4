"""Lines for the years of experience and the education that a posting asks."""

from __future__ import annotations

from collections.abc import Sequence

from preceptor.engine.extract.facts import Domain, EducationAsked, Posting
from preceptor.engine.translate.drafts import LineDraft, unedited_weight
from preceptor.engine.translate.evidence import EDUCATION_RANK

QUARTERS_A_YEAR = 4

# "Or equivalent experience" without a number: a bachelor's degree takes four years.
QUARTERS_FOR_DEGREE = 16

# Where a posting requires clinicians, that decides more than any single skill.
CLINICIAN_WEIGHT = 20
# A degree is stated in most postings and held by most who apply.
EDUCATION_WEIGHTS = {"must": 6, "nice": 2}

DOMAIN_NAMES = {"clinical": "clinical work", "it": "IT work", "records": "health records work"}


def years_text(quarters: int) -> str:
    """Return quarters as years, below one year as months.

    >>> years_text(9), years_text(4), years_text(2), years_text(0)
    ('2.25 years', '1 year', '6 months', 'less than 3 months')
    """
    if not quarters:
        return "less than 3 months"
    if quarters < QUARTERS_A_YEAR:
        return f"{3 * quarters} months"
    return f"{quarters / 4:g} year{'' if quarters == QUARTERS_A_YEAR else 's'}"


def year_lines(posting: Posting, usual: Domain) -> list[LineDraft]:
    """Return one line per field: the least number stated, a must before a nice.

    ``usual`` is the field in which years count that the text leaves open.
    """
    best: dict[str, LineDraft] = {}
    for asked in posting.years:
        quarters = round(asked.least * 4)
        if quarters < 1:
            continue
        domain = asked.domain or usual
        necessity = "must" if asked.necessity == "must" else "nice"
        draft = LineDraft(
            kind="years",
            necessity=necessity,
            weight=unedited_weight(necessity),
            label=f"{years_text(quarters)} of {DOMAIN_NAMES[domain]}",
            spec={"domain": domain, "quarters": min(quarters, 255)},
            rule=asked.rule,
            words=asked.words,
        )
        kept = best.get(domain)
        if kept is None or _is_easier(draft, kept):
            best[domain] = draft
    if posting.clinical_background != "not_required" and "clinical" not in best:
        necessity = "must" if posting.clinical_background == "required" else "nice"
        best["clinical"] = LineDraft(
            kind="years",
            necessity=necessity,
            weight=CLINICIAN_WEIGHT if necessity == "must" else unedited_weight(necessity),
            label="A clinical background of any length",
            spec={"domain": "clinical", "quarters": 1},
            rule="clinical background",
            words=posting.clinical_words,
        )
    return list(best.values())


def _is_easier(draft: LineDraft, kept: LineDraft) -> bool:
    """Musts decide; among equals the smaller number opens the door."""
    mine = (draft.necessity != "must", draft.spec["quarters"])
    theirs = (kept.necessity != "must", kept.spec["quarters"])
    return mine < theirs


LEVEL_NAMES = {
    0: "Experience in place of a degree",
    1: "Secondary school",
    2: "A certificate",
    3: "An associate degree",
    4: "A bachelor's degree",
    5: "A master's degree",
    6: "A doctorate",
}


def education_lines(posting: Posting) -> list[LineDraft]:
    """Return one line for what is required and one for what is preferred."""
    drafts = []
    for necessity in ("must", "nice"):
        asked = [item for item in posting.education if item.necessity == necessity]
        ways = _ways_in(asked)
        if not ways:
            continue
        if necessity == "must" and posting.education_or_experience and all(w[0] for w in ways):
            ways.append((0, _experience_instead(posting)))
        drafts.append(
            LineDraft(
                kind="education",
                necessity=necessity,
                weight=EDUCATION_WEIGHTS[necessity],
                label=ways_label(ways),
                spec={"any_of": [{"level": level, "quarters": q} for level, q in ways]},
                rule=asked[0].rule,
                words=asked[0].words,
            )
        )
    return drafts


def _ways_in(asked: Sequence[EducationAsked]) -> list[tuple[int, int]]:
    """Return (level, quarters beside it), lowest level first; the least years per level.

    A higher level opens nothing where a lower one with no more years does.
    """
    ways: dict[int, int] = {}
    for item in asked:
        level = EDUCATION_RANK.get(item.level)
        if level is not None:
            quarters = round((item.years or 0) * 4)
            ways[level] = min(ways.get(level, 255), quarters, 255)
    return [
        (level, quarters)
        for level, quarters in sorted(ways.items())
        if not any(other < level and least <= quarters for other, least in ways.items())
    ]


def _experience_instead(posting: Posting) -> int:
    stated = [round(item.least * 4) for item in posting.years if item.necessity == "must"]
    return min(255, max([QUARTERS_FOR_DEGREE, *stated]))


def ways_label(ways: Sequence[tuple[int, int]]) -> str:
    """Return the ways in by education, (level, quarters beside it), as words; at least one."""
    first, *others = (_way_label(*way) for way in ways)
    return " or ".join([first, *(f"{label[0].lower()}{label[1:]}" for label in others)])


def _way_label(level: int, quarters: int) -> str:
    name = LEVEL_NAMES[level]
    if level == 0:
        return f"{years_text(quarters)} of work in place of it"
    return f"{name} and {years_text(quarters)} of work" if quarters else name
