"""Where a job is: the place of work as far as a posting gives it."""

from __future__ import annotations

import re

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import Layout
from preceptor.engine.extract.text import FoldedText

_STATE_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH"
    "|NJ|NM"
    "|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_LABEL = re.compile(
    r"^[ \t]*(?:[*_#`-]*[ \t]*)(?:job |work |primary |main |office )?(?:locations?(?:/trust)?"
    r"|base|based at|place of work|workplace|duty (?:station|location)s?|city)"
    r"[ \t*_]*[:–-][ \t*_]*(?P<place>\S[^\n]{0,118})$",
    re.IGNORECASE | re.MULTILINE,
)
_GLASSDOOR = re.compile(
    r"^[ \t]*Primary Location:?[ \t]+(?P<place>[A-Z]{2}-[^\n]{2,80})$", re.MULTILINE
)
_COMMUTE = re.compile(
    r"(?P<place>[A-Z][A-Za-z. ]{2,30}, (?:"
    + _STATE_CODES
    + r")(?: \d{5})?): (?:Reliably commute|Relocate|Remote)"
)
_CITY_STATE = re.compile(
    r"(?<![\w,])(?P<place>(?:[A-Z][A-Za-z.'’]+[ -]){0,3}[A-Z][A-Za-z.'’]+,[ ](?:"
    + _STATE_CODES
    + r"))(?![A-Za-z])(?: \d{5})?"
)
_TAG = re.compile(r"🌎[ \t]*(?P<place>[^`\n]{2,80})")
_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_BASED = re.compile(
    r"(?:\b(?:[Bb]ased (?:at|in|within)(?: the)?|[Ll]ocated (?:at|in)(?: the)?|[Oo]ffices? in"
    r"|[Vv]acanc(?:y|ies) available at|[Ww]orking (?:from|at) (?:our|the)|Department based at))"
    r" (?P<place>(?:[A-Z][\w’'.&-]*|\d+)(?:,? (?:of |and |the )?(?:[A-Z][\w’'.&-]*|\d+))*)"
)
_NO_PLACE = re.compile(
    r"^(?:various|multiple|nationwide|national|n/?a|tbc|any|negotiable"
    r"|one location|multiple locations|(?:remote|hybrid|anywhere|home ?based)\W*$)(?!\w)",
    re.IGNORECASE,
)
_MODE_BEFORE = re.compile(
    r"\W*(?:remote|hybrid"
    r"|on-?site)\b[ \t]*[-–,:/(][ \t]*(?:or[ \t])?",
    re.IGNORECASE,
)
_MODE_AFTER = re.compile(
    r"[ \t]*[-–,:/(|][ \t]*(?:or[ \t])?(?:remote|hybrid|on-?site)\b.*$"
    r"|[ \t]or[ \t]remote\b.*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"headquarter|offices? (?:across|around|worldwide)|founded|clients? in"
    r"|customers? in",
    re.IGNORECASE,
)


def read_place(folding: FoldedText, layout: Layout) -> Words | None:
    """Return the words that name the place of work, None if the posting names none.

    A label ("Location: ...") and a tag come before a place named in the running text.
    """
    text = folding.text
    for pattern in (_TAG, _GLASSDOOR, _LABEL, _COMMUTE):
        for found in pattern.finditer(text):
            place = _cut(text, *found.span("place"))
            if place is not None and not _NO_PLACE.match(place.text):
                return place
    for passage in layout.passages:
        if passage.part in (Part.ABOUT, Part.BENEFITS) or layout.is_questionnaire:
            continue
        if _ASIDE.search(text, passage.start, passage.end):
            continue
        for pattern in (_BASED, _CITY_STATE):
            found_in = pattern.search(text, passage.start, passage.end)
            if found_in is not None:
                return _cut(text, *found_in.span("place"))
    return None


def _cut(text: str, start: int, end: int) -> Words | None:
    """Trim marks and blanks off the place; at most 60 characters of it are kept."""
    end = min(end, start + 60)
    # "Remote - US", "Boston-Hybrid": the place without the word on how the work is done.
    if found := _MODE_BEFORE.match(text, start, end):
        start = found.end() if found.end() < end else start
    if found := _MODE_AFTER.search(text, start, end):
        end = found.start() if found.start() > start else end
    while start < end and text[start] in " \t*_`-–:,;.()":
        start += 1
    while end > start and text[end - 1] in " \t*_`-–:,;.(":
        end -= 1
    return Words(start, end, text[start:end]) if end > start else None


_INSTITUTION = re.compile(
    r"\b(?:hospitals?|medical cent(?:er|re)|clinic|surgery|practice|infirmary|health cent(?:er"
    r"|re)|dental|dentistry|laborator(?:y|ies)|nursing home"
    r"|university|college|house|campus)\b",
    re.IGNORECASE,
)


def names_institution(employer: str) -> bool:
    """Whether the employer's name is that of a house one goes to (a hospital, a practice)."""
    return _INSTITUTION.search(employer) is not None
