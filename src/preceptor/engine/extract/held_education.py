"""Degrees and courses of a resume: which level, in what, finished or under way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from preceptor.engine.extract.dates import DateSpan
from preceptor.engine.extract.education_levels import RANK
from preceptor.engine.extract.facts import HeldEducation, Words
from preceptor.engine.extract.resume_jobs import dates_by_line
from preceptor.engine.extract.resume_sections import Section
from preceptor.engine.extract.text import Line

_A = r"['\u2019\u00b4`]?"
# Word forms, any capitals. Order: what contains another form stands before it.
_WORDY: tuple[tuple[str, str], ...] = (
    ("doctorate", rf"doctorate|doctoral|doctor\s+of\s+\w+|ph\.?\s?d{_A}s?\b\.?|juris\s+doctor"),
    (
        "postgraduate_diploma",
        (
            r"post\s?-?\s?grad(?:uate)?\s+(?:\w+\s+)?(?:diploma|certificate)|pg\s?-?\s?(?:dip|cert)\w*"
            r"|(?:post|graduate)\s?-?\s?(?:baccalaureate|bachelor\S*|master\S*)?\s+(?:diploma|certificate)"
        ),
    ),
    (
        "master",
        (
            rf"masters?{_A}s?{_A}\s*-?\s*(?:degrees?|of\s+\w+|in\s+\w+|\s*:|,)|masters{_A}(?!\s+(?:level\s+)?"
            rf"trained)|master['\u2019]s|post\s?-?\s?graduate\s+degree|executive\s+mba|master(?=\s*$)"
        ),
    ),
    (
        "bachelor",
        (
            rf"bachelors?{_A}s?{_A}(?:\s*-?\s*(?:degrees?|of\s+\w+|in\s+\w+))?|baccalaureate(?:\s+degree)?|bach\.?\s+of\s+\w+"
            r"|undergraduate\s+degree|(?:four|4)\s?-?\s?year\s+degree|honou?rs\s+degree"
        ),
    ),
    (
        "associate",
        (
            rf"associates?{_A}s?{_A}\s*-?\s*(?:degrees?|of\s+(?:applied\s+)?(?:science|arts?|nursing|occupational)"
            rf"\w*|in\s+\w+|\s*:)|associates{_A}(?=\s+(?:in|degree|of))|foundation\s+degree"
            r"|(?:two|2)\s?-?\s?year\s+degree|diploma\s+(?:in|of)\s+nursing|(?:nursing|rn)\s+diploma"
            rf"|diploma\s+of\s+higher\s+education|applied\s+associate|^associates?{_A}s?$"
        ),
    ),
    (
        "certificate",
        (
            r"certificate\s+(?:of|in|program|iv|iii)\b|certification\s+(?:program|course|in)\b"
            r"|diploma\s+(?:in|program|:)\s*|(?:technical|vocational|trade)\s+(?:school\s+)?(?:diploma"
            r"|certificate|training|school)|lvn\s+diploma|lpn\s+diploma"
        ),
    ),
    ("secondary_vocational", r"\bs?nvq\b|\bbtec\b|city\s+(?:and|&)\s+guilds"),
    (
        "high_school",
        (
            r"high\s*-?\s*school(?:\s+diploma)?|\bg\.?e\.?d\b\.?|\bhs\s+(?:diploma|:)|secondary\s+school\s+diploma"
            r"|general\s+educational?\s+(?:development|diploma)"
        ),
    ),
    ("secondary", r"\bgcses?\b|\ba[\s-]levels?\b|\bo[\s-]levels?\b|secondary\s+school"),
)
# Short forms, in capitals, dots or not.
_SHORT: tuple[tuple[str, str], ...] = (
    (
        "doctorate",
        (
            r"Ph\.?\s?D|D\.?N\.?P|Dr\.?P\.?H|Ed\.?D|D\.?P\.?T|Pharm\.?\s?D|J\.?D|M\.D|MD|D\.O|D\.?D\.?S|MBBS"
            r"|M\.B\.B\.S|MBChB|Psy\.?D|D\.?V\.?M|DHA|DBA|Sc\.?D"
        ),
    ),
    ("postgraduate_diploma", r"PG\s?Dip|PG\s?Cert|PGCE"),
    (
        "master",
        (
            r"M\.?B\.?A|M\.?P\.?H|M\.?S\.?N|M\.?H\.?A|M\.?P\.?A|M\.?S\.?W|M\.?Ed|M\.?Sc|MSIS|MSIT|MSHI|MSHA|MHI"
            r"|MSHS|MHSA|MHSM|MMI|MIS(?=\s*[:,(]|\s+in)|M\.?C\.?A|M\.?Tech|M\.?Eng|M\.?Phil|M\.?L\.?I\.?S|MLS|M\.S"
            r"|M\.A|MS|MA|M\.?Com|MHRM|MSM|MPAS|MPP|EMBA"
        ),
    ),
    (
        "bachelor",
        (
            r"B\.?S\.?N|B\.?Sc|B\.?B\.?A|B\.?Eng|B\.?Tech|B\.?Com|B\.?C\.?A|B\.?H\.?S|BSHA|BSHIM|BSHI|BSIT|BSIS|BSBA"
            r"|BHIM|BHA|BAAS|BAS|B\.?F\.?A|B\.?S\.?W|LL\.?B|B\.?Ed|B\.?Pharm|B\.?E(?=\s*[:,.(]|\s+in\b)|B\.S|B\.A"
            r"|BS|BA|AB(?=\s+in)|BGS|BPS|BMus"
        ),
    ),
    (
        "associate",
        r"A\.?A\.?S|A\.?S\.?N|A\.?D\.?N|A\.?O\.?S|A\.?A\.?B|A\.S|A\.A|AS|AA|H\.?N\.?D|Dip\.?HE",
    ),
    ("certificate", r"HNC|C\.?N\.?A program"),
    ("secondary_vocational", r"S?NVQ|BTEC|QCF"),
    ("high_school", r"G\.?E\.?D|H\.?S(?=\s*[:.]|\s+diploma)|HSD"),
    ("secondary", r"GCSEs?"),
)


def _compiled(
    table: tuple[tuple[str, str], ...], before: str, tail: str, flags: int
) -> re.Pattern[str]:
    parts = (f"(?P<l{index}>{pattern})" for index, (_, pattern) in enumerate(table))
    return re.compile(rf"(?<![\w.&{before}-])(?:{'|'.join(parts)}){tail}", flags)


_WORDY_PATTERN = _compiled(_WORDY, "/", r"(?!\w)", re.IGNORECASE | re.MULTILINE)
_SHORT_PATTERN = _compiled(_SHORT, "", r"\.?(?![\w&'\u2019])(?!-[A-Z0-9])", 0)
# Cheap first looks, without which no pattern can match: most lines fail them.
_SIGN_WORDS = (
    "doctor ph juris grad pg dip cert mba master bach baccal degree assoc vocational technical "
    "trade nvq btec guilds high ged g.e.d hs gcse level secondary general"
)
_SIGNS = tuple(_SIGN_WORDS.split())
_TWO_CAPITALS = re.compile(r"[A-Z][A-Za-z. ]{0,6}[A-Z]")
# Two letters that are a state, a product or plain words far from a degree.
_IS_STATE = re.compile(r"[A-Za-z][a-z]+,\s*$")
_DOUBTFUL = frozenset({"MA", "MS", "AS", "AA", "MD", "BA", "BS", "AB", "MIS", "JD"})
_NO_DEGREE_AFTER = re.compile(
    r"\s*(?:-?\s?(?:office|word|excel|access|project|visio|outlook|power|sql|windows|exchange|dos"
    r"|teams|dynamics|applications|products)\b|\s+(?:a|an|the|well|needed|assigned|of)\b)",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"(?i)\bexpected|anticipat|in[\s-]+progress|\bcandidate\b|pursuing|current(?:ly)?\s+(?:a\s+)?(?:student|enrolled|attending"
    r"|studying|in\b)|\bongoing\b|course\s?work\s+(?:completed\s+)?(?:toward|to\b)|incomplete"
    r"|withdrew|did\s+not\s+(?:complete|finish|graduate)|working\s+towards?|to\s+be\s+(?:completed|"
    r"awarded)|degree\s+pending|\(pending\)|\bstudent\s+(?:at|in)\b|\bundergoing\b|not\s+(?:completed|finished)|\bstudying\b"
    r"|\b\d{1,3}\s+(?:of\s+\d{1,3}\s+)?(?:semester\s+|credit\s+)?(?:credits?|credit\s+hours|units|hours)\s+(?:completed|earned"
    r"|toward)|completed\s+\d{1,3}\s+(?:credits?|units)|left\s+before|in\s+process"
)
_UNDER_WAY_WORDS = (
    "expected,anticipat,progress,candidate,pursuing,current,ongoing,work,incomplete,withdrew,"
    "did not,to be,pending,student,undergoing,not completed,not finished,studying,credit,units,"
    "hours,left before,process"
)
_UNDER_WAY_SIGNS = tuple(_UNDER_WAY_WORDS.split(","))
_FINISHED = re.compile(r"(?i)\bgraduated|conferred|awarded|degree\s+completed|completed\s+degree")
_COURSE = re.compile(
    r"(?i)\b(?:certificate|certified|certification|diploma|vocational|apprenticeship|boot\s?camp"
    r"|training\s+program|program\s+consist|\d{2,4}\s+hours|technical\s+institute|career\s+(?:college|institute))\b"
)
_SCHOOL = re.compile(r"(?i)\b(?:university|college|school|institute|academy|polytechnic)\b")
_WORTH_A_LOOK = (
    "degree bachelor master doctor mba phd ph.d diploma associate school certificate ged bsn"
)
_LOOK_FOR = tuple(_WORTH_A_LOOK.split())
_HEAD_LINES = 3
# Longer lines and entries are prose; only their beginnings are searched.
_LINE_REACH = 1_000
_ENTRY_REACH = 2_000


@dataclass(slots=True)
class _Entry:
    """Lines that tell of one school or degree."""

    start: int
    end: int
    open_brackets: int = 0
    hits: list[tuple[str, Words]] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)


def find_education(
    text: str,
    lines: Sequence[Line],
    sections: Sequence[Section],
    dates: Sequence[DateSpan],
    as_of: date,
) -> tuple[HeldEducation, ...]:
    """Return degrees and courses in the order of the text; empty where none is named.

    Degrees count from the education sections, from the letters after the name and, where
    they are spelled out, from the summary; all lines are searched if there is no such section.
    """
    held: list[HeldEducation] = []
    has_section = any(section.kind == "education" for section in sections)
    by_line = dates_by_line(lines, dates)
    for section in sections:
        if section.kind == "education":
            for entry in _entries(text, lines, section, by_line):
                held.extend(_read_entry(text, entry, as_of))
        elif section.kind in ("head", "summary", "skills", "credentials") or not has_section:
            held.extend(_read_lines(text, lines, section, is_only=not has_section))
    return tuple(held)


def highest_level(education: Iterable[HeldEducation]) -> str | None:
    """Return the highest level completed, None if none is."""
    levels = [entry.level for entry in education if entry.is_complete]
    return max(levels, key=RANK.__getitem__, default=None)


def _hits(text: str, start: int, end: int, *, is_section: bool) -> list[tuple[str, Words]]:
    """Degrees named in ``[start, end)``; two-letter forms only in an education section."""
    end = min(end, start + _LINE_REACH)
    found: list[tuple[str, Words]] = []
    lowered = text[start:end].lower()
    has_word = any(sign in lowered for sign in _SIGNS)
    for match in _WORDY_PATTERN.finditer(text, start, end) if has_word else ():
        level = _WORDY[int((match.lastgroup or "l0")[1:])][0]
        found.append((level, Words(*match.span(), match.group())))
    has_short = _TWO_CAPITALS.search(text, start, end) is not None
    for match in _SHORT_PATTERN.finditer(text, start, end) if has_short else ():
        words = Words(*match.span(), match.group())
        is_taken = any(words.start < other.end and other.start < words.end for _, other in found)
        if is_taken or not _is_degree(text, words, start, is_section):
            continue
        found.append((_SHORT[int((match.lastgroup or "l0")[1:])][0], words))
    return sorted(found, key=lambda hit: hit[1].start)


def _is_degree(text: str, words: Words, start: int, is_section: bool) -> bool:
    bare = words.text.rstrip(".")
    if bare not in _DOUBTFUL:
        return True
    if not is_section:
        return False
    before = text[max(start, words.start - 24) : words.start]
    after = text[words.end : words.end + 14]
    if _NO_DEGREE_AFTER.match(after):
        return False
    if bare in ("MA", "MS", "MD") and _IS_STATE.search(before):
        return re.match(r"\s*(?::|in\b)", after) is not None
    return True


def _entries(
    text: str, lines: Sequence[Line], section: Section, by_line: Mapping[int, list[DateSpan]]
) -> list[_Entry]:
    entries: list[_Entry] = []
    numbers = range(section.first, section.last)
    if not numbers:
        return entries
    school_first = _is_school_first(text, lines[section.first], section.first in by_line)
    current: _Entry | None = None
    for number in numbers:
        line = lines[number]
        hits = _hits(text, line.start, line.end, is_section=True)
        here = by_line.get(number, [])
        if current is None or _begins(text, line, current, hits, here, school_first):
            current = _Entry(line.start, line.end)
            entries.append(current)
        current.end = line.end
        current.open_brackets += text.count("(", line.start, line.end)
        current.open_brackets -= text.count(")", line.start, line.end)
        current.hits.extend(hits)
        current.dates.extend(here)
    return entries


def _is_school_first(text: str, line: Line, is_dated: bool) -> bool:
    has_hit = bool(_hits(text, line.start, line.end, is_section=True))
    return not has_hit and not is_dated and _SCHOOL.search(text, line.start, line.end) is not None


def _begins(
    text: str,
    line: Line,
    current: _Entry,
    hits: Sequence[tuple[str, Words]],
    here: Sequence[DateSpan],
    school_first: bool,
) -> bool:
    """Whether a line begins the next entry: its own degree, date or school after a full one."""
    if text[line.start].islower() or current.open_brackets > 0:
        return False
    rest = line.end - line.start - sum(span.end - span.start for span in here)
    if here and rest <= 2:
        # A date by itself: over the next degree, or under the one before if that has none.
        return bool(current.dates)
    if not current.hits:
        return bool(hits and here and current.dates)
    if hits:
        return True
    return school_first and _SCHOOL.search(text, line.start, line.end) is not None


def _read_entry(text: str, entry: _Entry, as_of: date) -> list[HeldEducation]:
    said = text[entry.start : min(entry.end, entry.start + _ENTRY_REACH)]
    ended = _ended(entry.dates)
    is_late = any(span.is_current for span in entry.dates) or (ended is not None and ended > as_of)
    under_way = is_late or _is_under_way(said)
    if under_way and not is_late and _FINISHED.search(said):
        under_way = False
    if not entry.hits:
        return _read_course(text, entry, ended, under_way)
    top = max(RANK[level] for level, _ in entry.hits)
    # "A.S. : Nursing, City College, BSN, State University": the degree before the colon is the
    # entry's own; a higher one told of behind it is the next step.
    first, own = entry.hits[0]
    is_headed = _HEADED.match(text, own.end) is not None
    held: list[HeldEducation] = []
    for level, words in entry.hits:
        is_next = is_headed and RANK[level] > RANK[first]
        open_ended = is_next or (under_way and RANK[level] == top)
        rule = "education:under-way" if open_ended else "education:degree"
        subject = _subject(text, words, entry.end)
        held.append(HeldEducation(level, subject, ended, not open_ended, words, rule))
    return held


def _is_under_way(said: str) -> bool:
    lowered = said.lower()
    if not any(sign in lowered for sign in _UNDER_WAY_SIGNS):
        return False
    return _UNDER_WAY.search(said) is not None


def _ended(dates: Sequence[DateSpan]) -> date | None:
    ends = [(span.ended or span.started).first for span in dates]
    return max(ends, default=None)


def _read_course(
    text: str, entry: _Entry, ended: date | None, under_way: bool
) -> list[HeldEducation]:
    found = _COURSE.search(text, entry.start, min(entry.end, entry.start + _ENTRY_REACH))
    if found is None:
        return []
    words = Words(*found.span(), found.group())
    rule = "education:course"
    return [HeldEducation("certificate", "", ended, not under_way, words, rule)]


_HEADED = re.compile(r"[^\S\n]*:")
_SUBJECT = re.compile(r"\s*(?:degree\s*)?(?:[:,-]|in|of)\s*(?P<name>[A-Z][A-Za-z&/ -]{2,50})")


def _subject(text: str, words: Words, end: int) -> str:
    found = _SUBJECT.match(text, words.end, min(end, words.end + 70))
    return " ".join(found["name"].split()) if found is not None else ""


def _read_lines(
    text: str, lines: Sequence[Line], section: Section, *, is_only: bool
) -> list[HeldEducation]:
    """Degrees outside education sections: spelled out, or letters after the name on top."""
    held: list[HeldEducation] = []
    # British resumes head their education "Qualifications".
    may_be_section = is_only and "qualification" in section.heading.lower()
    if section.first >= section.last:
        return held
    whole = text[lines[section.first].start : lines[section.last - 1].end].lower()
    look_for = [word for word in _LOOK_FOR if word in whole]
    for number in range(section.first, section.last):
        line = lines[number]
        stop = min(line.end, line.start + _LINE_REACH)
        is_entry = may_be_section and _ENTRY.search(text, line.start, stop) is not None
        is_top = section.kind == "head" and number < _HEAD_LINES
        if not (is_top or is_entry):
            lowered = text[line.start : stop].lower() if look_for else ""
            if not any(word in lowered for word in look_for):
                continue
        under_way = _is_under_way(text[line.start : stop])
        for level, words in _hits(text, line.start, stop, is_section=is_entry):
            is_low = RANK[level] < RANK["associate"]
            if is_low and section.kind != "credentials" and not is_only:
                continue
            if not _is_own(text, words):
                continue
            rule = "summary:degree" if not is_top else "name:degree"
            held.append(HeldEducation(level, "", None, not under_way, words, rule))
    return held


_ENTRY = re.compile(r"(?i)\b(?:19|20)\d\d\b|universit|\bcollege\b|\(hons\)")
_OTHERS = re.compile(
    r"(?i)(?:supervis|mentor|prefer|require|hire|train|taught|teach)\w*\s[^.]{0,40}$"
)


def _is_own(text: str, words: Words) -> bool:
    """Whether the degree is the writer's, not that of people they taught or hired."""
    return _OTHERS.search(text[max(0, words.start - 60) : words.start]) is None
