"""What a posting asks, as lines that matching can score and price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from preceptor.engine.extract.facts import EducationAsked, Posting, Requirement, Words
from preceptor.engine.translate.evidence import EDUCATION_RANK
from preceptor.engine.vocabulary import Competency, Vocabulary

MUST_WEIGHT = 10
NICE_WEIGHT = 4
# Everybody claims the general virtues and no resume proves them: they order people a little
# and shut nobody out.
VIRTUE_WEIGHT = 1
VIRTUE_TIERS = ("tier1", "tier2", "tier3")
# Using a computer is of these tiers too, but it can be shown.
SHOWN_BLOCKS = frozenset({"tier2-computer", "tier3-tools"})

# Which of the three kinds of experience a role's years are counted in when the text does
# not say.
DOMAIN_OF_ROLE: Mapping[str, str] = {
    "workflow": "it",
    "clinician_consultant": "clinical",
    "impl_support": "it",
    "impl_manager": "it",
    "tech_support": "it",
    "trainer": "it",
    "clinician_leader": "clinical",
    "him_exchange": "records",
    "privacy_security": "it",
    "research_scientist": "it",
    "programmer": "it",
    "subspecialist": "it",
    "not_health_it": "it",
}

# "Or equivalent experience" without a number: a bachelor's degree takes four years.
QUARTERS_FOR_DEGREE = 16

MAX_LINES = 64


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line before it stands in a job.

    ``spec`` per kind: competency {"any_of": [{"competency", "level"}], "minimum_grade"},
    credential and licence {"any_of": [slug]}, years {"domain", "quarters"},
    education {"any_of": [{"level", "quarters"}]}.
    """

    kind: str
    necessity: str
    weight: int
    label: str
    spec: Mapping[str, Any]
    rule: str
    words: Words | None = None


def lines_from(
    posting: Posting, vocabulary: Vocabulary, *, role: str = "not_health_it"
) -> tuple[LineDraft, ...]:
    """Turn a posting's facts into at most 64 lines: musts first, each in the order of the text.

    A competency that is named several times is one line: a must if any mention makes it one,
    at the highest level stated. ``role`` decides whose years count where the text is silent.
    """
    drafts = [
        *_licence_lines(posting, vocabulary),
        *_competency_lines(posting.requirements, vocabulary),
        *_credential_lines(posting.credentials, vocabulary),
        *_year_lines(posting, role),
        *_education_lines(posting),
    ]
    drafts.sort(key=lambda draft: (draft.necessity != "must", _place_in_text(draft)))
    return tuple(drafts[:MAX_LINES])


def _place_in_text(draft: LineDraft) -> int:
    return draft.words.start if draft.words else 1 << 30


def _grouped(requirements: Iterable[Requirement]) -> list[list[Requirement]]:
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


def _necessity(group: list[Requirement]) -> str:
    return "must" if any(item.necessity == "must" for item in group) else "nice"


def _first_that_decides(group: list[Requirement]) -> Requirement:
    necessity = _necessity(group)
    return next(item for item in group if item.necessity == necessity)


def _label(slugs: Iterable[str], vocabulary: Vocabulary) -> str:
    names = [vocabulary.by_id[slug].name for slug in dict.fromkeys(slugs)]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _is_virtue(entry: Competency) -> bool:
    return entry.block.startswith(VIRTUE_TIERS) and entry.block not in SHOWN_BLOCKS


def _competency_lines(
    requirements: Iterable[Requirement], vocabulary: Vocabulary
) -> list[LineDraft]:
    drafts = []
    for group in _grouped(requirements):
        decides = _first_that_decides(group)
        slugs = list(dict.fromkeys(item.competency for item in group))
        levels = {
            slug: max((item.level or 1 for item in group if item.competency == slug), default=1)
            for slug in slugs
        }
        necessity = _necessity(group)
        weight = MUST_WEIGHT if necessity == "must" else NICE_WEIGHT
        rule = decides.rule
        if all(_is_virtue(vocabulary.by_id[slug]) for slug in slugs):
            necessity, weight, rule = "nice", VIRTUE_WEIGHT, f"{rule}; general virtue"
        drafts.append(
            LineDraft(
                kind="competency",
                necessity=necessity,
                weight=weight,
                label=_label(slugs, vocabulary),
                spec={
                    "any_of": [{"competency": slug, "level": levels[slug]} for slug in slugs],
                    "minimum_grade": 0,
                },
                rule=rule,
                words=decides.words,
            )
        )
    return drafts


def _licence_lines(posting: Posting, vocabulary: Vocabulary) -> list[LineDraft]:
    """A licence that must be held is a gate; any of those named opens it."""
    asked = [
        item
        for item in posting.credentials
        if vocabulary.by_id[item.competency].is_licence
        and item.necessity == "must"
        and item.within_months is None
    ]
    groups: dict[object, list[Requirement]] = {}
    for item in asked:
        key = item.competency if item.any_of is None else item.any_of
        groups.setdefault(key, []).append(item)
    # Two gates that share a licence ask one thing twice: the wider one stands.
    gates: list[tuple[set[str], Requirement]] = []
    for group in groups.values():
        slugs = {item.competency for item in group}
        shared = next((gate for gate in gates if gate[0] & slugs), None)
        if shared is None:
            gates.append((slugs, group[0]))
        else:
            shared[0].update(slugs)
    return [
        LineDraft(
            kind="licence",
            necessity="must",
            weight=MUST_WEIGHT,
            label=_label(sorted(slugs), vocabulary),
            spec={"any_of": sorted(slugs)},
            rule=first.rule,
            words=first.words,
        )
        for slugs, first in gates
    ]


def _credential_lines(
    credentials: Iterable[Requirement], vocabulary: Vocabulary
) -> list[LineDraft]:
    scored = [
        # Due within some months of hire: nobody must have it today.
        replace(item, necessity="nice") if item.within_months is not None else item
        for item in credentials
        if not (
            vocabulary.by_id[item.competency].is_licence
            and item.necessity == "must"
            and item.within_months is None
        )
    ]
    drafts = []
    for group in _grouped(scored):
        decides = _first_that_decides(group)
        slugs = list(dict.fromkeys(item.competency for item in group))
        necessity = _necessity(group)
        drafts.append(
            LineDraft(
                kind="credential",
                necessity=necessity,
                weight=MUST_WEIGHT if necessity == "must" else NICE_WEIGHT,
                label=_label(slugs, vocabulary),
                spec={"any_of": slugs},
                rule=decides.rule,
                words=decides.words,
            )
        )
    return drafts


DOMAIN_NAMES = {"clinical": "clinical work", "it": "IT work", "records": "health records work"}


def _year_lines(posting: Posting, role: str) -> list[LineDraft]:
    """One line per domain: the least number stated, a must before a nice."""
    best: dict[str, LineDraft] = {}
    for asked in posting.years:
        quarters = round(asked.least * 4)
        if quarters < 1:
            continue
        domain = asked.domain or DOMAIN_OF_ROLE[role]
        necessity = "must" if asked.necessity == "must" else "nice"
        years = f"{asked.least:g} year{'s' if asked.least != 1 else ''}"
        draft = LineDraft(
            kind="years",
            necessity=necessity,
            weight=MUST_WEIGHT if necessity == "must" else NICE_WEIGHT,
            label=f"{years} of {DOMAIN_NAMES[domain]}",
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
            weight=MUST_WEIGHT if necessity == "must" else NICE_WEIGHT,
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


def _education_lines(posting: Posting) -> list[LineDraft]:
    """One line for what is required and one for what is preferred."""
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
                weight=MUST_WEIGHT if necessity == "must" else NICE_WEIGHT,
                label=" or ".join(_way_label(*way) for way in ways),
                spec={"any_of": [{"level": level, "quarters": q} for level, q in ways]},
                rule=asked[0].rule,
                words=asked[0].words,
            )
        )
    return drafts


def _ways_in(asked: list[EducationAsked]) -> list[tuple[int, int]]:
    """Return (level, quarters beside it), lowest level first; the least years per level."""
    ways: dict[int, int] = {}
    for item in asked:
        level = EDUCATION_RANK.get(item.level)
        if level is not None:
            quarters = round((item.years or 0) * 4)
            ways[level] = min(ways.get(level, 255), quarters, 255)
    return sorted(ways.items())


def _experience_instead(posting: Posting) -> int:
    stated = [round(item.least * 4) for item in posting.years if item.necessity == "must"]
    return min(255, max([QUARTERS_FOR_DEGREE, *stated]))


def _way_label(level: int, quarters: int) -> str:
    name = LEVEL_NAMES[level]
    if level == 0:
        return f"{quarters / 4:g} years of work in place of it"
    return f"{name} and {quarters / 4:g} years of work" if quarters else name
