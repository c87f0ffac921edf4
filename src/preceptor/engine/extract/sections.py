"""Cuts a posting into passages (sentences) and says of each which part it stands in.

Knows the layouts of the families: plain prose with a head of "Key: value" lines (NHS jobs),
numbered questionnaires (US federal), markdown (remote-job boards) and texts whose bullets and
line breaks were lost (Indeed, Glassdoor).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.headings import Part, is_plain_heading, part_of_heading
from preceptor.engine.extract.text import FoldedText, Line, sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the text, the part it stands in, and whether it is an item of a list.

    ``block`` numbers the line it stands in.
    """

    start: int
    end: int
    part: Part
    is_item: bool
    block: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The passages of a posting in their order, and what its head says."""

    passages: tuple[Passage, ...]
    title: Words | None
    employer: str
    is_questionnaire: bool
    has_requirements: bool

    def passage_at(self, at: int) -> int | None:
        """Return the number of the passage in which the character ``at`` stands, if any."""
        number = bisect_right(self.passages, at, key=lambda passage: passage.start) - 1
        return number if number >= 0 and at < self.passages[number].end else None


_HEAD_LINE = re.compile(
    r"(?:location|salary|type|posted|base|hours(?: per week)?|job title|title|employer"
    r"|pay(?: rates?)?"
    r"|job reference|reference|duration|band|contract|department|schedule|req id|position|company"
    r"|position title|closing date|interview date|job type|work type|location/trust"
    r"|job title and grade|shift|grade|division|job id|requisition|primary location)\s*[-:–]\s",
    re.IGNORECASE,
)
_INLINE_HEADING = re.compile(
    r"(?:(?<=[.!?;:)\]])\s*|(?<=\s)|^|(?<=[a-z\d%+])(?=[A-Z][a-z]))(?:\*\*|__|_)?"
    r"((?:[A-Z][\w’'/&]*(?:[ \t]+(?:and|&|of|to|or|for|the|a))?[ \t]*){1,6})"
    r"(?::(?:\*\*|__|_)?|(?:\*\*|__)\s?[:–-])"
)
_CAPITAL_LABEL = re.compile(r"([A-Z][A-Z/&,()’' -]{3,58}[A-Z)]):[ \t]+(?=\S)")
_QUESTIONNAIRE = re.compile(
    r"Announcement Number|Assessment Questionnaire|^Assessment \d|Select “?\"?Yes"
    r"|GS-\d+ (?:grade|level)",
    re.MULTILINE,
)
# Prose in which the employer speaks again, after a list of what is asked.
_AFTER_LIST = re.compile(
    r"(?:[*_]+)?(?:we (?:offer|are|re\b|value|believe|provide|welcome|encourage|celebrate|do not"
    r"|will)"
    r"|we[’']re |our |what (?:can )?we |this (?:position|job|role|post|vacancy) (?:is|may|has"
    r"|requires a)"
    r"|(?:the|base) (?:base |pay |salary |compensation )|salary|pay rate|learn more|all (?:your"
    r"|qualified|applicants)"
    r"|.{0,60}\b(?:equal|affirmative)[ -](?:employment |opportunit|action)|in return"
    r"|if you (?:are|like|believe|need)"
    r"|why |join |apply|please |to apply|closing date|interview)",
    re.IGNORECASE,
)
_LISTS = (Part.REQUIRED, Part.PREFERRED)
_MOST_HEADING = 70


def read_layout(folding: FoldedText) -> Layout:
    """Return the passages of a posting; the empty text has none and no title."""
    lines = folding.lines
    is_questionnaire = len(_QUESTIONNAIRE.findall(folding.text[:20_000])) >= 2
    title = _title(folding, lines)
    walk = _walk_questionnaire if is_questionnaire else _walk_advert
    passages = tuple(walk(folding, lines, title))
    has_requirements = any(passage.part is Part.REQUIRED for passage in passages)
    employer = _employer(folding, lines, title)
    return Layout(passages, title, employer, is_questionnaire, has_requirements)


def _title(folding: FoldedText, lines: tuple[Line, ...]) -> Words | None:
    if not lines:
        return None
    line = lines[0]
    if folding.text[line.start : line.end].strip().lower() == "position title" and len(lines) > 1:
        line = lines[1]
    text = folding.text[line.start : line.end]
    label = re.match(r"(?:job |position )?title\s*[-:–]\s*", text, re.IGNORECASE)
    start = line.start + (label.end() if label and label.end() < len(text) else 0)
    return Words(start, line.end, folding.text[start : line.end])


def _employer(folding: FoldedText, lines: tuple[Line, ...], title: Words | None) -> str:
    """Return what the second line names, or the line after "Agency"; empty if neither does."""
    texts = [folding.text[line.start : line.end] for line in lines[:12]]
    for label, text in itertools.pairwise(texts):
        if label.strip().lower() in ("agency", "employer", "company", "hiring organization"):
            return text
    if title is None or len(lines) < 2 or title.start != lines[0].start:
        return ""
    text = texts[1].strip("#*_` ")
    is_name = len(text) <= 80 and not _HEAD_LINE.match(text) and not _is_sentence(text)
    return text if is_name and text.lower() != "none" else ""


def _is_sentence(text: str) -> bool:
    return text[-1:] in ".!?:" and not text.endswith(
        ("Inc.", "Ltd.", "Co.", "Corp.", "L.P.", "P.C.")
    )


def _walk_advert(
    folding: FoldedText, lines: tuple[Line, ...], title: Words | None
) -> Iterator[Passage]:
    part, style = Part.HEAD, 0
    led: Part | None = None
    for block, line in enumerate(lines):
        if title is not None and line.start <= title.start < line.end:
            continue
        text = folding.text[line.start : line.end]
        if led is not None and line.is_bullet:
            yield from _passages(folding, line, block, led)
            continue
        led = None
        if part is Part.HEAD:
            if block <= 2 and line.mark.startswith("###"):
                yield Passage(line.start, line.end, Part.HEAD, False, block)
                continue
            if _is_head(text, block, line):
                yield Passage(line.start, line.end, Part.HEAD, False, block)
                continue
            part = Part.NEUTRAL
        opened = _heading(folding, line, text, part, style)
        if opened is not None:
            part, style = opened
            continue
        if _HEAD_LINE.match(text) and len(text) <= 120 and not line.is_bullet:
            yield Passage(line.start, line.end, Part.HEAD, False, block)
            continue
        if part in _LISTS and not line.is_bullet and _AFTER_LIST.match(text):
            part = Part.NEUTRAL
        for passage in _passages(folding, line, block, part):
            # A heading that lost its line break opens its part for the lines after it too.
            part = passage.part
            yield passage
        if text.endswith((":", ";", ":-", ": -", ": –")) and not line.is_bullet:
            led = _led_part(folding.part(max(line.start, line.end - 200), line.end))


_LED = (
    (Part.BENEFITS, re.compile(r"\b(?:offer|benefits?|in return)\b")),
    (
        Part.PREFERRED,
        re.compile(
            r"\b(?:desirable|prefer\w*|advantage\w*|nice to have|a plus"
            r"|ideally|bonus)\b"
        ),
    ),
    (
        Part.REQUIRED,
        re.compile(
            r"\b(?:you(?: wi)?ll (?:have|need|bring|possess|be)|must"
            r"|looking for|essential|require[sd]?|should have|experience in|successful candidate"
            r"|with experience)\b"
        ),
    ),
    (Part.DUTIES, re.compile(r"\b(?:responsib\w+|duties|include|will|tasks)\b")),
)


def _led_part(folded: str) -> Part | None:
    """Return the part of the items that a sentence leads into, None if it does not say."""
    last = folded[max(folded.rfind(". "), 0) :]
    return next((part for part, pattern in _LED if pattern.search(last)), None)


def _is_head(text: str, block: int, line: Line) -> bool:
    if block == 1 and len(text) <= 90 and text[-1:] not in ".!?:":
        return True
    return block <= 9 and len(text) <= 160 and _HEAD_LINE.match(text) is not None and not line.mark


def _heading(
    folding: FoldedText, line: Line, text: str, part: Part, style: int
) -> tuple[Part, int] | None:
    """Return the part a heading line opens and how strong its style is; None for other lines."""
    own = _style(line, text)
    bare = text.strip("#*_:` \t-–—")
    if not bare or len(bare) > _MOST_HEADING or (not own and len(bare) > 50):
        return None
    folded = folding.part(line.start, line.end).strip(" :.,;-")
    if text.rstrip()[-1:] in ".;," or folded.count(" ") > 9:
        return None
    if not own:
        return (part_of_heading(folded) or part, 0) if is_plain_heading(folded) else None
    if line.is_bullet and own < 4 and not is_plain_heading(folded):
        return None
    named = part_of_heading(folded)
    if named is not None:
        return named, own
    if own >= 3 and own >= style and line.is_after_blank:
        # A heading as strong as the last one that says nothing known ends its part.
        return (Part.NEUTRAL if part is Part.PREFERRED else part), own
    return (part, style) if own >= 2 or len(bare) < 40 else None


def _style(line: Line, text: str) -> int:
    """Return how strongly a line is marked as a heading: 0 not at all, 6 a number sign."""
    stripped = text.strip()
    if line.is_marked_heading:
        return 6
    if stripped.startswith(("**", "__")) and stripped.rstrip(": _").endswith(("**", "__", "*")):
        return 4
    if len(stripped) > 3 and stripped.isupper() and not any(mark.isdigit() for mark in stripped):
        return 3
    if stripped.rstrip("*_ ").endswith(":"):
        return 2
    if stripped.startswith("_") and stripped.endswith("_"):
        return 2
    return 0


def _passages(folding: FoldedText, line: Line, block: int, part: Part) -> Iterator[Passage]:
    text = folding.text
    at = line.start
    if label := _CAPITAL_LABEL.match(text, line.start, line.end):
        named = part_of_heading(folding.part(*label.span(1)))
        part, at = named or part, label.end() if named else at
    has_label = text.find(":", line.start, line.end) >= 0 or "**" in text[line.start : line.end]
    labels = _INLINE_HEADING.finditer(text, line.start, line.end) if has_label else ()
    for found in labels:
        if found.start(1) < at:
            continue
        folded = folding.part(found.start(1), found.end(1)).strip()
        if not is_plain_heading(folded):
            continue
        opened = part_of_heading(folded)
        if opened is None:
            continue
        for start, end in _pieces(text, at, found.start(1)):
            yield Passage(start, end, part, line.is_bullet, block)
        part, at = opened, found.end()
    last = None
    for start, end in _pieces(text, at, line.end):
        last = Passage(start, end, part, line.is_bullet, block)
        yield last


# "Train physiciansBuild interfacesWrite reports": lines that lost their breaks.
_GLUE = re.compile(r"(?<=[a-z][a-z][a-z])(?=[A-Z][a-z]+ [a-z]+\b)")
_LEAST_GLUED = 4


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the sentences of a stretch; where lines were glued together, the lines."""
    for left, right in sentences(text, start, end):
        seams = [found.start() for found in _GLUE.finditer(text, left, right)]
        if len(seams) < _LEAST_GLUED:
            yield left, right
            continue
        yield from pairwise([left, *seams, right])


_TASK_LIST = re.compile(
    r"(?:each|following|these) tasks?\b|task statements?"
    r"|rating scale",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"basic requirement|minimum|qualif|grade|selective|speciali[sz]ed|education|licens"
    r"|registration"
    r"|best describes|proficien|requirement|certif|experience",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\s*(?:[A-Z]\.\s+)?(?:thank you for|please |select |do you (?:meet|have the above)"
    r"|your (?:responses|resume|answers)"
    r"|i do not|my experience is not|no,|provide the following|resume reminder|\(?note\b"
    r"|we will evaluate"
    r"|name (?:of|on)|city and state|month and year|issuing|complete license|expiration"
    r"|job title$|duties \("
    r"|full.time or part|series and grade|failure to|i certify|as previously explained"
    r"|does your resume"
    r"|applicants? pending|\(?a transcript|\(?transcripts)",
    re.IGNORECASE,
)
_RESUME_PART = re.compile(r"\s*(?:\d+\.\s*)?(?:RESUME REMINDER|Resume Reminder)")


def _walk_questionnaire(
    folding: FoldedText, lines: tuple[Line, ...], title: Words | None
) -> Iterator[Passage]:
    part = Part.HEAD
    for block, line in enumerate(lines):
        if title is not None and line.start <= title.start < line.end:
            continue
        text = folding.text[line.start : line.end]
        if part is Part.HEAD and block < 14:
            if not text.startswith("Assessment") and len(text) < 120:
                yield Passage(line.start, line.end, Part.HEAD, False, block)
                continue
            part = Part.NEUTRAL
        if _RESUME_PART.match(text):
            part = Part.APPLY
        elif _TASK_LIST.search(text) and ("each task" in text or "best describes" not in text):
            part = Part.DUTIES
        elif part is not Part.APPLY and _ASKED.search(text) and not _is_task(text, part):
            part = Part.REQUIRED
        for start, end in sentences(folding.text, line.start, line.end):
            is_formula = _BOILERPLATE.match(folding.text, start, end) is not None
            yield Passage(start, end, Part.APPLY if is_formula else part, bool(line.mark), block)


def _is_task(text: str, part: Part) -> bool:
    """Whether a line of the task list merely uses a word that opens a requirement elsewhere."""
    return part is Part.DUTIES and not re.match(
        r"\s*(?:minimum|basic|select|in addition|gs-)", text, re.IGNORECASE
    )
