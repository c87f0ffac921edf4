"""The years of experience a posting asks: ranges, words, ladders and alternative routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from preceptor.engine.extract.cues import scopes
from preceptor.engine.extract.facts import Domain, Necessity, YearsAsked
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import Layout, Passage
from preceptor.engine.extract.text import FoldedText

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_NUMBERS = {word: float(number) for number, word in enumerate(_WORDS)} | {"twenty": 20.0, "a": 1.0}
_NUMBER = r"(?:\d{1,2}(?:\.\d)?|" + "|".join(_WORDS[1:]) + "|twenty)"
# Folded text: "3-5 years" stands as "3 5 years", "years'" as "years".
_YEARS = re.compile(
    rf"(?:(?<![\w$£])|(?<=[a-z]{{4}}))(?<!\d[.,])(?P<least>{_NUMBER})(?: ?\((?:\d{{1,2}}"
    rf"|[a-z]{{3,6}})\+?\))? ?(?P<more>\+|plus|or more)?"
    rf"(?: ?(?:to|or| |and)? ?(?P<most>{_NUMBER})(?: ?\((?:\d{{1,2}}|[a-z]{{3,6}})\+?\))? ?\+?)?"
    r" (?:full |or more |\+ )?(?:calendar |consecutive )?(?P<unit>years?|yrs?"
    r"|months|weeks)\b(?! (?:old|ago|of age|contract|fixed|period|plan|pay|leave"
    r"|paid))"
)
_SPEAKS_OF_EXPERIENCE = re.compile(
    r"\b(?:experience\w*|exper\w+ce|worked|working|work history|background|practice|track record"
    r"|exp|in (?:an? )?(?:similar|related|relevant|comparable)"
    r"|post qualification|post registration|employment|in (?:the |an? )?(?:field|industry|role"
    r"|position)|proven|as an?|phd|bachelors|masters|degree|development|management|leadership)\b"
)
_NOT_BEFORE = re.compile(
    r"(?:for (?:over|more than|nearly|almost|the)|over the (?:last|next|past"
    r"|course of)|(?:past|last|next"
    r"|every|each|after|previous|within|first|another|every|another)"
    r"|term of|period of|duration of|contract (?:of|for)|secondment (?:of|for)|aged?|ages"
    r"|founded|grown|celebrat\w+|initial(?:ly)?(?: an?)?|up to|fixed term(?: for)?"
    r"|additional|below|under the age of|history of|once|twice)(?: \w+)? ?$"
)
_TERM = re.compile(
    r"\b(?:fixed term|contract|secondment|maternity|temporary|funded|cover|initial(?:ly)?"
    r"|duration)\b"
)
_FOR = re.compile(r"\bfor(?: an?)?(?: period of)? $")
_NOT_AFTER = re.compile(
    r" ?(?:fixed|contract|old|secondment|degree|college|university|program\b|programme|course"
    r"|service\b|in business|of history|history|of age|diploma"
    r"|of (?:progressively )?(?:higher |graduate |college |full time graduate |undergraduate "
    r"|post(?! (?:registration|qualif\w+|graduation|licens\w+))|education"
    r"|high school|study)|above high school|graduate education|term\b|warranty"
    r"|period|anniversary|of serving|of innovation|of continuous|of providing"
    r"|of (?:dedicated )?service|strategy|plan\b|of employment|in a row|residen|of growth|limit"
    r"|(?:\w+ ){0,3}(?:training|development|apprenticeship) (?:plan|program|scheme)"
    r"|from (?:now|date|hire)|of (?:hire|start|appointment)|after|apprenticeship|of data"
    r"|of (?:paid|parental))"
)
_ZERO = re.compile(
    r"\bno (?:(?:previous|prior|additional|formal|professional|specific|relevant|work|clinical"
    r"|nursing|it|direct|or|coding|industry|healthcare|related|technical) ?)*"
    r"(?:experience )?(?:is |are )?(?:required|necessary|needed|essential)\b|\bno (?:previous "
    r"|prior |work )?experience\b(?! (?:in|with|of))"
    r"|\b(?:previous|prior|work) experience (?:is )?not (?:required|necessary|needed"
    r"|essential)\b|\bwith no additional (?:professional )?\w* ?(?:experience|required)"
)
_CLINICAL = re.compile(
    r"\b(?:clinical|nurs\w+|bedside|patient care|pharmac\w+|physician"
    r"|therap\w+|acute care|radiograph\w+)\b"
)
_RECORDS = re.compile(
    r"\b(?:coding|coder|billing|medical records?|health records?|health information management"
    r"|him\b|release of information|claims|revenue cycle|registration"
    r"|medical terminology|practice (?:administration|management))\b"
)
_IT = re.compile(
    r"\b(?:software|systems?|it\b|technology|technical|data\w*|analy\w+|program\w*|develop\w*"
    r"|engineer\w*|network\w*|security|cyber\w*|cloud|sql|epic|ehr|emr"
    r"|interfac\w+|interoperability|informatics|implementation|application\w*|help ?desk|support"
    r"|infrastructure|devops|integration\w*|database\w*|testing|qa)\b"
)


@dataclass(frozen=True, slots=True)
class YearsSpan:
    """Years named at ``[start, end)`` of a folded text; ``most`` None for no upper number."""

    start: int
    end: int
    least: float
    most: float | None


def years_in(
    folded: str, start: int, end: int, *, is_listed: bool = False
) -> tuple[YearsSpan, ...]:
    """Return the spans of ``folded[start:end]`` that name years of experience.

    ``is_listed``: the stretch stands in a list of what is asked, so it need not say "experience".
    Ages, contract terms, years of study and what the employer says of its own past are left out.
    """
    sentence = folded[start:end]
    if not any(unit in sentence for unit in ("year", "yr", "months", "weeks")):
        return ()
    return tuple(_spans(folded, start, end, is_listed))


def _spans(folded: str, start: int, end: int, is_listed: bool) -> Iterator[YearsSpan]:
    for found in _YEARS.finditer(folded, start, end):
        before = folded[max(start, found.start() - 40) : found.start()]
        after = folded[found.end() : min(end, found.end() + 60)]
        if _NOT_BEFORE.search(before) or _NOT_AFTER.match(after):
            continue
        if _TERM.search(folded, start, end) and _FOR.search(before):
            continue
        around = folded[max(start, found.start() - 90) : min(end, found.end() + 110)]
        if not is_listed and not _SPEAKS_OF_EXPERIENCE.search(around):
            continue
        least = _NUMBERS.get(found["least"]) or float(found["least"].translate(_NO_WORDS) or 0)
        most = found["most"]
        upper = (
            None if most is None else _NUMBERS.get(most) or float(most.translate(_NO_WORDS) or 0)
        )
        # Federal ladders count 52 weeks; fewer weeks are a course or a notice.
        if found["unit"] == "weeks" and least < _HALF_YEAR_OF_WEEKS:
            continue
        if part := _PARTS_OF_YEAR.get(found["unit"]):
            least, upper = least / part, None if upper is None else upper / part
        if least > 25 or (upper is not None and upper < least):
            continue
        yield YearsSpan(found.start(), found.end(), least, upper)


_PARTS_OF_YEAR = {"months": 12, "weeks": 52}
_HALF_YEAR_OF_WEEKS = 26
_NO_WORDS = str.maketrans("", "", "abcdefghijklmnopqrstuvwxyz")


def years_of(folded: str, spans: tuple[YearsSpan, ...], start: int, end: int) -> float | None:
    """Return the years asked of the thing at ``[start, end)`` of its sentence, None if none are.

    "3 years of SQL", "3 years experience in A, B and C", "Epic: 2 years", "Epic (2 years)".
    """
    for span in reversed(spans):
        if span.end <= start:
            between = folded[span.end : start]
            if len(between) <= 110 and not re.search(
                r"[;.] |\band (?:strong|excellent|a |an |knowledge)|, with ", between
            ):
                return span.least
            return None
    for span in spans:
        if span.start >= end and re.fullmatch(
            r"s?(?: experience)? ?[:(]\s*(?:minimum |at least )?", folded[end : span.start]
        ):
            return span.least
    return None


def read_years(folding: FoldedText, layout: Layout) -> tuple[YearsAsked, ...]:
    """Return the years a posting asks, in the order of the text; none stated gives none."""
    return tuple(
        asked
        for passage in layout.passages
        if passage.part not in (Part.ABOUT, Part.BENEFITS, Part.APPLY, Part.HEAD)
        for asked in _in_passage(folding, passage)
    )


def _in_passage(folding: FoldedText, passage: Passage) -> Iterator[YearsAsked]:
    folded = folding.folded
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    for zero in _ZERO.finditer(folded, start, end):
        words = folding.words(zero.start(), zero.end())
        yield YearsAsked(0.0, None, None, "must", words, "no experience asked")
    spans = years_in(folded, start, end, is_listed=passage.part in (Part.REQUIRED, Part.PREFERRED))
    if not spans:
        return
    covered = scopes(folded, start, end)
    for span in spans:
        necessity: Necessity = "nice" if passage.part is Part.PREFERRED else "must"
        rule = f"section:{passage.part}"
        for scope in covered:
            if scope.start <= span.start < scope.end:
                necessity, rule = scope.sway, scope.rule
        around = folded[span.start : min(end, span.end + 90)]
        words = folding.words(span.start, span.end)
        yield YearsAsked(span.least, span.most, domain_of(around), necessity, words, rule)


def domain_of(folded: str) -> Domain | None:
    """Return the domain that folded words about experience speak of, None if they name none."""
    if _RECORDS.search(folded):
        return "records"
    it, clinical = _IT.search(folded), _CLINICAL.search(folded)
    if clinical and (not it or clinical.start() < it.start()) and "informatics" not in folded:
        return "clinical"
    return "it" if it else None


_OR = re.compile(r"\bor\b|/")
_INSTEAD = re.compile(r"\bor (?:\w+ ){0,3}$")
_ROUTE = re.compile(
    r"\b(?:degree|bachelors?|masters?|associates?|phd|doctora\w+|diploma|high school|in lieu"
    r"|substitut\w+|ged|bs|ba|ms|bsn|msn)\b"
)


def least_years(folding: FoldedText, layout: Layout, years: tuple[YearsAsked, ...]) -> int | None:
    """Return the smallest whole number of years that opens the door, None if none is stated.

    Of alternative routes (degrees, grades of a ladder, "or") the smallest counts; of lines that
    all must be met the largest, which is the one for the main field.
    """
    must = [asked for asked in years if asked.necessity == "must"]
    if not must:
        return None
    if any(asked.least == 0 for asked in must):
        return 0
    whole = [asked for asked in must if asked.least >= 1]
    if not whole:
        return None if layout.is_questionnaire else 0
    if layout.is_questionnaire:
        return int(min(asked.least for asked in whole))
    routes: list[float] = []
    instead: list[float] = []
    lines: list[float] = []
    by_passage: dict[int, list[YearsAsked]] = {}
    for asked in whole:
        at = layout.passage_at(asked.words.start)
        if at is not None:
            by_passage.setdefault(at, []).append(asked)
    for number, found in by_passage.items():
        passage = layout.passages[number]
        between = folding.part(found[0].words.start, found[-1].words.start)
        is_choice = len(found) > 1 and _OR.search(between) is not None
        least = (min if is_choice else max)(asked.least for asked in found)
        sentence = folding.part(passage.start, passage.end)
        before = folding.part(passage.start, found[0].words.start)
        if _ROUTE.search(before) and _INSTEAD.search(before):
            instead.append(least)
        elif _ROUTE.search(sentence):
            routes.append(least)
        else:
            lines.append(least)
    # Years that stand for a degree bind nobody who has it, unless nothing else is asked.
    if not lines and not routes:
        return int(min(instead, default=min(asked.least for asked in whole)))
    return int(max([*lines, *([min(routes)] if routes else [])]))
