"""Find the dated jobs of a resume: title, employer, dates, and the lines that tell of each.

A job is found by its dates. What stands beside them on the line, on the line before and on
the line after is its title and its employer; which of the neighbors belongs to the job is
the same all through a resume, so all its jobs vote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from preceptor.engine.extract.dates import DateSpan
from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.resume_sections import Section, indent_of
from preceptor.engine.extract.text import Line

_NO_JOBS = ("education", "credentials", "courses", "projects", "other", "volunteer")
_TITLE_NOUN_WORDS = (
    "nurse nurses rn lpn lvn cna analyst analysts manager engineer specialist coordinator director "
    "assistant technician technologist consultant consultants developer administrator clerk coder "
    "biller supervisor lead leader trainer instructor officer architect physician intern resident "
    "therapist pharmacist representative rep associate secretary receptionist teacher aide "
    "programmer scientist professional president vp chief head auditor reviewer planner "
    "practitioner educator advisor adviser agent operator owner founder partner student registrar "
    "abstractor transcriptionist paramedic medic emt midwife carer caregiver worker tester "
    "designer writer editor researcher fellow professor tutor lecturer executive cio cto cmio cnio "
    "ceo coo guard driver cashier sergeant corpsman freelancer contractor handler expert librarian "
    "accountant bookkeeper attorney nursing scheduler facilitator preceptor superuser champion "
    "strategist liaison navigator counselor hygienist teller phlebotomist sonographer radiographer "
    "dietitian psychologist surgeon hospitalist apprentice mentor buyer estimator inspector "
    "mechanic server chef cook volunteer extern externship internship consultancy faculty dean "
    "principal orderly hca hcsw adn adon matron"
)
_TITLE_NOUNS = frozenset(_TITLE_NOUN_WORDS.split())
_WORD = re.compile(r"[a-z]+")
_ORGANIZATION = re.compile(
    r"(?i)\b(?:hospital|clinic|medical\s+cent(?:er|re)|health(?:care)?|systems?|inc|llc|ltd|llp|corp"
    r"|corporation|company|university|college|school|cent(?:er|re)|group|services|solutions|trust"
    r"|nhs|associates|partners|department|county|city\s+of|state\s+of|foundation|institute|agency"
    r"|laboratories|pharmacy|practice|network|bank|army|navy|air\s+force|va|international|co)\b"
)
# What a resume site leaves of a removed employer and place, and what stands between.
_REMOVED = re.compile(
    r"(?i)\bcompany\s+name\b|(?:[\u00ef\u00bc\u200b\ufffd\uff0c\u00e2\u20ac,\u2013|-]|\s){0,12}\bcity\s*,\s*state\b"
    r"|(?<=name)\W{1,8}state\b"
)
# One of these stands in all that was removed, and is found many times faster.
_NAME_OR_STATE = re.compile(r"(?i)name|state")
_PARTING = re.compile(
    r"\t+|\s{3,}|\s[|\u2022\u00b7\u2013\u2014-]\s|\s*\|\s*|;\s|\s@\s|\s+at\s+(?=[A-Z])|,\s"
)
_TOWN = re.compile(r"[A-Z][\w.' -]{1,30},\s*[A-Z][A-Za-z]{1,15}(?:\s+\d{5})?")
_STATE = re.compile(r"[A-Z]{2}(?:\s+\d{5})?|State")
_SENTENCE = re.compile(
    r"[a-z]{3,}[.;]\s+[A-Z]?[a-z]+\s|\b(?:from|between|during|in|of|since|the|by)\s*$"
)
# "SQL Server 2008-2016" tells of versions.
_PRODUCT = re.compile(
    r"(?i)\b(?:server|windows|office|exchange|sharepoint|visual\s+studio|visio|access|excel|word"
    r"|outlook|dynamics|sql|ms\s+project|microsoft|crm|oracle|vb|\.net|autocad|version)\W*$"
)
_BARE_YEARS = re.compile(r"(?:19|20)\d\d\W{1,5}(?:19|20)\d\d")
_BLANKS = " \t,;:|-\u2013\u2014\u2022()[]*_\u00ef\u00bc\u200b\u00c2\xa0."
_LONGEST_REST = 110
_LONGEST_LINE = 300
# No career has more; a text with more is not a resume.
_MOST_JOBS = 100
# Between a title and the dates below it stand at most an employer and a place.
_LINES_ABOVE = 3
_LINES_BELOW = 2
_LONGEST_TITLE = 90
_TITLE_REACH = 60


@dataclass(frozen=True, slots=True)
class DatedJob:
    """A job as it stands in the text; ``first``/``last`` number its lines, end excluded."""

    title: Words
    employer: str
    dates: DateSpan
    first: int
    last: int


@dataclass(slots=True)
class _Header:
    """Where a job's dates stand, and what could be its title."""

    dates: DateSpan
    number: int
    stop: int
    free: int
    section_first: int
    section_last: int
    same: list[Words]
    before: list[Words]
    after: list[Words]


def find_jobs(
    text: str, lines: Sequence[Line], sections: Sequence[Section], dates: Sequence[DateSpan]
) -> list[DatedJob]:
    """Return the dated jobs in the order of the text; none where no dates head any lines."""
    by_line = dates_by_line(lines, dates)
    headers: list[_Header] = []
    for section in sections:
        if section.kind not in _NO_JOBS:
            headers.extend(_headers(text, lines, section, by_line))
        if len(headers) > _MOST_JOBS:
            break
    headers = headers[:_MOST_JOBS]
    if not headers:
        return []
    takes_before = _votes(headers)
    return _jobs(text, lines, headers, takes_before)


def dates_by_line(lines: Sequence[Line], dates: Sequence[DateSpan]) -> dict[int, list[DateSpan]]:
    """Return the dates that begin on each line; lines without any are left out."""
    found: dict[int, list[DateSpan]] = {}
    number = 0
    for span in dates:
        while number < len(lines) and lines[number].end <= span.start:
            number += 1
        if number < len(lines):
            found.setdefault(number, []).append(span)
    return found


def _headers(
    text: str, lines: Sequence[Line], section: Section, by_line: dict[int, list[DateSpan]]
) -> list[_Header]:
    found: list[tuple[int, DateSpan]] = []
    for number in range(section.first, section.last):
        for span in by_line.get(number, ()):
            if _heads_a_job(text, lines[number], span, section):
                found.append((number, span))
                break
    if not found:
        return []
    least = min(indent_of(text, lines[number]) for number, _ in found)
    headers: list[_Header] = []
    free = section.first
    for number, span in found:
        # A date far to the right of the others stands in a job's own lines.
        if indent_of(text, lines[number]) > least + 3:
            continue
        header = _header(text, lines, section, number, span, free)
        headers.append(header)
        free = header.stop
    return headers


def _heads_a_job(text: str, line: Line, span: DateSpan, section: Section) -> bool:
    before = text[line.start : span.start]
    after = text[span.end : max(span.end, line.end)]
    if span.is_alone:
        # "06/2016" by itself over a job; years of products and of events are no dates of jobs.
        if section.kind != "experience" or line.is_bullet:
            return False
        has_mark = "company name" in after.lower()[:90]
        return not before.strip(_BLANKS) and (has_mark or not after.strip(_BLANKS))
    rest = len(before) + len(after)
    if rest > _LONGEST_REST or _SENTENCE.search(before):
        return False
    if before[:1].islower():
        return False
    if _PRODUCT.search(before) and _BARE_YEARS.fullmatch(text, span.start, span.end):
        return False
    if line.is_bullet and not is_title(before + after):
        return False
    return not re.match(r"\s*[a-z]{2,}\s+[a-z]", after)


def _header(
    text: str, lines: Sequence[Line], section: Section, number: int, span: DateSpan, free: int
) -> _Header:
    stop = number + 1
    while stop < section.last and lines[stop].start < span.end:
        stop += 1
    line, end = lines[number], lines[stop - 1].end
    same = [*_segments(text, line.start, span.start), *_segments(text, span.end, end)]
    before: list[Words] = []
    for above in range(number - 1, max(free, number - _LINES_ABOVE) - 1, -1):
        before = _neighbor(text, lines, above, line)
        if before or not _is_employer_line(text, lines[above]):
            break
    after: list[Words] = []
    for below in range(stop, min(stop + _LINES_BELOW, section.last)):
        after = _neighbor(text, lines, below, line)
        if after or not _is_employer_line(text, lines[below]):
            break
    return _Header(span, number, stop, free, section.first, section.last, same, before, after)


def _segments(text: str, start: int, end: int) -> list[Words]:
    """The parts of a stretch of a line, without removed names and places."""
    if end <= start:
        return []
    cuts = [found.span() for found in _PARTING.finditer(text, start, end)]
    if _NAME_OR_STATE.search(text, start, end):
        cuts += [found.span() for found in _REMOVED.finditer(text, start, end)]
    parts: list[Words] = []
    at = start
    for left, right in [*sorted(cuts), (end, end)]:
        if left > at:
            low, high = _trim(text, at, left)
            if low < high:
                parts.append(Words(low, high, text[low:high]))
        at = max(at, right)
    return parts


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS and text[end - 1] not in ")":
        end -= 1
    return start, end


def _neighbor(text: str, lines: Sequence[Line], number: int, beside: Line) -> list[Words]:
    """The parts of a line beside the dates if it can be a title, else nothing."""
    line = lines[number]
    words = text[line.start : min(line.end, line.start + _LONGEST_LINE)]
    if line.is_bullet or not words[:1].isupper() or words.endswith((".", ";", ",", ":")):
        return []
    if indent_of(text, line) > indent_of(text, beside) + 3 or not is_title(words):
        return []
    is_long = len(words) > _LONGEST_REST or len(words.split()) > 16
    if is_long and not words.lower().startswith("company name"):
        return []
    return _segments(text, line.start, line.start + len(words))


def _is_employer_line(text: str, line: Line) -> bool:
    """Whether a line holds an employer or a place and nothing else."""
    if line.end - line.start > _LONGEST_REST:
        return False
    if _is_organization(text, line) or _TOWN.fullmatch(text, line.start, line.end):
        return True
    return not line.is_bullet and not _segments(text, line.start, line.end)


def _is_organization(text: str, line: Line) -> bool:
    words = text[line.start : line.end]
    if line.is_bullet or len(words) > 80 or words.endswith((".", ";", ":")):
        return False
    # Names are capitalized: "Manages backup systems" is none.
    long = [word for word in words.split() if len(word) > 3]
    is_name = sum(word[0].isupper() for word in long) > 0.6 * len(long)
    return is_name and _ORGANIZATION.search(words) is not None


def _votes(headers: Sequence[_Header]) -> bool:
    """Whether the titles of this resume stand on the line before the dates."""
    bare = [header for header in headers if _title_in(header.same) is None]
    before = sum(bool(header.before) for header in bare)
    after = sum(bool(header.after) for header in bare)
    return before >= after


def is_title(words: str) -> bool:
    """Whether these words hold a word of job titles."""
    return not _TITLE_NOUNS.isdisjoint(_WORD.findall(words.lower()))


def _title_in(parts: Sequence[Words]) -> Words | None:
    titled = [part for part in parts if is_title(part.text)]
    if not titled:
        return None
    # "Nurse Staffing Services | Charge Nurse": the part that is no organization is the title.
    plain = [part for part in titled if not _ORGANIZATION.search(part.text)]
    return _shortened((plain or titled)[0])


def _shortened(title: Words) -> Words:
    """A title without the sentence that ran into it: up to the last title word near its start."""
    if len(title.text) <= _LONGEST_TITLE:
        return title
    words = _WORD.finditer(title.text.lower(), 0, _TITLE_REACH)
    nouns = [word.end() for word in words if word.group() in _TITLE_NOUNS]
    size = nouns[-1] if nouns else _LONGEST_TITLE
    grade = re.match(r"\s(?:I{1,3}|IV|V|\d)\b", title.text[size : size + 5])
    size += grade.end() if grade is not None else 0
    return Words(title.start, title.start + size, title.text[:size])


def _jobs(
    text: str, lines: Sequence[Line], headers: Sequence[_Header], takes_before: bool
) -> list[DatedJob]:
    begun: list[tuple[_Header, Words, str, int]] = []
    for header in headers:
        title, used_before = _choose_title(header, takes_before)
        first = header.number
        while used_before and first > header.free and lines[first].start > title.start:
            first -= 1
        employer = _employer(header, title, used_before)
        if not employer and first - 1 >= header.free and _is_organization(text, lines[first - 1]):
            first -= 1
            named = _segments(text, lines[first].start, lines[first].end)
            employer = named[0].text if named else ""
        begun.append((header, title, employer, first))
    jobs: list[DatedJob] = []
    for index, (header, title, employer, first) in enumerate(begun):
        last = header.section_last
        if index + 1 < len(begun) and begun[index + 1][0].section_first == header.section_first:
            last = begun[index + 1][3]
        jobs.append(DatedJob(title, employer, header.dates, first, max(last, header.stop)))
    return jobs


def _choose_title(header: _Header, takes_before: bool) -> tuple[Words, bool]:
    same = _title_in(header.same)
    if same is not None:
        return same, False
    order = [(header.before, True), (header.after, False)]
    for parts, is_before in order if takes_before else reversed(order):
        title = _title_in(parts)
        if title is not None:
            return title, is_before
    if header.same:
        return header.same[0], False
    words = header.dates
    return Words(words.start, words.start, ""), False


def _employer(header: _Header, title: Words, used_before: bool) -> str:
    near = header.before if used_before else []
    parts = [
        part
        for part in (*header.same, *near, *header.after)
        if part.start != title.start and 2 < len(part.text) <= _LONGEST_TITLE
    ]
    named = [part.text for part in parts if _ORGANIZATION.search(part.text)]
    if named:
        return named[0]
    others = [part.text for part in parts if part not in header.after]
    return others[0] if others and not _STATE.fullmatch(others[0]) else ""
