"""Tells which of the twelve roles a posting asks for, or that it asks for none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preceptor.engine.classify.cues import NOT_HEALTH_IT, Cue
from preceptor.engine.classify.evidence import (
    Tally,
    add_competencies,
    add_duties,
    best_points,
    supports,
)
from preceptor.engine.classify.model import RoleModel
from preceptor.engine.classify.passages import Passage, cut_posting
from preceptor.engine.classify.terms import stems
from preceptor.engine.extract.facts import Posting, RoleSupport

# What parts a title's head from what narrows it: "Business Change Lead (PACS)".
_TITLE_BREAK = re.compile(r"\s[-–—|:]\s|[(\[,;/]| - ")
# Where the text itself names the post: "we are seeking an experienced Service Desk Analyst to".
_NAMED = re.compile(
    r"\b(?:looking for|seeking|recruiting|recruit|hiring|appoint|require|team of|"
    r"(?:role|position|post|vacancy|opportunity) (?:of|as|for|is)|as|become|welcome|is for)\s+"
    r"(?:an?|our|the|experienced|talented)\s+([A-Z\w][^.;:!?\n]{3,90})",
)
_CALLED = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Oo]ur|[Aa]n?)\s+([A-Z][\w&/ -]{3,60}?)\s+"
    r"(?:role|position|post|vacancy|will|is responsible)\b"
)
# A line that is nothing but a title, as where a second job begins.
_LONE_TITLE = re.compile(r"(?=[A-Z])(?!.*(?i:report|manager:|responsib))[^.:;!?\n]{6,70}")
_STATED = re.compile(
    r"^[ \t*#]*(?:job title|position title|position|title|role|post)(?: and grade)?[ \t]*[:–-]"
    r"[ \t]*(\S[^\n]{2,90})",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_END = re.compile(
    r"\b(?:to|who|with|that|which|within|based|join|joining|in|at|you|will|responsible|is)\b|,"
)
_FEDERAL_HEAD = re.compile(r"\A\s*Position Title\s*\n\s*(\S[^\n]*)", re.IGNORECASE)
_FIRST_LINE = re.compile(r"\A[\s#*]*(\S[^\n]*)")
_NECESSITY_WEIGHT = {"must": 1.0, "nice": 0.5, "mentioned": 0.4}
# One mention per so many words is what a text about health, or information, has at the least.
_WORDS_PER_MENTION = 60
# Points from which a title begins to say, and surely says, that the work is information work.
_VAGUE_TITLE = 4.0
_SURE_TITLE = 7.0
# In the shortest text one mention in passing is not quite enough.
_LEAST_ENOUGH = 1.5
# Companies in health speak of it in every other sentence; others name it once among their markets.
_ENOUGH_HEALTH = 7.0
_ENOUGH_INFORMATION = 4.0
# Title, employer and place stand in short lines at the head: a hospital named there is enough.
_HEAD_ENDS = 300
_HEAD_LINE = 90
_HEAD_COUNTS = 7


def classify_posting(
    text: str, posting: Posting | None, model: RoleModel
) -> tuple[RoleSupport, ...]:
    """Return how well a posting supports each role and "not health IT", best first.

    ``posting`` gives title and competencies where the text was read; without it the first
    line is the title. A blank text supports nothing: "not health IT" leads weakly.
    """
    tally = Tally()
    weights = model.weights
    title = _title_span(text, posting)
    titled = _add_title(tally, model, text, title)
    passages = cut_posting(text, model.table, model.zones, after=title[1] if title else 0)
    _add_named(tally, model, text, passages, title)
    add_duties(tally, model, passages)
    add_competencies(tally, model, _competencies(posting))
    tally.add(NOT_HEALTH_IT, weights.bias_not_health)
    heard = _heard(text, passages, title, model)
    lacks_health = _lack(text, heard, model.health, _ENOUGH_HEALTH)
    lacks_information = _lack(text, heard, model.information, _ENOUGH_INFORMATION)
    tally.add(NOT_HEALTH_IT, weights.no_health * lacks_health)
    tally.add(NOT_HEALTH_IT, weights.no_information * lacks_information * (1 - titled))
    return supports(tally, model, text)


def _title_span(text: str, posting: Posting | None) -> tuple[int, int] | None:
    if posting is not None and posting.title_words is not None:
        return posting.title_words.span
    found = _FEDERAL_HEAD.match(text) or _FIRST_LINE.match(text)
    return found.span(1) if found else None


def _add_title(tally: Tally, model: RoleModel, text: str, span: tuple[int, int] | None) -> float:
    """Add the title's points; return from 0 to 1 how surely it names one of the twelve roles."""
    if span is None:
        return 0.0
    points = _title_points(model, text, *span)
    for role, earned in points.items():
        tally.add(role, model.weights.title * earned, span)
    best = max((earned for role, earned in points.items() if role != NOT_HEALTH_IT), default=0.0)
    return min(1.0, max(0.0, (best - _VAGUE_TITLE) / (_SURE_TITLE - _VAGUE_TITLE)))


def _title_points(model: RoleModel, text: str, start: int, end: int) -> dict[str, float]:
    """Return each role's points for a title; a part of it that has none leaves all to the rest.

    A cue must hold in the whole title: "Nurse" alone speaks for the bedside, "Nurse - Chief
    Informatics Officer" does not.
    """
    whole = _holding(model, text, start, end)
    best = best_points(whole)
    found = _TITLE_BREAK.search(text, start, end)
    if found is None or found.start() == start:
        return {role: cue.points for role, cue in best.items()}
    numbers = {cue.number for cue in whole}
    in_head = [cue for cue in _holding(model, text, start, found.start()) if cue.number in numbers]
    head = best_points(in_head)
    tail = model.weights.tail if head else 1.0
    return {
        role: max(head[role].points if role in head else 0.0, tail * cue.points)
        for role, cue in best.items()
    }


def _holding(model: RoleModel, text: str, start: int, end: int) -> list[Cue]:
    return model.cues["title"].holding({hit.term for hit in model.table.find(text, start, end)})


def _add_named(
    tally: Tally,
    model: RoleModel,
    text: str,
    passages: list[Passage],
    title: tuple[int, int] | None,
) -> None:
    """Add what the text calls the post, at the share a title would have; the best name counts."""
    best: dict[str, tuple[float, int, int]] = {}
    said = stems(text, *title).row if title else ""
    for start, end, is_lone in _names(text, passages):
        # The title again, with a number or a place behind it, is no second voice.
        if said and stems(text, start, end).row.startswith(said):
            continue
        for role, points in _title_points(model, text, start, end).items():
            # A lone line may be an agency or an office; those speak against health IT too easily.
            if is_lone and role == NOT_HEALTH_IT:
                continue
            if role not in best or points > best[role][0]:
                best[role] = (points, start, end)
    for role, (points, start, end) in best.items():
        tally.add(role, model.weights.named * points, (start, end))


def _names(text: str, passages: list[Passage]) -> Iterator[tuple[int, int, bool]]:
    """Give what the text calls the post, and whether it is a line by itself."""
    for passage in passages:
        if passage.weight == 0 or passage.zone == "about":
            continue
        if _LONE_TITLE.fullmatch(text, passage.start, passage.end):
            yield passage.start, passage.end, True
        for pattern in (_NAMED, _CALLED, _STATED):
            for found in pattern.finditer(text, passage.start, passage.end):
                start, end = found.span(1)
                stop = _NAME_END.search(text, start + 1, end)
                yield start, stop.start() if stop else end, False


def _competencies(posting: Posting | None) -> dict[str, float]:
    if posting is None:
        return {}
    named: dict[str, float] = {}
    for line in (*posting.requirements, *posting.credentials):
        weight = _NECESSITY_WEIGHT[line.necessity] * (0.3 if line.is_end_user else 1.0)
        named[line.competency] = max(weight, named.get(line.competency, 0.0))
    return named


def _heard(
    text: str, passages: list[Passage], title: tuple[int, int] | None, model: RoleModel
) -> list[int]:
    """Give the terms that tell what a text is about, title and head more than once.

    Sentences about insurance and staff policy are not heard.
    """
    heard: list[int] = []
    for passage in passages:
        if passage.weight > 0 and not (model.no_health & passage.terms):
            is_line = (
                passage.end - passage.start < _HEAD_LINE and text[passage.end - 1] not in ".!?"
            )
            is_head = is_line and passage.start < _HEAD_ENDS
            heard += (_HEAD_COUNTS if is_head else 1) * [hit.term for hit in passage.hits]
    if title is not None:
        heard += _HEAD_COUNTS * [hit.term for hit in model.table.find(text, *title)]
    return heard


def _lack(text: str, heard: list[int], wanted: frozenset[int], most: float) -> float:
    """Return from 0 (a text plainly about this) to 1 (it is never named).

    The length counts only to a limit: ``most`` mentions are enough for any text.
    """
    count = sum(term in wanted for term in heard)
    words = len(text.split())
    enough = min(most, max(_LEAST_ENOUGH, words / _WORDS_PER_MENTION))
    return max(0.0, 1.0 - count / enough)
