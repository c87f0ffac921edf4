"""The education a posting asks: levels, alternatives, and whether experience may stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preceptor.engine.extract.cues import ASIDE, ASKED, ITEM_START, scopes
from preceptor.engine.extract.education_levels import RANK, EducationPhrase, phrases_within
from preceptor.engine.extract.facts import EducationAsked, Necessity, Requirement
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import Layout, Passage
from preceptor.engine.extract.text import FoldedText
from preceptor.engine.extract.years_asked import years_in

_ASKED_PARTS = (Part.REQUIRED, Part.PREFERRED, Part.DUTIES, Part.NEUTRAL)
# A bare degree counts where no level is named anywhere: "You will also need a degree".
_BARE_DEGREE = re.compile(
    r"\b(?:degrees?\b(?! of\b)(?! programmes?)|(?:university|college"
    r"|tertiary)(?: or (?:university|college))? education"
    r"|educated to degree|graduate calib\w+)"
)
_NOT_DEGREE = re.compile(
    r"(?:high|some|360|varying|certain|large|great|this|the|foreign|their"
    r"|equal|apprenticeship) ?$"
)
_ADDED = re.compile(r"\b(?:with an?|plus an?|bridge program|pending|above|beyond) ?\(?$")
_RECOGNISED = re.compile(
    r"\b(?:recogni[sz]ed|relevant|professional|industry|technical|formal|appropriate|suitable"
    r"|accredited|vocational)"
    r" (?:\w+ ){0,2}(?:qualifications?|certifications?|certificates?)\b"
)
_RECOGNISED_SUCH = re.compile(
    r"\b(?:\w+ )?(?:qualifications?|certifications?) (?:such as|like|eg|e\.g\.)"
)
_OR_EXPERIENCE = re.compile(
    r"\b(?:or|and or|and(?! (?:at least |a minimum of |minimum )?[\w()]+\+? (?:\(\d+\) )?"
    r"(?:\w+ )?(?:years?|yrs))) "
    r"(?:an? |have |has |with |by |through |the )*(?:(?:combination"
    r"|mix) of (?:\w+ ){1,6})?(?:(?:equivalent|significant|substantial|relevant|comparable"
    r"|similar|related"
    r"|commensurate|additional|extensive|demonstrable|proven|considerable|appropriate|sufficient"
    r"|practical"
    r"|professional|work|working|industry|technical|on the job|cpd|or|and"
    r"|level of|of|by|one|two|three|four|five|six|seven|eight|ten|\d+\+?|years?"
    r"|education) ?)+experience"
    r"|\bequivalent (?:\w+ ){0,5}(?:experience)|\bexperience (?:and )?(?:or"
    r"|in lieu of) education|\bin lieu of (?:an? )?(?:\w+ )?degree"
    r"|\beducation (?:and )?or experience|\bcombination of (?:\w+ ){0,3}(?:education"
    r"|experience) (?:and|or)"
    r"|\bor (?:by )?equivalent\b(?! (?:degree|qualification|diploma|certificate|level))"
    r"|\(or equivalent\)|\bexperience may (?:be )?substitut\w+"
    r"|\bor (?:the )?experience\b|\bor willing"
)
_OR_EQUIVALENT = re.compile(r"\bor (?:by )?equivalent\b")
_ROUTE_LINE = re.compile(r"\W*(?:\w[.)]\s*)?education(?: requirements?)?\s*[:.–-]", re.IGNORECASE)
# Where no heading says that something is asked, the sentence must.
_ASKS_LEVEL = re.compile(
    r"\b(?:degree|educated|qualifi\w+|graduates? (?:of|from|in)|diploma|hold|degrees|high school"
    r"|ged|s?nvq"
    r"|gcses?|btec|hnd|a levels?|level \d|masters?(?: phd)? in|phd in|bachelors? (?:in|of))\b"
)


def read_education(
    folding: FoldedText, layout: Layout, phrases: Sequence[EducationPhrase]
) -> tuple[EducationAsked, ...]:
    """Return the levels of education a posting names as asked or preferred, in text order.

    ``phrases`` are the education phrases of the text, in order.
    """
    passages = _passages(layout, folding, phrases)
    found: list[EducationAsked] = []
    for passage in passages:
        found += _in_passage(folding, passage, phrases)
    if not any(asked.necessity == "must" for asked in found):
        for passage in passages:
            found += _bare_degrees(folding, passage)
    return tuple(sorted(found, key=lambda asked: asked.words))


def _passages(
    layout: Layout, folding: FoldedText, phrases: Sequence[EducationPhrase]
) -> Sequence[Passage]:
    asked = [passage for passage in layout.passages if passage.part in _ASKED_PARTS]
    if layout.is_questionnaire:
        # A grade's own line of education says more than the general rules before it.
        own = [p for p in asked if _ROUTE_LINE.match(folding.text, p.start, p.end)]
        named = [p for p in own if phrases_within(phrases, p.start, p.end)]
        return named or asked
    return asked


def _in_passage(
    folding: FoldedText, passage: Passage, phrases: Sequence[EducationPhrase]
) -> Iterator[EducationAsked]:
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    own = phrases_within(phrases, passage.start, passage.end)
    if passage.part in (Part.NEUTRAL, Part.DUTIES) and not _asks_education(
        folding.folded, start, end
    ):
        return
    if found := _RECOGNISED_SUCH.search(folding.folded, start, end):
        words = folding.words(found.start(), found.end())
        yield _asked(folding, passage, "certificate", words.start, words.end)
        return
    last: EducationPhrase | None = None
    for phrase in own:
        at = folding.fold_index(phrase.start)
        before = folding.folded[max(folding.fold_index(passage.start), at - 24) : at]
        if _ADDED.search(before) and (last is not None or "above" in before):
            continue
        last = phrase
        yield _asked(folding, passage, phrase.level, phrase.start, phrase.end)


def _asks_education(folded: str, start: int, end: int) -> bool:
    """Whether a sentence outside the lists of requirements asks for education."""
    if ASIDE.search(folded, start, end):
        return False
    is_item = ITEM_START.match(folded, start, end) is not None
    return is_item or (
        _ASKS_LEVEL.search(folded, start, end) is not None
        or ASKED.search(folded, start, end) is not None
    )


def _bare_degrees(folding: FoldedText, passage: Passage) -> Iterator[EducationAsked]:
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    for found in _BARE_DEGREE.finditer(folding.folded, start, end):
        if not _NOT_DEGREE.search(folding.folded[max(start, found.start() - 16) : found.start()]):
            words = folding.words(found.start(), found.end())
            yield _asked(folding, passage, "bachelor", words.start, words.end)
    for found in _RECOGNISED.finditer(folding.folded, start, end):
        words = folding.words(found.start(), found.end())
        yield _asked(folding, passage, "certificate", words.start, words.end)


def _asked(
    folding: FoldedText, passage: Passage, level: str, left: int, right: int
) -> EducationAsked:
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    at = folding.fold_index(left)
    necessity: Necessity = "nice" if passage.part is Part.PREFERRED else "must"
    rule = f"section:{passage.part}"
    for scope in scopes(folding.folded, start, end):
        if scope.start <= at < scope.end:
            necessity, rule = scope.sway, scope.rule
    words = folding.words(at, folding.fold_index(right - 1) + 1)
    spans = [span for span in years_in(folding.folded, start, end) if span.start > at]
    years = spans[0].least if spans and spans[0].start - at < 120 else None
    return EducationAsked(level, years, necessity, words, rule)


def least_education(education: tuple[EducationAsked, ...]) -> str | None:
    """Return the lowest level among those asked, None if none is."""
    asked = [one.level for one in education if one.necessity == "must"]
    return min(asked, key=RANK.__getitem__, default=None)


def may_be_experience(
    folding: FoldedText, layout: Layout, education: tuple[EducationAsked, ...]
) -> bool:
    """Whether experience alone may stand for the education asked."""
    for asked in education:
        if asked.necessity != "must":
            continue
        at = layout.passage_at(asked.words.start)
        if at is None:
            continue
        sentence = folding.part(layout.passages[at].start, layout.passages[at].end)
        found = _OR_EXPERIENCE.search(sentence)
        is_school = asked.level in ("high_school", "secondary")
        if found and not (is_school and _OR_EQUIVALENT.match(found.group())):
            return True
    return layout.is_questionnaire and _is_open_ladder(folding, education)


def _is_open_ladder(folding: FoldedText, education: tuple[EducationAsked, ...]) -> bool:
    """Whether a questionnaire offers experience as one of the answers beside education."""
    if not any(asked.necessity == "must" for asked in education):
        return False
    return (
        re.search(
            r"experience (?:and )?or education|education (?:and )?or experience|or education\."
            r"|combination of (?:education|experience) and",
            folding.folded,
        )
        is not None
    )


_NOT_STUDIED = re.compile(
    r"life support|\b(?:bls|cpr|acls|pals|nrp)\b|clearance"
    r"|driv",
    re.IGNORECASE,
)
_MAY_LACK = re.compile(
    r"\b(?:without (?:the |an? )?(?:\w+ ){0,3}(?:qualifications?|certifications?"
    r"|certificates?)[^.]{0,40}considered"
    r"|work(?:ing)? towards|trainees?|willing(?:ness)? to (?:undertake|work|obtain|complete|gain"
    r"|study))\b"
)


def education_from_credentials(
    folding: FoldedText,
    layout: Layout,
    credentials: tuple[Requirement, ...],
    *,
    asks_clinician: bool,
) -> str | None:
    """Return the level that required credentials stand for where no level is stated.

    A licence to practise, or a clinician asked for by profession, is ``professional_licence``;
    another required certificate is ``certificate``, unless people without it may be taken.
    """
    asked = [one for one in credentials if one.necessity == "must"]
    if asks_clinician:
        return "professional_licence"
    asked = [one for one in asked if not one.is_licence]
    studied = [one for one in asked if not _NOT_STUDIED.search(one.words.text)]
    # A questionnaire's certificates are selective factors beside the grade's own education.
    if not studied or layout.is_questionnaire or _MAY_LACK.search(folding.folded):
        return None
    return "certificate"
