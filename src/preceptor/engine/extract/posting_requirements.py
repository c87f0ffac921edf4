"""The competencies and credentials a posting asks for, prefers or merely names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from preceptor.engine.extract.alternatives import number_groups
from preceptor.engine.extract.cues import ASIDE, ASKED, DONE, ITEM_START, Scope, scopes
from preceptor.engine.extract.education_levels import find_education
from preceptor.engine.extract.facts import Necessity, Requirement
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.levels import level_from_years, stated_level
from preceptor.engine.extract.lexicon import Lexicon, Mention
from preceptor.engine.extract.sections import Layout, Passage
from preceptor.engine.extract.text import FoldedText
from preceptor.engine.extract.years_asked import years_in, years_of
from preceptor.engine.vocabulary import Kind

# How firmly a mention decides. A list of what is asked outweighs a list of preferences, which
# outweighs the duties: what is preferred stays so though the daily work names it.
_LISTED, _PREFERRED, _DUTY, _NAMED = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class _Judged:
    """A mention with its class, how firmly it decides, the rule, and its passage's number."""

    mention: Mention
    necessity: Necessity
    weight: int
    rule: str
    passage: int
    level: int | None = None
    quarters: int | None = None
    within_months: int | None = None
    is_end_user: bool = False
    any_of: int | None = None


_MONTHS = re.compile(
    r"\bwithin (?:the |their |your )?(?:first )?(?:(\d{1,2})|(\w+))(?: \((\d{1,2})\))? (month"
    r"|year|day|week)s?\b"
    r"(?: (?:of|from|after)(?: \w+){0,3}? (?:hire|hiring|employment|start|starting|appointment"
    r"|date|joining|commenc\w+|being hired|position))?"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"eleven": 11, "twelve": 12, "eighteen": 18, "twenty": 20, "thirty": 30, "ninety": 90}
_WORKED_ON = re.compile(
    r"\b(?:configur|build|built|implement|support|train|develop|administ|maint|install|design"
    r"|integrat|test|troubleshoot"
    r"|analys|analyz|report|interfac|migrat|upgrad|roll|deploy|optimi[sz]|customi[sz]|program"
    r"|script|query|queries|certif"
    r"|application|module|project|go live|engineer|architect|lead|manag)"
)
_USED = re.compile(
    r"\b(?:using|use|uses|used|utili[sz]\w*|navigat\w*|enter\w*|data entry|input\w*|document(?:s"
    r"|ing)? (?:in|care)|record(?:s|ing)? (?:in|on)"
    r"|schedul\w+|check in|experience (?:with|in|of)|familiar\w*|knowledge of|working with"
    r"|updat\w+)\b"
)


def read_requirements(
    folding: FoldedText, layout: Layout, mentions: list[Mention], lexicon: Lexicon
) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...]]:
    """Return the competencies and, apart, the credentials that a posting names.

    A competency gets one class for the whole posting and one fact for each wording that
    decides it, in the order of the text. A text that names none gives two empty tuples.
    """
    judged = _judge_all(folding, layout, mentions, lexicon)
    judged.sort(key=lambda one: one.mention.words)
    groups = number_groups(
        folding, layout.passages, [(one.passage, one.mention.words) for one in judged]
    )
    judged = [
        one if group is None else replace(one, any_of=group)
        for one, group in zip(judged, groups, strict=True)
    ]
    facts = _decide(judged, lexicon)
    kinds = lexicon.vocabulary.by_id
    competencies = tuple(f for f in facts if kinds[f.competency].kind is not Kind.CREDENTIAL)
    credentials = tuple(f for f in facts if kinds[f.competency].kind is Kind.CREDENTIAL)
    return competencies, credentials


def _judge_all(
    folding: FoldedText, layout: Layout, mentions: list[Mention], lexicon: Lexicon
) -> list[_Judged]:
    starts = [passage.start for passage in layout.passages]
    by_passage: dict[int, list[Mention]] = defaultdict(list)
    judged: list[_Judged] = []
    for mention in mentions:
        at = bisect_right(starts, mention.words.start) - 1
        if layout.title and layout.title.start <= mention.words.start < layout.title.end:
            judged.append(_Judged(mention, "must", _DUTY, "title", -1))
        elif at >= 0 and mention.words.start < layout.passages[at].end:
            by_passage[at].append(mention)
    for number, found in by_passage.items():
        judged += _judge_passage(folding, layout, number, found, lexicon)
    return judged


def _judge_passage(
    folding: FoldedText, layout: Layout, number: int, mentions: list[Mention], lexicon: Lexicon
) -> Iterable[_Judged]:
    passage = layout.passages[number]
    folded = folding.folded
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    found = scopes(folded, start, end)
    necessity, weight, rule = _of_passage(passage, folded[start:end], layout)
    months = _within_months(folded, start, end)
    subjects = _subjects(folding, passage)
    spans = years_in(folded, start, end, is_listed=passage.part in (Part.REQUIRED, Part.PREFERRED))
    for mention in mentions:
        at = folding.fold_index(mention.words.start)
        entry = lexicon.vocabulary.by_id[mention.competency]
        own = _in_scope(found, at, passage, folded, necessity, weight, rule)
        if any(left <= mention.words.start < right for left, right in subjects):
            own = ("mentioned", _NAMED, "subject of a degree")
        is_credential = entry.kind is Kind.CREDENTIAL
        if is_credential and own[1] == _DUTY:
            # Licences and certificates named in the duties are mostly those of colleagues.
            own = ("mentioned", _NAMED, own[2])
        years = years_of(folded, spans, at, folding.fold_index(mention.words.end))
        level = stated_level(folded, start, at)
        is_due_later = is_credential and months is not None and own[0] == "must"
        if is_due_later:
            own = ("nice", _LISTED, "within months of hire")
        yield _Judged(
            mention,
            *own,
            number,
            level=level_from_years(years) if level is None and years is not None else level,
            quarters=None if years is None or own[0] == "mentioned" else round(years * 4),
            within_months=months if is_due_later else None,
            is_end_user=entry.kind in (Kind.SYSTEM, Kind.TOOL) and _is_end_user(folded[start:end]),
        )


def _of_passage(passage: Passage, folded: str, layout: Layout) -> tuple[Necessity, int, str]:
    """Return the class a passage gives what it names, before its own words of preference."""
    part = passage.part
    if part in (Part.HEAD, Part.ABOUT, Part.BENEFITS, Part.APPLY):
        return "mentioned", _NAMED, f"section:{part}"
    if part is Part.REQUIRED:
        return "must", _LISTED, "section:required"
    if part is Part.PREFERRED:
        return "nice", _PREFERRED, "section:preferred"
    if ASIDE.search(folded):
        return "mentioned", _NAMED, "employer"
    is_item = ITEM_START.match(folded) is not None
    if part is Part.DUTIES and not is_item:
        return "must", _DUTY, "section:duties"
    asked = ASKED.search(folded)
    if asked or is_item:
        return "must", _LISTED, f"cue:{asked.group()}" if asked else "item"
    if DONE.search(folded) or not layout.has_requirements:
        return "must", _DUTY, "duties"
    return "mentioned", _NAMED, "prose"


_SUBJECT = re.compile(
    r"[’']?s?(?: degrees?| level)?,?(?: \(.{0,20}\))? (?:in|with an? (?:major|focus|emphasis"
    r"|concentration) in) "
    r"[^.;()\n]{3,160}?(?=$|[.;()\n]|,? (?:and|with|plus|or) (?:\w+ ){0,3}(?:experience|years"
    r"|\d)|,? (?:is |are )?(?:required|preferred|desir)"
    r"|,? (?:or )?(?:an? )?(?:related|relevant|similar|equivalent|other|another|technical))",
    re.IGNORECASE,
)


def _subjects(folding: FoldedText, passage: Passage) -> list[tuple[int, int]]:
    """Return the spans that name what a degree is in: studies, not skills that are asked."""
    found: list[tuple[int, int]] = []
    if " in " not in folding.text[passage.start : passage.end]:
        return found
    for phrase in find_education(folding.text, passage.start, passage.end):
        subject = _SUBJECT.match(folding.text, phrase.end, passage.end)
        if subject is not None:
            found.append(subject.span())
    return found


def _in_scope(
    found: tuple[Scope, ...],
    at: int,
    passage: Passage,
    folded: str,
    necessity: Necessity,
    weight: int,
    rule: str,
) -> tuple[Necessity, int, str]:
    if weight == _NAMED:
        return necessity, weight, rule
    for scope in found:
        if scope.start <= at < scope.end:
            if scope.sway == "nice":
                return "nice", _PREFERRED, scope.rule
            return "mentioned", _NAMED, scope.rule
    if passage.part is Part.PREFERRED and _INSISTS.search(folded, *_around(folded, at)):
        return "must", _LISTED, "cue:required"
    return necessity, weight, rule


_INSISTS = re.compile(r"\b(?:is|are|also)? ?(?:required|mandatory|a must)\b(?! to|:)")


def _around(folded: str, at: int) -> tuple[int, int]:
    """Return the stretch of the clause around ``at``: to the next mark that ends one."""
    end = at
    while end < len(folded) and folded[end] not in ".;\n" and end - at < 120:
        end += 1
    return at, end


def _within_months(folded: str, start: int, end: int) -> int | None:
    found = _MONTHS.search(folded, start, end)
    if not found:
        return None
    word = found.group(3) or found.group(1) or found.group(2)
    count = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    unit = found.group(4)
    months = {"year": 12 * count, "month": count, "week": -(-count // 4), "day": -(-count // 30)}
    return max(1, months[unit])


def _is_end_user(sentence: str) -> bool:
    return _USED.search(sentence) is not None and _WORKED_ON.search(sentence) is None


def _decide(judged: list[_Judged], lexicon: Lexicon) -> list[Requirement]:
    by_id: dict[str, list[_Judged]] = defaultdict(list)
    for one in judged:
        by_id[one.mention.competency].append(one)
    facts = []
    for competency, found in by_id.items():
        final = max(found, key=lambda one: (one.weight, one.necessity == "must"))
        seen: set[str] = set()
        for one in found:
            wording = " ".join(one.mention.words.text.lower().split())
            if one.necessity != final.necessity or wording in seen:
                continue
            if seen and final.necessity == "mentioned":
                break
            seen.add(wording)
            facts.append(_fact(one, competency, lexicon))
    facts.sort(key=lambda fact: (fact.words, fact.competency))
    return _without_lone_groups(facts)


def _fact(one: _Judged, competency: str, lexicon: Lexicon) -> Requirement:
    return Requirement(
        competency=competency,
        necessity=one.necessity,
        words=one.mention.words,
        rule=one.rule,
        level=one.level,
        any_of=one.any_of if one.necessity != "mentioned" else None,
        quarters=one.quarters,
        within_months=one.within_months,
        is_licence=lexicon.vocabulary.by_id[competency].is_licence,
        is_end_user=one.is_end_user,
    )


def _without_lone_groups(facts: list[Requirement]) -> list[Requirement]:
    """Drop the group of facts that have no other competency of their class beside them."""
    members: dict[tuple[int, str], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.any_of is not None:
            members[fact.any_of, fact.necessity].add(fact.competency)
    return [
        replace(fact, any_of=None)
        if fact.any_of is not None and len(members[fact.any_of, fact.necessity]) < 2
        else fact
        for fact in facts
    ]
