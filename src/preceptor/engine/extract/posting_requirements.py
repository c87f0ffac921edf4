"""The competencies and credentials a posting asks for, prefers or merely names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from preceptor.engine.extract.alternatives import number_groups
from preceptor.engine.extract.colleagues import is_other, others_in
from preceptor.engine.extract.cues import ASIDE, ASKED, DONE, ITEM_START, Scope, scopes
from preceptor.engine.extract.education_levels import EducationPhrase, phrases_within
from preceptor.engine.extract.employers import is_employer, is_praise
from preceptor.engine.extract.facts import Necessity, Requirement
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.levels import level_from_years, stated_level
from preceptor.engine.extract.lexicon import Mention
from preceptor.engine.extract.sections import Layout, Passage
from preceptor.engine.extract.text import FoldedText, fold_words
from preceptor.engine.extract.years_asked import years_in, years_of
from preceptor.engine.vocabulary import Competency, Kind, Vocabulary

# Named in praise of the employer, a product may still be what the post is about.
_PRODUCTS = frozenset({Kind.SYSTEM, Kind.TOOL, Kind.CREDENTIAL})
# What anybody is or does: named without being asked, it tells nothing.
_ABILITIES = frozenset({Kind.SKILL, Kind.KNOWLEDGE, Kind.TASK})

# How firmly a mention decides. A list of what is asked outweighs a list of preferences, which
# outweighs the duties: what is preferred stays so though the daily work names it.
_LISTED, _PREFERRED, _DUTY, _NAMED = 3, 2, 1, 0


class _Verdict(NamedTuple):
    """The class of a mention, how firmly it decides, and the rule."""

    necessity: Necessity
    weight: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Judged:
    """A mention with its verdict and its passage's number (-1 for the title)."""

    mention: Mention
    verdict: _Verdict
    passage: int
    level: int | None = None
    quarters: int | None = None
    within_months: int | None = None
    is_end_user: bool = False
    any_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What judging needs of one text."""

    folding: FoldedText
    layout: Layout
    vocabulary: Vocabulary
    phrases: Sequence[EducationPhrase]


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
    r"|schedul\w+|check in"
    r"|updat\w+)\b"
)


def read_requirements(
    folding: FoldedText,
    layout: Layout,
    mentions: list[Mention],
    vocabulary: Vocabulary,
    phrases: Sequence[EducationPhrase],
) -> tuple[tuple[Requirement, ...], tuple[Requirement, ...]]:
    """Return the competencies and, apart, the credentials that a posting names.

    ``phrases`` are the education phrases of the text, in order. A competency gets one class for
    the whole posting and one fact for each wording that decides it, in the order of the text.
    A text that names none gives two empty tuples.
    """
    reading = _Reading(folding, layout, vocabulary, phrases)
    judged = sorted(_judge_all(reading, mentions), key=lambda one: one.mention.words)
    groups = number_groups(
        folding, layout.passages, [(one.passage, one.mention.words) for one in judged]
    )
    judged = [
        one if group is None else replace(one, any_of=group)
        for one, group in zip(judged, groups, strict=True)
    ]
    facts = _decide(judged, vocabulary)
    kinds = vocabulary.by_id
    competencies = tuple(f for f in facts if kinds[f.competency].kind is not Kind.CREDENTIAL)
    credentials = tuple(f for f in facts if kinds[f.competency].kind is Kind.CREDENTIAL)
    return competencies, credentials


def _judge_all(reading: _Reading, mentions: list[Mention]) -> Iterator[_Judged]:
    title = reading.layout.title
    by_passage: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if title is not None and title.start <= mention.words.start < title.end:
            yield _Judged(mention, _Verdict("must", _DUTY, "title"), -1)
            continue
        number = reading.layout.passage_at(mention.words.start)
        if number is not None:
            by_passage[number].append(mention)
    for number, found in by_passage.items():
        yield from _judge_passage(reading, number, found)


def _judge_passage(reading: _Reading, number: int, mentions: list[Mention]) -> Iterator[_Judged]:
    passage = reading.layout.passages[number]
    folding, folded = reading.folding, reading.folding.folded
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    found = scopes(folded, start, end)
    whole = _of_passage(reading, passage, start, end, found)
    months = _within_months(folded, start, end)
    subjects = _subjects(reading, passage)
    spans = years_in(folded, start, end, is_listed=passage.part in (Part.REQUIRED, Part.PREFERRED))
    is_used = _is_used(folded[start:end])
    others = others_in(folded, start, end)
    is_blurb = is_praise(folded[start:end], reading.layout.employer)
    for mention in mentions:
        at = folding.fold_index(mention.words.start)
        entry = reading.vocabulary.by_id[mention.competency]
        verdict = _in_scope(found, at, passage, folded, whole)
        is_credential = entry.kind is Kind.CREDENTIAL
        if not is_credential and any(
            left <= mention.words.start < right for left, right in subjects
        ):
            verdict = _Verdict("mentioned", _NAMED, "subject of a degree")
        elif is_employer(mention.words.text, reading.layout.employer) or (
            is_blurb and verdict.weight == _DUTY and entry.kind not in _PRODUCTS
        ):
            verdict = _Verdict("mentioned", _NAMED, "employer")
        elif others and is_other(folded, at, folding.fold_index(mention.words.end), others):
            verdict = _Verdict("mentioned", _NAMED, "colleagues")
        if is_credential and verdict.weight == _DUTY and _HOLDER.search(folded, start, at):
            verdict = _Verdict("must", _LISTED, "the person sought")
        elif is_credential and verdict.weight == _DUTY:
            # Licences and certificates named in the duties are mostly those of colleagues.
            verdict = _Verdict("mentioned", _NAMED, verdict.rule)
        is_due_later = is_credential and months is not None and verdict.necessity == "must"
        if is_due_later:
            verdict = _Verdict("nice", _LISTED, "within months of hire")
        years = years_of(folded, spans, at, folding.fold_index(mention.words.end))
        is_asked = verdict.necessity != "mentioned"
        if not is_asked and entry.kind in _ABILITIES:
            continue  # "Our friendly team", "mentoring for our staff": nothing said of the post.
        level = stated_level(folded, start, at) if is_asked else None
        if level is None and years is not None and is_asked:
            level = level_from_years(years)
        yield _Judged(
            mention,
            verdict,
            number,
            level=level,
            quarters=round(years * 4) if years is not None and is_asked else None,
            within_months=months if is_due_later else None,
            is_end_user=is_used and entry.kind is Kind.SYSTEM,
        )


def _of_passage(
    reading: _Reading, passage: Passage, start: int, end: int, found: tuple[Scope, ...]
) -> _Verdict:
    """Return the class a passage gives what it names, before its own words of preference."""
    part, layout, folded = passage.part, reading.layout, reading.folding.folded
    if part in (Part.HEAD, Part.BENEFITS, Part.APPLY):
        return _Verdict("mentioned", _NAMED, f"section:{part}")
    if part is Part.REQUIRED:
        return _Verdict("must", _LISTED, "section:required")
    if part is Part.PREFERRED:
        return _Verdict("nice", _PREFERRED, "section:preferred")
    if part is Part.ABOUT and not _SOUGHT.search(folded, start, end):
        return _Verdict("mentioned", _NAMED, "section:about")
    if ASIDE.search(folded, start, end):
        return _Verdict("mentioned", _NAMED, "employer")
    if (
        layout.has_requirements
        and not passage.is_item
        and _is_of_employer(folded[start:end], layout.employer)
    ):
        return _Verdict("mentioned", _NAMED, "employer")
    is_item = _is_outside(found, start) and ITEM_START.match(folded, start, end) is not None
    is_of_person = not passage.is_item and _SOUGHT.search(folded, start, end) is not None
    if part in (Part.DUTIES, Part.ABOUT) and not is_item and not is_of_person:
        return _Verdict("must", _DUTY, f"section:{part}")
    asked = (cue for cue in ASKED.finditer(folded, start, end) if _is_outside(found, cue.start()))
    cue = next(asked, None)
    if cue or is_item:
        return _Verdict("must", _LISTED, f"cue:{cue.group()}" if cue else "item")
    if DONE.search(folded, start, end) or not layout.has_requirements:
        return _Verdict("must", _DUTY, "duties")
    return _Verdict("mentioned", _NAMED, "prose")


def _is_outside(found: tuple[Scope, ...], at: int) -> bool:
    """Whether no word of preference covers the place."""
    return not any(scope.start <= at < scope.end for scope in found)


# "Looking for an enthusiastic Accredited Clinical Coder", "be a registered nurse".
_HOLDER = re.compile(
    r"\b(?:(?:looking for|seeking|recruit\w*|require|need|appoint) (?:an? )?|(?:be|are you|you are"
    r"|youre|as) an? |\Wbe an? |hold(?:s|ing)? |possess(?:es|ing)? )(?:\w+ (?:and )?){0,4}$"
)
# Among what an employer says of itself: a sentence that speaks of whom it seeks.
_SOUGHT = re.compile(
    r"\b(?:you will|youll|you would|candidates?|applicants?|individuals?|looking for"
    r"|seeking|recruiting|this role|the role)\b"
)


# The employer as the subject of its sentence, where it does not speak of whom it seeks.
_EMPLOYER = re.compile(
    r"(?:we|our|the (?:company|trust|organi[sz]ation|hospital|department|directorate))\b"
    r"(?! (?:are|re|is) (?:now |currently )?(?:looking|seeking|recruiting|hiring|searching))"
    r"(?! (?:need|require|want|seek|expect|would|will|have an?|ideal))"
)
_OF_PERSON = re.compile(r"\b(?:you|your|youll|candidates?|post ?holders?|applicants?|this role)\b")


def _is_of_employer(folded: str, employer: str) -> bool:
    name = fold_words(employer).lower().split(" ")[0] if employer else ""
    starts = _EMPLOYER.match(folded) is not None
    is_named = len(name) > 3 and folded.startswith((name + " is ", name + " has ", name + "s "))
    return (starts or is_named) and _OF_PERSON.search(folded) is None


_SUBJECT = re.compile(
    r"[’']?s?(?: or (?:an? )?equivalent)?(?: degrees?| level)?,?(?: \(.{0,20}\))?"
    r" (?:in|with an? (?:major|focus|emphasis|concentration) in) "
    r"[^.;()\n]{3,160}?(?=$|[.;()\n]|,? (?:and|with|plus|or) (?:\w+ ){0,3}(?:experience|years"
    r"|\d)|,? (?:is |are )?(?:required|preferred|desir)"
    r"|,? (?:or )?(?:an? )?(?:related|relevant|similar|equivalent|other|another|technical))",
    re.IGNORECASE,
)


# "No person shall serve in direct patient care positions unless ..." asks what follows.
_LEGAL_RULE = re.compile(
    r"\bno person (?:shall|may|can)\b[^.;]{0,150}?(?= unless\b)", re.IGNORECASE
)


def _subjects(reading: _Reading, passage: Passage) -> list[tuple[int, int]]:
    """Return the spans that name what a degree is in or a rule of law, no skills that are asked."""
    text = reading.folding.text
    found = [rule.span() for rule in _LEGAL_RULE.finditer(text, passage.start, passage.end)]
    for phrase in phrases_within(reading.phrases, passage.start, passage.end):
        subject = _SUBJECT.match(text, phrase.end, passage.end)
        if subject is not None:
            found.append(subject.span())
    return found


def _in_scope(
    found: tuple[Scope, ...], at: int, passage: Passage, folded: str, whole: _Verdict
) -> _Verdict:
    """Return the verdict at one place of a passage, given that of the whole passage."""
    if whole.weight == _NAMED:
        return whole
    for scope in found:
        if scope.start <= at < scope.end:
            weight = _PREFERRED if scope.sway == "nice" else _NAMED
            return _Verdict(scope.sway, weight, scope.rule)
    if passage.part is Part.PREFERRED and _INSISTS.search(folded, *_around(folded, at)):
        return _Verdict("must", _LISTED, "cue:required")
    return whole


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


def _is_used(sentence: str) -> bool:
    """Whether a sentence speaks of using systems and not of working on them."""
    return _USED.search(sentence) is not None and _WORKED_ON.search(sentence) is None


def _decide(judged: list[_Judged], vocabulary: Vocabulary) -> list[Requirement]:
    by_id: dict[str, list[_Judged]] = defaultdict(list)
    for one in judged:
        by_id[one.mention.competency].append(one)
    facts = []
    for competency, found in by_id.items():
        # The firmest first, so that the fact of a wording shows the place that decides.
        found.sort(key=lambda one: (-one.verdict.weight, one.verdict.necessity != "must"))
        final = found[0].verdict.necessity
        seen: set[str] = set()
        for one in found:
            wording = " ".join(one.mention.words.text.lower().split())
            if one.verdict.necessity != final or wording in seen:
                continue
            if seen and final == "mentioned":
                break
            seen.add(wording)
            facts.append(_fact(one, vocabulary.by_id[competency]))
    facts.sort(key=lambda fact: (fact.words, fact.competency))
    return _without_lone_groups(facts)


def _fact(one: _Judged, competency: Competency) -> Requirement:
    return Requirement(
        competency=competency.id,
        necessity=one.verdict.necessity,
        words=one.mention.words,
        rule=one.verdict.rule,
        level=one.level,
        any_of=one.any_of if one.verdict.necessity != "mentioned" else None,
        quarters=one.quarters,
        within_months=one.within_months,
        is_licence=competency.is_licence,
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
