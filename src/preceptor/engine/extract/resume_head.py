"""The top of a resume: what its writer calls themselves and where they live."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.resume_jobs import is_title
from preceptor.engine.extract.resume_sections import Section
from preceptor.engine.extract.text import Line

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY"
)
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii"
    "|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan"
    "|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New\\s+(?:Hampshire|Jersey|Mexico|York)"
    "|North\\s+(?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode\\s+Island|South\\s+"
    "(?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West\\s+Virginia"
    "|Wisconsin|Wyoming"
)
_TOWN = r"[A-Z][\w.'\u2019-]{1,20}(?:[ -][A-Z][\w.'\u2019-]{0,20}){0,3}"
_CITY_STATE = re.compile(
    rf"(?<![\w@]){_TOWN},[ \t]{{0,3}}(?:{_STATES.replace(' ', '|')}"
    rf"|{_STATE_NAMES})\b(?:[ \t,]{{1,3}}\d{{5}}(?:-\d{{4}})?)?"
)
_UK_PLACE = re.compile(
    rf"(?<![\w@])(?:{_TOWN},?[ \t]{{1,3}})?[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}}\b"
)
# Letters after a name ("Ana Ruiz, RN, BSN") are no title.
_AFTER_NAME = re.compile(r",\s*[A-Z][A-Z.()-]{1,8}(?![a-z])")
_NO_HEADLINE = re.compile(
    r"\b(?:19|20)\d\d\b|@|https?:|www\.|\(?\d{3}\)?[ .-]\d{3}|linkedin|\[[^\]]*removed\]",
    re.IGNORECASE,
)
_HAS_NUMBERS = re.compile(r"\d|@")
# A university with its town stands below the head as well, but no address does.
_HEAD_LINES = 8
_LONGEST = 110


def find_headline(
    text: str, lines: Sequence[Line], sections: Sequence[Section], titles: Sequence[Words]
) -> Words | None:
    """Return the words by which a person calls their work, None if there are none.

    A title at the top, else the title of the first job.
    """
    for number in range(min(sections[0].last, _HEAD_LINES)):
        line = lines[number]
        words = text[line.start : line.end]
        if len(words) > _LONGEST or _NO_HEADLINE.search(words):
            continue
        if is_title(_AFTER_NAME.sub("", words)):
            return Words(line.start, line.end, words)
    for title in titles:
        if title.text:
            return title
    return None


def find_place(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Words | None:
    """Return town and state (and ZIP) or the postcode given in the head, None if neither is."""
    stop = min(max(sections[0].last, 1), _HEAD_LINES, len(lines))
    for number in range(stop):
        line = lines[number]
        for pattern in (_CITY_STATE, _UK_PLACE):
            found = pattern.search(text, line.start, line.end)
            # "Pat Smith, MD" on the first line is a name with its letters.
            is_name = number == 0 and not _HAS_NUMBERS.search(text, line.start, line.end)
            if found is not None and not is_name:
                return Words(*found.span(), found.group())
    return None
