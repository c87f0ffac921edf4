"""Phrases of education and the level they name, shared by the readers of both kinds of text.

Levels are those of ``facts.EDUCATION_LEVELS``. The phrases are those of US and UK practice:
US degrees, the Regulated Qualifications Framework (NVQ, BTEC, HNC, HND) and Agenda for Change
wording ("degree level", "Masters level").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# From least to most; a licence stands apart but is the most specific of ways in.
RANK = {
    "secondary": 1,
    "high_school": 1,
    "secondary_vocational": 2,
    "certificate": 3,
    "associate": 4,
    "bachelor": 5,
    "postgraduate_diploma": 6,
    "master": 7,
    "doctorate": 8,
    "professional_licence": 9,
}


@dataclass(frozen=True, slots=True)
class EducationPhrase:
    """A phrase that names a level; ``[start, end)`` are offsets into the text searched.

    ``is_abbreviation`` marks short forms (BS, MA) that stand for other things as well.
    """

    level: str
    start: int
    end: int
    is_abbreviation: bool = False


_A = r"['’´`]?"
# Word forms, matched in any case. The order is the order of the alternatives: a longer, more
# specific phrase stands before the one it contains.
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "doctorate",
        (
            rf"doctorates?|doctoral(?:\s+(?:degree|level|studies))?|doctor\s+of\s+(?!osteo)\w+"
            rf"|phd{_A}s?|ph\.\s?d\b\.?"
        ),
    ),
    (
        "postgraduate_diploma",
        (
            r"diploma\s+in\s+(?:clinical\s+|hospital\s+)?pharmacy(?:\s+practice)?"
            r"|post\s?-?\s?graduate\s+(?:\w+\s+)?(?:diploma|certificate|qualification)s?"
            r"|pg\s?-?\s?dip(?:loma)?|pg\s?-?\s?cert(?:ificate)?|graduate\s+(?:diploma"
            r"|certificate)"
        ),
    ),
    (
        "master",
        (
            rf"masters?{_A}s?{_A}\s*-?\s*(?:degrees?|level|of\s+(?:science|arts|business|public"
            rf"|health"
            rf"|information|computer|engineering|education|social|nursing|library|management"
            rf"|professional|divinity|fine|philosophy|technology|medical|applied)"
            rf"|in\s+[A-Z]\w+|program(?:me)?)"
            rf"|master{_A}s{_A}(?=\s+(?:in\b|or\b|and\b|\())|masters(?![\w’'])|master['’´`]s"
            rf"|(?:advanced|graduate|higher)\s+degree(?!\s*level\s*apprentice)"
            rf"|post\s?-?\s?graduate\s+degree|second\s+degree"
        ),
    ),
    (
        "bachelor",
        (
            rf"bachelors?{_A}s?{_A}\s*-?\s*(?:degrees?|level|of\s+\w+|in\s+\w+)?"
            rf"|baccalaureate(?:\s+degree)?|undergraduate\s+degree|(?:four|4)\s*-?\s*year\s+"
            rf"(?:\w+\s+)?degree|first\s+degree|honou?rs\s+degree|(?:college|university)\s+degree"
            rf"|degree\s*-?\s*(?:level|qualified|educated)|degree\s+or\s+equivalent"
            rf"|educated\s+to\s+(?:a\s+)?degree|(?:relevant|appropriate|related)\s+degree"
            rf"|college\s+graduate|university\s+graduate|level\s+6\s+qualification"
        ),
    ),
    (
        "associate",
        (
            rf"associate{_A}s?{_A}\s*-?\s*(?:degrees?|level|of\s+(?:science|arts"
            rf"|applied\s+science))"
            rf"|associate(?=\s*\((?:required|preferred)\))|associates{_A}(?=\s+(?:in|degree|or))"
            rf"|(?:two|2)\s*-?\s*year\s+(?:\w+\s+)?degree"
            rf"|graduat(?:e|ion)\s+(?:of|from)\s+an?\s+(?:\w+,?\s+){{0,3}}(?:school|program"
            rf"|college)\s+of\s+(?:\w+\s+)?nursing"
            rf"|nursing\s+diploma|diploma\s+in\s+nursing|foundation\s+degree|\bh\.?n\.?d\b"
            rf"|diploma\s+of\s+higher\s+education|dip\.?\s?he\b"
        ),
    ),
    (
        "certificate",
        (
            r"certificate\s+program(?:me)?s?|(?:technical|vocational|trade)\s+(?:school\s+)?"
            r"(?:certificate|diploma|certification)|certificate\s+of\s+(?:completion|achievement)"
            r"|post\s?-?\s?secondary\s+(?:certificate|diploma)|\bhnc\b|vocational\s+school"
            r"|trade\s+school|technical\s+school"
        ),
    ),
    (
        "secondary_vocational",
        (
            r"\bs?nvq\b(?:\s*(?:level\s*)?[1-5])?|\bbtec\b|city\s+(?:and|&)\s+guilds"
            r"|level\s+[23]\s+(?:diploma|qualification|certificate|apprenticeship)"
            r"|vocational\s+qualification"
        ),
    ),
    (
        "high_school",
        (
            r"high\s*-?\s*school(?:\s+(?:diploma|graduate|education|degree|equivalency|level))?"
            r"|\bg\.?e\.?d\b\.?|\bhs\s+diploma|secondary\s+school\s+diploma|\bhsd\b"
        ),
    ),
    (
        "secondary",
        (
            r"\bgcse(?:['’]?s)?\b|\ba[\s-]levels?\b|\bo[\s-]levels?\b|secondary\s+(?:education"
            r"|school)"
            r"|general\s+education\s+to"
        ),
    ),
)
# Short forms, matched in their capitals only.
_SHORT: tuple[tuple[str, str], ...] = (
    (
        "doctorate",
        (
            r"M\.?D\.?(?=\s*(?:degree|or\s+D\.?O|/\s?D\.?O|required))|Ph\.?D\.?|DNP|Dr\.?PH"
            r"|Ed\.?D\.?|D\.?Sc\.?|Sc\.?D\.?|J\.?D\.?|PharmD|Pharm\.D\.?"
        ),
    ),
    ("postgraduate_diploma", r"PG\s?Dip|PG\s?Cert|PGCE"),
    (
        "master",
        (
            r"M\.S\.?(?:c\.?)?|MSc?(?=\s+(?:in|degree|or|required|preferred|with|plus)\b"
            r"|[,/]\s*(?:MA|PhD|Ph\.D|MBA))"
            r"|M\.A\.|MA(?=\s+(?:in|degree)\b)|M\.?B\.?A\.?(?!\w)|M\.?P\.?H\.?(?!\w)|MSN"
            r"|M\.?Ed\.?|MSIS|MHA"
            r"|MSc|MSIT|MSW|MPA|MEng|MHI|MSHI|M\.?Tech\.?|M\.?C\.?A\.(?!\w)|MHSA|MLS|MLIS|MPhil"
        ),
    ),
    (
        "bachelor",
        (
            r"B\.S\.?(?:c\.?)?|BSc?(?=\s+(?:in|degree|or|required|preferred|plus|with)\b"
            r"|[,/]\s*(?:BA|MS|MA|AS"
            r"|AA)\b)|B\.A\.|BA(?=\s+(?:in|degree|or|required)\b|[,/]\s?(?:BS|MA|MS)\b)"
            r"|(?<=BA, )BS|(?<=BA/)BS|(?<=BS/)BA|BSN|B\.S\.N\.?"
            r"|BSc|BEng|B\.?E\.(?!\w)|B\.?Tech\.?|BBA|B\.?Com\.?|BHIM|BSIT|BSHIM|BAS(?=\s+(?:in"
            r"|degree))"
            r"|LLB|B\.?Ed\.?|BFA|BSW"
        ),
    ),
    (
        "associate",
        (
            r"A\.A\.S\.?|AAS|ASN|ADN|A\.D\.N\.?|A\.S\.|A\.A\.|A[AS](?=\s+(?:in\s+[A-Z]|degree)\b"
            r"|/AAS|/BS\b)"
            r"|HND|DipHE"
        ),
    ),
    ("certificate", r"HNC"),
    ("secondary_vocational", r"NVQ|SVQ|BTEC|QCF"),
    ("high_school", r"GED|HSD|HSE"),
    ("secondary", r"GCSEs?"),
)


def _compiled(table: tuple[tuple[str, str], ...], flags: int) -> re.Pattern[str]:
    parts = (f"(?P<l{index}>{pattern})" for index, (_, pattern) in enumerate(table))
    # The look ahead spares the alternatives at most places.
    first = "[A-Z(]" if not flags else "[a-z4(]"
    return re.compile(rf"(?<![\w.])(?={first})(?:{'|'.join(parts)})(?!\w)", flags)


_PHRASE_PATTERN = _compiled(_PHRASES, re.IGNORECASE)
_SHORT_PATTERN = _compiled(_SHORT, 0)
_NOT_A_DEGREE = re.compile(
    r"scrum\s*$|pre\s*-?\s*$|(?:black\s+belt|patient|person|data)\s*$", re.IGNORECASE
)


def find_education(text: str, start: int = 0, end: int | None = None) -> Iterator[EducationPhrase]:
    """Give the education phrases of ``text[start:end]`` in the order of their place.

    Of two that overlap the word form is kept. A text without any gives nothing.
    """
    end = len(text) if end is None else end
    taken: list[EducationPhrase] = []
    for found in _PHRASE_PATTERN.finditer(text, start, end):
        level = _PHRASES[int((found.lastgroup or "l0")[1:])][0]
        if not _NOT_A_DEGREE.search(text[max(start, found.start() - 14) : found.start()]):
            taken.append(EducationPhrase(level, *found.span()))
    for found in _SHORT_PATTERN.finditer(text, start, end):
        level = _SHORT[int((found.lastgroup or "l0")[1:])][0]
        left, right = found.span()
        if not any(left < other.end and other.start < right for other in taken):
            taken.append(EducationPhrase(level, left, right, is_abbreviation=True))
    yield from sorted(taken, key=lambda phrase: phrase.start)


def phrases_within(
    phrases: Sequence[EducationPhrase], start: int, end: int
) -> Sequence[EducationPhrase]:
    """Return those of the phrases, given in order, that lie in ``[start, end)``."""
    first = bisect_left(phrases, start, key=lambda phrase: phrase.start)
    last = bisect_left(phrases, end, key=lambda phrase: phrase.start)
    return [phrase for phrase in phrases[first:last] if phrase.end <= end]
